// A page that the browser translates. Chrome takes every piece of text out of the page, puts <font><font>…</font></font>
// with its translation there, and does so again for whatever is drawn later. This does the same, with « » around words
// that stay as they are, so that a figure can be read and a translation told apart.

/** Translates all that is on the page, and from then on all that is drawn. */
export const translate = (page) =>
  page.evaluate(() => {
    const left = "script, style, noscript, option, textarea, .notranslate, [translate=no], font";
    const translated = (text) => {
      if (text.data.trim() === "" || !text.parentElement || text.parentElement.closest(left) || text.parentElement.closest("svg")) return;
      const outer = document.createElement("font");
      const inner = document.createElement("font");
      inner.textContent = `«${text.data}»`;
      outer.append(inner);
      text.parentNode.replaceChild(outer, text);
    };
    const all = (root) => {
      if (root.nodeType === Node.TEXT_NODE) return translated(root);
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts = [];
      while (walker.nextNode()) texts.push(walker.currentNode);
      texts.forEach(translated);
    };
    all(document.body);
    new MutationObserver((records) => {
      for (const record of records) {
        if (record.type === "characterData") all(record.target);
        else record.addedNodes.forEach(all);
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });

/** What is seen in an element, without the marks of the translation. */
export const seen = async (locator) => (await locator.innerText()).replace(/[«»]/g, "");
