// @ts-check

// Shows in the document why the page cannot start, instead of loading forever.
//
// A classic script, before all others and without a checksum: so it runs where modules and checksums do not work, as in a document opened
// from disk. It reads from the document which files are to be loaded, and their checksums. If not even this file arrives,
// www/styles/shell.css shows the text in the document.

(() => {
  "use strict";

  /** Milliseconds until a slow page is reported as slow. */
  const PATIENCE = 10000;
  /** The files needed before the page starts, in the order in which they are checked for errors. */
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

  /** The element for messages; the page removes it when it starts. */
  const place = () => document.getElementById("start-fault");

  /**
   * Resolves once the whole document is parsed; DOMContentLoaded would wait for the modules, too.
   *
   * @type {Promise<void>}
   */
  const parsed = new Promise((resolve) => {
    const look = () => document.readyState !== "loading" && resolve();
    document.addEventListener("readystatechange", look);
    look();
  });

  /**
   * Fetches a file again, past the browser's cache, and says what is wrong with it: `words`, whether the network failed (`isLost`), and
   * whether reloading the page may help (`mayHelp`). Empty if nothing is wrong.
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

  /** Whether a file is the one that was built. An insecure page has no `crypto.subtle`, but the browser compares the checksums. */
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

  /** Fills an element with a sentence, and with a button if that may help. */
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

  /** Shows a message instead of the sentence that the page is loading. */
  function tell(kind, words, mayHelp = false) {
    // If the page has panicked, it has shown a message itself.
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

  /** Says what is wrong with the page's files; if nothing is, but the page certainly cannot start, says that. */
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

  /** Handles a file that did not load or a script that did not run; ignores everything that does not concern the start. */
  function heard({ target, filename }) {
    if (!(target instanceof Element)) {
      // An old browser may not understand the script. Rejected promises are handled by www/start.js.
      if (files().some((file) => addressOf(file) === filename)) explain(true);
    } else if (target.matches(FILES)) {
      // A file that failed to preload may still arrive when it is needed.
      explain(target.localName === "script");
    }
  }

  function stop() {
    clearTimeout(timer);
    removeEventListener("error", heard, true);
  }

  const isFromDisk = location.protocol === "file:";
  // The text there is for a document without this script.
  parsed.then(() => {
    if (isFromDisk) tell("fault", FROM_DISK);
    else {
      const free = place();
      if (free && !free.dataset.kind) free.hidden = true;
    }
  });
  const timer = setTimeout(() => parsed.then(() => !told && tell("slow", SLOW)), PATIENCE);
  // A resource's error event does not bubble, so the listener has to capture it.
  if (!isFromDisk) addEventListener("error", heard, true);

  /** For www/start.js. */
  self.startWatch = {
    stop,
    examine,
    isWhole,

    /** Called if the page did not start. */
    failed(error) {
      if (!isFromDisk) explain(true, error);
    },
  };
})();
