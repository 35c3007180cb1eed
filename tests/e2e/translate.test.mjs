// @ts-check

// A page that the browser translates: like Google's translator, the test replaces every text node with a <font> of other words, and
// the old node leaves the document. After that, the page has to show the same as a page that is not translated.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMIT, TINY, visits } from "./lib/page.mjs";

const visit = visits();

/** An epoch of two steps, so that a run ends at once. */
const LINK = `${TINY}&epochs=3&seed=5`;

/** Parts that differ between visits: speed, the browser's abilities, and announcements half a second later. */
const PASSING = '.speed dd:not([data-testid]), [data-testid="ms-per-step"], .progress-note, .badge, [data-testid="announcement"]';

/** Two translators. One comes when it is called, skips what is marked, and takes a while; the other ignores marks and comes first. */
const POLITE = { spares: "[translate=no], script, style", delay: 20 };
const RUDE = { spares: "script, style", delay: 0 };

/** Runs in the page: puts every text between brackets, including later texts, until it is told to restore them. */
function translate({ spares, delay }) {
  /** The original of each font. */
  const originals = new Map();
  const pending = () => {
    if (!document.body) return [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
      const text = /** @type {Text} */ (texts.currentNode);
      if (text.data.trim() && !text.parentElement?.closest(`font, ${spares}`)) found.push(text);
    }
    return found;
  };
  const work = () => {
    for (const text of pending()) {
      const [font, inner] = ["font", "font"].map((name) => document.createElement(name));
      font.append(inner);
      inner.textContent = text.data.replace(/\S(.*\S)?/s, "⟦$&⟧");
      originals.set(font, { text, words: text.data });
      text.parentNode.insertBefore(font, text);
      text.parentNode.removeChild(text);
    }
  };
  const observer = new MutationObserver(() => (delay ? setTimeout(work, delay) : work()));
  observer.observe(document, { childList: true, characterData: true, subtree: true });
  work();
  window.isTranslated = () => pending().length === 0;
  const present = () => [...originals].filter(([font]) => font.isConnected);
  window.takeAnotherLanguage = () => {
    for (const [font, original] of present()) {
      const other = font.cloneNode(true);
      originals.set(other, original);
      font.replaceWith(other);
    }
  };
  // In one way or the other: with the original nodes, or with new ones.
  window.takeBack = () => {
    observer.disconnect();
    for (const [i, [font, { text, words }]] of present().entries()) font.replaceWith(i % 2 ? text : document.createTextNode(words));
  };
}

/** Runs in the page: all its texts, without a translator's brackets. */
function texts(passing) {
  const page = /** @type {HTMLElement} */ (document.querySelector("#page").cloneNode(true));
  for (const element of page.querySelectorAll(passing)) element.remove();
  const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push((walker.currentNode.nodeValue ?? "").replace(/[⟦⟧]/g, "").replace(/\s+/g, " ").trim());
  return found.filter((text) => text);
}

/**
 * Runs in the page: waits until nothing has changed for some time.
 *
 * @returns {Promise<void>}
 */
function rest(milliseconds) {
  return new Promise((resolve) => {
    const done = () => {
      observer.disconnect();
      resolve();
    };
    let waiting = setTimeout(done, milliseconds);
    const observer = new MutationObserver(() => {
      clearTimeout(waiting);
      waiting = setTimeout(done, milliseconds);
    });
    observer.observe(document, { childList: true, characterData: true, subtree: true });
  });
}

const has = (selector, part) => (page) => {
  const question = ([selector, part]) => document.querySelector(selector)?.textContent.includes(part);
  return page.until(`“${part}” in ${selector}`, question, [selector, part]);
};
const hasNot = (selector, part) => (page) => {
  const question = ([selector, part]) => !document.querySelector(selector)?.textContent.includes(part);
  return page.until(`no “${part}” in ${selector}`, question, [selector, part]);
};
const press = (testid) => (page) => page.press(testid);
const go = (settings) => (page) => page.go(`${LINK}${settings}`);
const phase = (word) => (page) => page.page.locator(`[data-status="${word}"]`).first().waitFor({ timeout: LIMIT });

