// The browser's own controls (Chrome DevTools Protocol) over its pipe: no library in between, so that
// nothing but what is written here talks to the page while it is measured.

/** A connection to the browser; `session()` talks to one page or worker. */
export class Browser {
  #out;
  #waiting = new Map();
  #listeners = new Map();
  #last = 0;
  #rest = "";

  /** `child` was started with `--remote-debugging-pipe` and pipes as its files 3 and 4. */
  constructor(child) {
    this.#out = child.stdio[3];
    child.stdio[4].setEncoding("utf8").on("data", (text) => this.#read(text));
    child.once("exit", () => this.#end());
    this.#out.on("error", () => this.#end());
  }

  #end() {
    for (const { failed, method } of this.#waiting.values()) failed(new Error(`${method}: the browser has ended`));
    this.#waiting.clear();
  }

  #read(text) {
    const parts = (this.#rest + text).split("\0");
    this.#rest = parts.pop();
    for (const part of parts) this.#take(JSON.parse(part));
  }

  #take({ id, method, params, result, error, sessionId = "" }) {
    if (id === undefined) {
      for (const listener of this.#listeners.get(`${sessionId} ${method}`) ?? []) listener(params);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.failed(new Error(`${waiting.method}: ${error.message}`));
    else waiting?.done(result);
  }

  /** Calls a method and gives its result. */
  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#last;
    const answer = new Promise((done, failed) => this.#waiting.set(id, { done, failed, method }));
    this.#out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return answer;
  }

  /** Calls `listener` at every event of this name. */
  on(method, listener, sessionId = "") {
    const key = `${sessionId} ${method}`;
    this.#listeners.set(key, [...(this.#listeners.get(key) ?? []), listener]);
  }

  /** Resolves at the next event of this name; fails when the browser ends before. */
  next(method, sessionId = "") {
    const id = ++this.#last;
    const promise = new Promise((done, failed) => this.#waiting.set(id, { done, failed, method }));
    this.on(method, (event) => {
      this.#waiting.get(id)?.done(event);
      this.#waiting.delete(id);
    }, sessionId);
    return promise;
  }

  /** One page or worker. */
  session(id) {
    return new Session(this, id);
  }
}

export class Session {
  #browser;

  constructor(browser, id) {
    this.#browser = browser;
    this.id = id;
  }

  send(method, params) {
    return this.#browser.send(method, params, this.id);
  }

  on(method, listener) {
    this.#browser.on(method, listener, this.id);
  }

  next(method) {
    return this.#browser.next(method, this.id);
  }

  /** Opens an address and waits until it has loaded. */
  async go(url) {
    const loaded = this.next("Page.loadEventFired");
    // Awaited below; should the navigation fail, the load's failure is no second error.
    loaded.catch(() => {});
    const { errorText } = await this.send("Page.navigate", { url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
    await loaded;
  }

  /** What an expression (or the promise that it is) comes to in the page. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value;
  }
}
