// Our own page with the thirty questions, as the real hub serves it.
//
// The released page is copied, the thirty questions' pack and start (written by the app's own
// `prerender`) are added to it as the build would have, and a real hub is started on the copy. What the
// hub answers is then taken over, byte for byte and with all of its headers, by the one server that
// serves the other pages too.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";
import { Hub } from "../../journeys/harness/hub.mjs";
import { brotli } from "./server.mjs";
import { CAMPAIGN, INSTRUMENT, VERSION } from "./survey.mjs";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const FORM = `${INSTRUMENT}@${VERSION}`;

/** Writes content, packs and page into `folder`; gives where they lie. */
export const prepare = (folder, { dist, prerender }) => {
  rmSync(folder, { recursive: true, force: true });
  const places = { content: join(folder, "content"), dist: join(folder, "dist") };
  cpSync(join(repository, "content"), places.content, { recursive: true });
  cpSync(join(repository, "tests/bench/content"), places.content, { recursive: true });
  cpSync(dist, places.dist, { recursive: true });
  const made = join(folder, "prerendered");
  mkdirSync(made);
  const { status, stderr } = spawnSync(prerender, [places.content, made], { encoding: "utf8" });
  if (status !== 0) throw new Error(`prerender failed: ${stderr}`);
  addForm(places.dist, made);
  return places;
};

const addForm = (dist, made) => {
  const about = JSON.parse(readFileSync(join(dist, "build.json"), "utf8"));
  const added = [];
  for (const language of ["vi", "en"]) {
    const pack = readFileSync(join(made, `packs/${FORM}.${language}.pack`));
    const hash = createHash("sha256").update(pack).digest("hex").slice(0, 12);
    const url = `/a/${INSTRUMENT}-${VERSION}.${language}.${hash}.pack`;
    writeFileSync(join(dist, url), pack);
    writeFileSync(join(dist, `${url}.br`), brotli(pack));
    writeFileSync(join(dist, `${url}.gz`), zlib.gzipSync(pack, { level: 9 }));
    added.push(url);
    (about.packs[FORM] ??= {})[language] = url;
    const start = `start/${FORM}.${language}.html`;
    cpSync(join(made, start), join(dist, start));
    (about.start[FORM] ??= {})[language] = start;
  }
  about.precache.push(...added);
  writeFileSync(join(dist, "build.json"), JSON.stringify(about));
  const worker = readFileSync(join(dist, "sw.js"), "utf8");
  const list = /(PRECACHE = \[)([^\]]*)\]/;
  if (!list.test(worker)) throw new Error("sw.js has no PRECACHE list to add the pack to");
  const more = added.map((url) => `,${JSON.stringify(url)}`).join("");
  writeFileSync(join(dist, "sw.js"), worker.replace(list, `$1$2${more}]`));
};

/** A real hub on the prepared page. */
export const startHub = ({ dist, content }) => Hub.start({ dist, content, options: ["--rate-burst", "0"] });

/** Everything a visitor of the survey fetches, as the hub sends it. */
export const capture = async (hub, { dist }) => {
  const { precache } = JSON.parse(readFileSync(join(dist, "build.json"), "utf8"));
  const paths = [`/k/${CAMPAIGN}`, `/ket-qua/${CAMPAIGN}`, "/", "/sw.js", ...precache];
  return Promise.all(
    paths.map(async (path) => {
      const small = await get(hub.address + path, "br");
      const plain = await get(hub.address + path, "identity");
      if (small.status !== 200) throw new Error(`the hub answers ${small.status} to ${path}`);
      const { "content-encoding": encoding, "content-length": length, date, connection, ...headers } = small.headers;
      return { path, headers, plain: plain.body, brotli: encoding === "br" ? small.body : undefined };
    }),
  );
};

// `fetch` would undo the compression.
const get = (address, encoding) =>
  new Promise((done, failed) => {
    const request = http.get(address, { headers: { "accept-encoding": encoding }, agent: false }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    });
    request.once("error", failed);
  });
