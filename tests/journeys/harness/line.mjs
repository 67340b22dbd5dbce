// The line between a browser and the hub: one address that stays the same while the hub behind it stops,
// restarts or is updated, and on which everything can go wrong that goes wrong in the field.

import http from "node:http";

const PORTAL_PAGE = "<!doctype html><title>Wi-Fi</title><h1>Welcome, please sign in</h1><a href='/login'>Sign in</a>";

export class Line {
  #server;
  #sockets = new Set();
  #faults = [];
  #port = 0;
  #watchers = new Set();

  /** Everything that came along: method, path, and how it ended. */
  requests = [];

  /** Opens a line to whatever address `target()` gives at the moment of each request. */
  static async open(target) {
    const line = new Line();
    line.target = target;
    await line.up();
    return line;
  }

  get origin() {
    return `http://localhost:${this.#port}`;
  }

  /** Accepts connections again, on the same port as before. */
  async up() {
    this.#server = http.createServer((request, answer) => this.#pass(request, answer));
    this.#server.keepAliveTimeout = 1000;
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      socket.on("error", () => {});
    });
    await new Promise((done, failed) => {
      this.#server.once("error", failed);
      this.#server.listen(this.#port, "127.0.0.1", done);
    });
    this.#port = this.#server.address().port;
  }

  /** Nobody answers any more: connections are cut, new ones are refused. */
  async down() {
    const closed = new Promise((done) => this.#server.close(done));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /**
   * From now on requests that match are treated so, until the returned function is called.
   * `what`: "cut" (the hub gets it, its answer is lost) · "drop" (never arrives) · "portal" (200 with
   * somebody's page) · "hold" (no answer until lifted) · a number (that status, empty) ·
   * { bytesPerSecond }.
   */
  fault(match, what) {
    const fault = { match, what, hits: 0, held: [] };
    this.#faults.unshift(fault);
    const lift = () => {
      this.#faults = this.#faults.filter((other) => other !== fault);
      for (const goOn of fault.held.splice(0)) goOn();
    };
    return Object.assign(lift, {
      /** How often it struck. */
      hits: () => fault.hits,
      /** Resolves when it has struck `n` times. */
      struck: (n = 1) => this.until(() => fault.hits >= n, `the fault ${JSON.stringify(what)} strikes ${n} times`),
    });
  }

  /** Requests of one kind so far. */
  seen(method, path) {
    return this.requests.filter((request) => request.method === method && path.test(request.path));
  }

  /** Resolves when the condition holds; looked at after every request. */
  async until(condition, what, within = 15_000) {
    if (condition()) return;
    await new Promise((done, failed) => {
      const watcher = () => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#watchers.delete(watcher);
        done();
      };
      const timer = setTimeout(() => {
        this.#watchers.delete(watcher);
        failed(new Error(`waited ${within} ms in vain until ${what}`));
      }, within);
      this.#watchers.add(watcher);
    });
  }

  #note(entry, outcome) {
    entry.outcome = outcome;
    for (const watcher of this.#watchers) watcher();
  }

  #pass(request, answer) {
    const entry = { method: request.method, path: request.url, headers: request.headers, outcome: "open" };
    this.requests.push(entry);
    const fault = this.#faults.find(({ match }) => match(entry));
    if (fault) fault.hits += 1;
    const what = fault?.what;
    if (what === "drop") {
      request.socket.destroy();
      return this.#note(entry, "dropped");
    }
    if (what === "hold") {
      fault.held.push(() => this.#forward(request, answer, entry));
      return this.#note(entry, "held");
    }
    if (what === "portal" || typeof what === "number") {
      request.resume();
      request.once("end", () => {
        answer.writeHead(what === "portal" ? 200 : what, { "content-type": "text/html; charset=utf-8" });
        answer.end(what === "portal" ? PORTAL_PAGE : "");
        this.#note(entry, String(what));
      });
      return;
    }
    this.#forward(request, answer, entry, what);
  }

  #forward(request, answer, entry, what) {
    const { hostname, port } = new URL(this.target());
    const onward = http.request(
      { hostname, port, method: request.method, path: request.url, headers: request.headers, agent: false },
      (reply) => {
        if (what === "cut") {
          // The hub has answered in full, so what it was sent is durable there; nobody hears of it.
          reply.resume();
          reply.once("end", () => {
            request.socket.destroy();
            this.#note(entry, "cut");
          });
          return;
        }
        answer.writeHead(reply.statusCode, reply.rawHeaders);
        reply.once("end", () => this.#note(entry, reply.statusCode));
        if (what?.bytesPerSecond) slowly(reply, answer, what.bytesPerSecond);
        else reply.pipe(answer);
      },
    );
    onward.once("error", () => {
      request.socket.destroy();
      this.#note(entry, "no hub");
    });
    request.pipe(onward);
  }
}

// In pieces of a tenth of a second, as a thin line delivers them.
const slowly = (from, to, bytesPerSecond) => {
  const piece = Math.max(1, Math.floor(bytesPerSecond / 10));
  const waiting = [];
  let ended = false;
  from.on("data", (chunk) => {
    for (let at = 0; at < chunk.length; at += piece) waiting.push(chunk.subarray(at, at + piece));
  });
  from.on("end", () => (ended = true));
  const beat = setInterval(() => {
    const next = waiting.shift();
    if (next) to.write(next);
    else if (ended) {
      clearInterval(beat);
      to.end();
    }
  }, 100);
  to.once("close", () => clearInterval(beat));
};
