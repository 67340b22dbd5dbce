// A second build of the same page, as an update brings it: another build id, another name for every
// asset, and one visible difference in the page's source, so that a test can tell which build it sees.

import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import zlib from "node:zlib";

const TEXT = /\.(js|mjs|html|json|webmanifest|css)$/;

const files = (folder, prefix = "") =>
  readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(folder, join(prefix, entry.name)) : [join(prefix, entry.name)],
  );

/** Copies a built page to a new folder as another build. Gives the folder and the new build's id. */
export const anotherBuild = (dist, seed = "next") => {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-dist-"));
  cpSync(dist, folder, { recursive: true });
  const { build } = JSON.parse(readFileSync(join(folder, "build.json"), "utf8"));
  const digest = (text, length) => createHash("sha256").update(seed + text).digest("hex").slice(0, length);
  const next = digest(build, build.length);
  // `survey.<hash>.wasm` → the same with another hash, the compressed copies beside it likewise.
  const renamed = new Map();
  for (const name of readdirSync(join(folder, "a"))) {
    const hash = /\.([0-9a-f]{12})\.[^.]+(?:\.(?:br|gz))?$/.exec(name)?.[1];
    if (!hash) continue;
    renamed.set(hash, digest(hash, hash.length));
    renameSync(join(folder, "a", name), join(folder, "a", name.replace(hash, renamed.get(hash))));
  }
  for (const name of files(folder).filter((name) => TEXT.test(name))) {
    const file = join(folder, name);
    const before = readFileSync(file, "utf8");
    let text = before.replaceAll(build, next);
    for (const [old, hash] of renamed) text = text.replaceAll(old, hash);
    if (text === before) continue;
    writeFileSync(file, text);
    for (const [ending, compress] of [[".br", zlib.brotliCompressSync], [".gz", zlib.gzipSync]]) {
      if (files(folder).includes(name + ending)) writeFileSync(file + ending, compress(text));
    }
  }
  return { folder, build: next, before: build };
};
