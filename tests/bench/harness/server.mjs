// One server for every page that is measured: files held in memory and compressed beforehand, sent over
// HTTP/1.1 on connections that stay open. What differs between pages is the pages.

import { createHash } from "node:crypto";
import http from "node:http";
import zlib from "node:zlib";

const KINDS = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  xml: "text/xml; charset=utf-8",
  svg: "image/svg+xml",
};

/** Brotli as strong as it goes. */
export const brotli = (bytes) =>
  zlib.brotliCompressSync(bytes, {
    params: {
      [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
      [zlib.constants.BROTLI_PARAM_LGWIN]: 22,
      [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });

/**
 * A file of a peer's page. A name that ends in .html is asked for again at every visit and mostly
 * answered by "unchanged"; everything else is kept for good, as a careful operator would have it.
 */
export const file = (path, text) => {
  const plain = Buffer.from(text);
  const ending = path.split(".").pop();
  const page = ending === "html" || !path.includes(".");
  return {
    path,
    plain,
    brotli: brotli(plain),
    headers: {
      "content-type": KINDS[page ? "html" : ending] ?? "application/octet-stream",
      "cache-control": page ? "no-cache" : "public, max-age=31536000, immutable",
      etag: `"${createHash("sha256").update(plain).digest("hex").slice(0, 16)}"`,
      vary: "accept-encoding",
    },
  };
};

export class Server {
  #server;
  #files = new Map();
  /** Where `/api/` goes; null when there is no connection beyond this server. */
  hub = null;

  static async start(files) {
    const server = new Server();
    server.add(files);
    server.#server = http.createServer((request, answer) => server.#answer(request, answer));
    server.#server.keepAliveTimeout = 120_000;
    await new Promise((done, failed) => {
      server.#server.once("error", failed);
      server.#server.listen(0, "127.0.0.1", done);
    });
    return server;
  }

  get origin() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  add(files) {
    for (const file of files) this.#files.set(file.path, file);
  }

  /** Bytes of a file's body as it is sent to a browser. */
  sent(path) {
    const file = this.#files.get(path);
    return file ? (file.brotli ?? file.plain).length : undefined;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #answer(request, answer) {
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname.startsWith("/api/")) return this.#forward(request, answer);
    const file = this.#files.get(pathname);
    if (!file) {
      answer.writeHead(404, { "content-length": 0 });
      return answer.end();
    }
    const held = request.headers["if-none-match"];
    if (held !== undefined && held === file.headers.etag) {
      const { "content-type": kind, ...headers } = file.headers;
      answer.writeHead(304, headers);
      return answer.end();
    }
    const small = file.brotli && /\bbr\b/.test(request.headers["accept-encoding"] ?? "");
    const body = small ? file.brotli : file.plain;
    const encoding = small ? { "content-encoding": "br" } : {};
    answer.writeHead(200, { ...file.headers, ...encoding, "content-length": body.length });
    answer.end(body);
  }

  #forward(request, answer) {
    if (this.hub === null) return request.socket.destroy();
    const { hostname, port } = new URL(this.hub);
    const onward = http.request(
      { hostname, port, method: request.method, path: request.url, headers: request.headers },
      (reply) => {
        answer.writeHead(reply.statusCode, reply.rawHeaders);
        reply.pipe(answer);
      },
    );
    onward.once("error", () => request.socket.destroy());
    request.pipe(onward);
  }
}
