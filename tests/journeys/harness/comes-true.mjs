// Waiting for what a page can only say in a promise: Playwright's `waitForFunction` takes the promise itself for a
// yes and does not wait at all.

/** A page that is just being loaded again gives no answer. */
const asked = (page, question, argument) =>
  page.evaluate(question, argument).catch((fault) => {
    if (/Execution context was destroyed/.test(fault.message)) return null;
    throw fault;
  });

/** Resolves when the asynchronous predicate holds in the page, asked again with every frame. */
export const comesTrue = async (page, predicate, argument = null, within = 15_000) => {
  const until = Date.now() + within;
  while (!(await asked(page, predicate, argument))) {
    if (Date.now() > until) throw new Error(`waited ${within} ms in vain until ${predicate}`);
    await asked(page, () => new Promise(requestAnimationFrame));
  }
};

/** Resolves when the service worker has kept the page of this name. */
export const pageKept = (page, name) => comesTrue(page, async (key) => (await caches.match(key)) !== undefined, name);
