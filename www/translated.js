// @ts-check

// Keeps the page's text working when a browser translates it.
//
// Google's translator replaces every text node with a <font> of other words, and removes the text node from the document. Leptos keeps
// using that node: it writes into it, and inserts later nodes before it, where nobody sees either. So every such node is put back beside
// its <font>, without its words. When the page writes into it or removes it, the <font> is removed as well, and the translator may
// translate the new words.

(() => {
  "use strict";

  /** For a text node: the font that replaces it, and its own words. */
  const translations = new WeakMap();
  /** For a font: the text node that it replaces. */
  const originals = new WeakMap();

  const isFont = (node) => node.nodeName === "FONT";
  const isText = (node) => node.nodeType === Node.TEXT_NODE;

  function join(text, font, words) {
    translations.set(text, { font, words });
    originals.set(font, text);
  }

  function part(text, font) {
    translations.delete(text);
    originals.delete(font);
  }

  /** Reads mutation records of text nodes that fonts have replaced, that were written into, or that may have moved or lost their font. */
  function read(records) {
    const [come, replaced, written, moved] = [new Set(), new Map(), new Set(), new Set()];
    for (const { type, target, addedNodes, removedNodes, previousSibling, nextSibling } of records) {
      if (type === "characterData") {
        written.add(target);
        continue;
      }
      for (const node of addedNodes) come.add(node);
      const fonts = [...addedNodes, previousSibling, nextSibling].filter((node) => node && isFont(node) && come.has(node));
      for (const node of removedNodes) {
        const font = fonts.find((font) => !originals.has(font));
        if (isFont(node) && originals.has(node)) {
          const text = originals.get(node);
          moved.add(text);
          if (font && translations.has(text)) {
            // Translated again.
            const { words } = translations.get(text);
            part(text, node);
            join(text, font, words);
          }
        } else if (isText(node) && font) {
          // It may have been written into beside an older font.
          const older = translations.get(node)?.font;
          if (older) {
            part(node, older);
            older.remove();
          }
          originals.set(font, node);
          replaced.set(node, font);
          // Earlier writes are already part of the translation.
          written.delete(node);
        } else if (translations.has(node)) moved.add(node);
      }
    }
    return { come, replaced, written, moved };
  }

  function mend(records) {
    const { come, replaced, written, moved } = read(records);
    for (const [text, font] of replaced) {
      if (text.parentNode || !font.parentNode) originals.delete(font);
      else if (written.has(text)) {
        originals.delete(font);
        font.replaceWith(text);
      } else {
        join(text, font, text.data);
        text.data = "";
        font.before(text);
      }
    }
    for (const text of [...written, ...moved]) {
      if (replaced.has(text) || !translations.has(text)) continue;
      const { font, words } = translations.get(text);
      if (written.has(text) || !text.parentNode) {
        font.remove();
        part(text, font);
      } else if (!font.parentNode) {
        // The translator has removed its words, and may have restored the old ones itself.
        part(text, font);
        text.data = words;
        const { nextSibling } = text;
        if (nextSibling && isText(nextSibling) && come.has(nextSibling) && nextSibling.data === words) nextSibling.remove();
      } else if (text.nextSibling !== font) text.after(font);
    }
    // This script's own changes need no repair.
    observer.takeRecords();
  }

  const observer = new MutationObserver(mend);
  observer.observe(document, { childList: true, characterData: true, subtree: true });
})();