/** A visitor's actions, and what to wait for after each. */
const FIRST_STEPS = {
  "trains to the end": [press("start"), phase("finished")],
  "would open an experiment": [press("experiments"), press("experiment-pca"), has("dialog.question h2", "Open “")],
  "keeps the run": [press("experiment-no")],
  "opens the lesson": [press("lesson"), has(".contents summary", "1 of")],
  "turns a chapter": [press("chapter-next"), has(".contents summary", "2 of")],
  "reads for teachers": [press("teachers"), has(".contents summary", "Contents")],
  "closes the lesson": [press("lesson-close")],
  "opens a link that was cut off": [(page) => page.go(`v=2&${LINK}&latent=3&lr=0.0`), phase("ready"), has(".message", "cut off")],
  "sees it in space": [has(".scatter h3", "drag to turn it")],
  "takes two numbers again": [go(""), phase("ready"), hasNot(".scatter h3", "drag to turn it")],
};
const STEPS = {
  ...FIRST_STEPS,
  "leaves the VAE out": [go("&model=ae"), phase("ready")],
  "studies betas": [go("&study=betas&run=1"), has('[data-testid="study-status"]', "finished")],
  "trains on points": [go("&data=spiral&run=1"), phase("finished")],
  "trains on a table": [go("&data=table&run=1"), phase("finished")],
  "writes a wrong rule": [(page) => page.type("table-rule-value", "much"), has("#table-fault", "The previous rows")],
  "goes back to digits": [go("&seed=6&run=1"), phase("finished")],
};

/** Runs some steps; `settled` is called after each, and may wait. */
async function walk(page, steps, settled) {
  for (const [name, acts] of Object.entries(steps)) {
    for (const act of acts) await act(page);
    await settled(name);
  }
}

test("a translated page shows the same as without a translator, and does so again when the translation ends", async (t) => {
  const plain = await visit(t, LINK);
  await plain.status("ready");
  const said = {};
  const listen = async (step) => {
    await plain.page.evaluate(rest, 250);
    said[step] = await plain.page.evaluate(texts, PASSING);
  };
  await listen("is ready");
  await walk(plain, STEPS, listen);
  await plain.page.close();

  /** @type {[string, typeof POLITE, Record<string, ((page: import("./lib/page.mjs").Visit) => Promise<unknown>)[]>][]} */
  const translators = [
    ["a polite translator", POLITE, FIRST_STEPS],
    ["a rude translator", RUDE, STEPS],
  ];
  for (const [name, translator, steps] of translators) {
    await t.test(name, async (t) => {
      const isFirst = translator === RUDE;
      const prepare = async (context) => isFirst && (await context.addInitScript(translate, translator));
      const page = await visit(t, LINK, { prepare });
      if (!isFirst) await page.page.evaluate(translate, translator);
      const settled = async (step) => {
        const read = () => page.page.evaluate(texts, PASSING);
        const same = async () => JSON.stringify(await read()) === JSON.stringify(said[step]);
        for (const end = Date.now() + LIMIT / 8; Date.now() < end && !(await same()); ) await page.page.waitForTimeout(50);
        assert.deepEqual(await read(), said[step], `after: ${step}`);
      };
      await settled("is ready");
      await page.reads("status", "⟦ready⟧");
      await walk(page, steps, async (step) => {
        await settled(step);
        await page.until("the translator to be done", () => window.isTranslated());
      });
      const translated = await page.page.locator(":is([data-value], [data-testid=epoch], [data-testid=step]) font").count();
      assert.equal(translated > 0, translator === RUDE, "numbers can be left alone");
      for (const act of ["takeAnotherLanguage", "takeBack"]) {
        await page.page.evaluate((act) => window[act](), act);
        await settled(Object.keys(steps).at(-1));
      }
      assert.equal(await page.page.locator("font").count(), 0);
      await page.press("reset");
      await page.status("ready");
      await page.press("start");
      await page.status("finished");
      assert.equal(await page.text("epoch"), "3");
      page.assertFaultless();
    });
  }
});
