// @ts-check

// Says in the document why the page cannot start, instead of letting it load for ever.
//
// A script of the old kind, before all others and without a checksum: so it runs where modules and checksums do not, as in a document
// opened from a disk. What it knows it reads from the document: the files that are to be loaded, with their checksums. Where not even
// this file comes, www/styles/shell.css shows what stands in the document.

(() => {
  "use strict";

  /** Milliseconds until a page that only takes long is said to. */
  const PATIENCE = 10000;
  /** What has to come before the page starts, in the order in which a fault is looked for. */
  const FILES = 'script[type="module"][src], link[rel="modulepreload"], link[rel="preload"]';
  const SCRIPT_TYPE = /^(text|application)\/(x-)?(java|ecma)script$/;

  const FROM_DISK =
    "A page opened from disk cannot start WebAssembly here. Serve the folder instead: run “cargo xtask serve”, " +
    "or put it on any static host.";
  const IN_SANDBOX =
    "This frame’s sandbox keeps the page from loading its own files. Add “allow-same-origin” to the frame’s sandbox attribute.";
  const NO_WEBASSEMBLY = "This browser has no WebAssembly, or WebAssembly is turned off. The page cannot start without it.";
  const SLOW = "The page is still loading. The network seems to be slow. The page will start by itself once its files have arrived.";

  const addressOf = (file) => file.src || file.href;
  const files = () => [...document.querySelectorAll(FILES)];

  /** Where it is said; the page removes it when it starts. */
  const place = () => document.getElementById("start-fault");

  /**
   * By then the whole document is there; DOMContentLoaded would wait for the modules, too.
   *
   * @type {Promise<void>}
   */
  const parsed = new Promise((resolve) => {
    const look = () => document.readyState !== "loading" && resolve();
    document.addEventListener("readystatechange", look);
    look();
  });

  /**
   * Fetches a file anew, past whatever the browser has kept, and says what is wrong with it: `words`, whether the network has lost it
   * (`isLost`), whether loading the page again may help (`mayHelp`). None of them where nothing is wrong.
   */
  async function examine(file) {
    const address = addressOf(file);
    const name = new URL(address).pathname.replace(/.*\//, "");
    let response, bytes;
    try {
      response = await fetch(address, { cache: "reload" });
      bytes = await response.arrayBuffer();
    } catch {
      if (self.origin === "null") return { words: IN_SANDBOX };
      return { words: `${name} could not be fetched. Check the connection, then reload the page.`, isLost: true, mayHelp: true };
    }
    if (response.status === 404) {
      const why = "Most likely a newer version of the page has been published since. Reload the page.";
      return { words: `${name} could not be fetched: the host has no such file (404). ${why}`, mayHelp: true };
    }
    if (!response.ok) {
      return { words: `${name} could not be fetched: the host answered ${response.status}. Reload the page later.`, mayHelp: true };
    }
    const type = (response.headers.get("content-type") || "").split(";")[0].trim().toLowerCase();
    if (/\.m?js$/.test(name) && !SCRIPT_TYPE.test(type)) {
      const sent = type ? `as ${type}` : "without a type";
      const types = "The host has to send .js files as text/javascript, and .wasm files as application/wasm.";
      return { words: `The host sends ${name} ${sent}, and browsers refuse to run it that way. ${types}` };
    }
    if (!(await isWhole(file, bytes))) {
      const why = "A proxy may have changed it, or the upload may be incomplete. Reload the page later, or try another network.";
      return { words: `${name} was changed on the way: its checksum is wrong. ${why}`, mayHelp: true };
    }
    return {};
  }

  /** Whether a file is the one that was built. A page that came without encryption has no `crypto.subtle`, but the browser compares. */
  async function isWhole(file, bytes) {
    const [kind, wanted] = file.integrity.split(/-(.*)/);
    if (!wanted) return true;
    if (kind === "sha384" && self.crypto && crypto.subtle) {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
      return btoa(String.fromCharCode(...digest)) === wanted;
    }
    const compared = fetch(addressOf(file), { integrity: file.integrity });
    return compared.then(
      () => true,
      () => false,
    );
  }

  function button(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small";
    button.textContent = words;
    button.onclick = act;
    return button;
  }

  /** Fills a place with a sentence, and with a button where that may help. */
  function fill(place, kind, words, mayHelp) {
    const sentence = document.createElement("p");
    sentence.textContent = words;
    place.replaceChildren(sentence);
    if (mayHelp) {
      const reload = button("Reload", () => location.reload());
      reload.dataset.testid = "start-reload";
      place.append(reload);
    }
    place.dataset.kind = kind;
    place.hidden = false;
  }

  let told;

  /** Says something in place of the sentence that the page is loading. */
  function tell(kind, words, mayHelp = false) {
    // A page that has met a fault of its own has said so itself.
    if (!place() || words === told || document.querySelector(".page-fault")) return;
    told = words;
    const loading = document.getElementById("loading");
    if (loading) loading.hidden = true;
    fill(place(), kind, words, mayHelp);
  }

  let fault;

  async function firstFault() {
    if (typeof WebAssembly !== "object") return { words: NO_WEBASSEMBLY };
    const found = await Promise.all(files().map(examine));
    return found.find(({ words }) => words);
  }

  /** Says what is wrong with the page's files; if nothing is, and the page is sure not to start, that. */
  async function explain(isSure, error) {
    await parsed;
    if (!place()) return;
    fault ??= firstFault();
    const found = await fault;
    if (found) tell("fault", found.words, found.mayHelp);
    else if (isSure) {
      const detail = error ? ` The browser says: ${error}` : "";
      tell("fault", `The page could not start, although its files are correct. Reload it, or try a newer browser.${detail}`, true);
    }
  }

  /** A file that did not load, or a script that did not run; of what does not concern the start, nothing. */
  function heard({ target, filename }) {
    if (!(target instanceof Element)) {
      // An old browser may not know what is written there. What a promise has to say, www/start.js says.
      if (files().some((file) => addressOf(file) === filename)) explain(true);
    } else if (target.matches(FILES)) {
      // What is loaded ahead may still come when it is needed.
      explain(target.localName === "script");
    }
  }

  function stop() {
    clearTimeout(timer);
    removeEventListener("error", heard, true);
  }

  const isFromDisk = location.protocol === "file:";
  // What stands there is for a document without this script.
  parsed.then(() => {
    if (isFromDisk) tell("fault", FROM_DISK);
    else {
      const free = place();
      if (free && !free.dataset.kind) free.hidden = true;
    }
  });
  const timer = setTimeout(() => parsed.then(() => !told && tell("slow", SLOW)), PATIENCE);
  // Of a resource's error only those hear who listen on its way down.
  if (!isFromDisk) addEventListener("error", heard, true);

  /** For www/start.js. */
  self.startWatch = {
    stop,
    examine,
    isWhole,

    /** The page did not start. */
    failed(error) {
      if (!isFromDisk) explain(true, error);
    },
  };
})();
