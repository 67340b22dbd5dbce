// How fast forms are counted and scored: JavaScript over objects and over typed arrays, WebAssembly with and without
// SIMD, and the same Rust on the host. All of them must come to the same figures.
//
//   node scoring.mjs [--runs 7] [--forms 10000,100000,1000000] [--instruments sipas-2017-22@2026.1,…] [--out target/bench]
//
// Wants in SPEED_NATIVE and SPEED_TUNED the host's program (for any processor of its kind, and for this one), in
// SPEED_WASM a folder with `<name>.js` and `<name>.wasm` for scalar, simd and page, and Chromium in CHROMIUM.
// `cargo xtask bench --only scoring` builds and names them all.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Phone, UNHINDERED } from "./harness/chrome.mjs";
import { answers } from "./scoring/answers.mjs";
import { agree } from "./scoring/agree.mjs";
import { scoringTables } from "./scoring/tables.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const { values: given } = parseArgs({
  options: {
    runs: { type: "string", default: "7" },
    forms: { type: "string", default: "10000,100000,1000000" },
    instruments: { type: "string", default: "sipas-2017-22@2026.1,sipas-39@2026.1" },
    out: { type: "string", default: join(repository, "target/bench") },
  },
});
const runs = Number(given.runs);
const sizes = given.forms.split(",").map(Number);
const needed = (name) => {
  if (!process.env[name]) throw new Error(`set ${name}, or run \`cargo xtask bench --only scoring\``);
  return process.env[name];
};
const out = resolve(given.out);
const kept = join(out, "scoring-answers");
mkdirSync(kept, { recursive: true });
const load = () => os.loadavg().map((value) => Number(value.toFixed(2)));
const about = { begun: new Date().toISOString(), runs, sizes, processor: os.cpus()[0]?.model, processors: os.cpus().length, node: process.version, load: [load()] };

const script = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const WAYS = script("scoring/ways.js");
const WASM = script("scoring/wasm.js");
const MADE = answers.toString().replace(/^export /, "");
const host = (program, ...words) => JSON.parse(execFileSync(needed(program), words, { maxBuffer: 1 << 28 }).toString());

// As JSON.stringify would, but a byte array of some kilobytes is no matter here.
const page = async (phone, instrument, forms, work) => {
  const tab = await phone.tab();
  try {
    await tab.evaluate(`${MADE}; globalThis.about = ${JSON.stringify(instrument)}; globalThis.codes = answers(about, ${forms}); 0`);
    await tab.evaluate(`${WAYS}; 0`);
    return await work(tab);
  } finally {
    await tab.close();
  }
};

// What the page keeps after a garbage collection: objects and buffers.
const heap = async (tab) => {
  await tab.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize } = await tab.send("Runtime.getHeapUsage");
  return usedSize + (backingStorageSize ?? 0);
};

const inObjects = (phone, instrument, forms, way, marks) =>
  page(phone, instrument, forms, async (tab) => {
    await tab.send("HeapProfiler.enable");
    const before = await heap(tab);
    const times = {};
    const begun = performance.now();
    await tab.evaluate(`globalThis.kept = ways.${way}.prepare(about, codes); 0`);
    times.pack = [performance.now() - begun];
    times.bytes = (await heap(tab)) - before;
    await tab.send("HeapProfiler.disable");
    for (const [mark, call] of marks) times[mark] = await tab.evaluate(`ways.time(${runs}, () => ways.${way}.${call}(about, kept))`);
    times.report = await tab.evaluate(`ways.${way}.whole(about, kept)`);
    return times;
  });

const withModule = (phone, instrument, forms, name, work) =>
  page(phone, instrument, forms, async (tab) => {
    const folder = needed("SPEED_WASM");
    // At the top of a script `let` stays inside it; as a variable of the page the glue is found by the next one.
    await tab.evaluate(`${readFileSync(join(folder, `${name}.js`), "utf8").replace(/^let wasm_bindgen/m, "var wasm_bindgen")}; 0`);
    await tab.evaluate(`${WASM}; 0`);
    const module = readFileSync(join(folder, `${name}.wasm`));
    await tab.evaluate(`compiled.load("${module.toString("base64")}").then(() => 0)`);
    return { ...(await tab.evaluate(work)), module: module.length };
  });

const measure = async (phone, folder, forms) => {
  const instrument = host("SPEED_NATIVE", "describe", folder);
  const file = join(kept, `${instrument.id}-${forms}.bin`);
  writeFileSync(file, answers(instrument, forms));
  const ways = {};
  [ways.native] = host("SPEED_NATIVE", "measure", folder, String(runs), file);
  [ways.tuned] = host("SPEED_TUNED", "measure", folder, String(runs), file);
  rmSync(file);
  for (const name of ["simd", "scalar", "page"]) {
    ways[name] = await withModule(phone, instrument, forms, name, `compiled.measure(about, codes, ${runs})`);
  }
  const all = [["levels", "levels"], ["wholeScored", "whole"]];
  ways.columns = await inObjects(phone, instrument, forms, "columns", [...all, ["pairs", "pairs"]]);
  ways.objects = await inObjects(phone, instrument, forms, "objects", all);
  for (const [name, { report }] of Object.entries(ways)) agree(`${instrument.id}, ${forms} forms, ${name}`, report, ways.native.report);
  const stream = await withModule(phone, instrument, forms, "page", "compiled.stream(about, codes)");
  agree(`${instrument.id}, ${forms} forms, as they come`, stream.report, ways.native.report);
  for (const way of [...Object.values(ways), stream]) delete way.report;
  about.load.push(load());
  console.error(`· ${instrument.id}, ${forms} forms: all ways agree; load of this machine ${about.load.at(-1).join(" ")}`);
  return { instrument: `${instrument.id}@${instrument.version}`, items: instrument.items.length, forms, ways, stream };
};

const phone = await Phone.start({ slower: 1, line: UNHINDERED });
about.browser = phone.version;
const found = [];
try {
  for (const name of given.instruments.split(",")) {
    const folder = join(repository, "content/instruments", ...name.split("@"));
    for (const forms of sizes) found.push(await measure(phone, folder, forms));
  }
} finally {
  await phone.stop();
  rmSync(kept, { recursive: true, force: true });
}
writeFileSync(join(out, "scoring.json"), `${JSON.stringify({ about, found }, null, 1)}\n`);
console.log(scoringTables(found));
console.log(`\n${about.browser}, ${about.processors} processors (${about.processor})`);
console.log(`load of this machine: ${about.load.map((each) => each[0]).join(" → ")}`);
console.log(`written to ${join(out, "scoring.json")}`);
process.exit(0);
