// How fast the survey is there and answers, beside a plain form and other survey tools.
//
//   node bench.mjs [--runs 7] [--answers 30] [--pages ours,plain,…] [--only pages,device,hub]
//                  [--records 100000] [--out target/bench]
//   node bench.mjs --ci       a few runs of ours and the plain form; fails when a ratio passes its limit
//
// Wants the released page in LANG_NGHE_DIST, the hub's program in LANG_NGHE_HUB, the app's prerender in
// LANG_NGHE_PRERENDER, and Chromium in CHROMIUM. `cargo xtask bench` builds and names them all.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Server } from "./harness/server.mjs";
import { capture, prepare, startHub } from "./harness/site.mjs";
import { shuffled } from "./harness/statistics.mjs";
import { survey as read } from "./harness/survey.mjs";
import { judge } from "./judge.mjs";
import * as device from "./measure/device.mjs";
import * as hubs from "./measure/hub.mjs";
import { answersAlone, measure, probeFor } from "./measure/visit.mjs";
import { deviceTables, digest, hubTables, judgeTable, pageTables } from "./tables.mjs";

const PAGES = ["ours", "empty", "plain", "formbricks", "surveyjs", "odk"];
const PARTS = ["pages", "device", "hub"];
const repository = fileURLToPath(new URL("../../", import.meta.url));

const { values: given } = parseArgs({
  options: {
    ci: { type: "boolean", default: false },
    runs: { type: "string" },
    answers: { type: "string" },
    pages: { type: "string" },
    only: { type: "string" },
    records: { type: "string", default: "100000" },
    out: { type: "string", default: join(repository, "target/bench") },
  },
});
const runs = Number(given.runs ?? (given.ci ? 3 : 7));
const answers = Number(given.answers ?? (given.ci ? 10 : 30));
const names = (given.pages ?? (given.ci ? "ours,plain" : PAGES.join())).split(",");
// Counting is measured by scoring.mjs, which needs neither page nor hub.
const parts = (given.only ?? (given.ci ? "pages" : PARTS.join())).split(",").filter((part) => part !== "scoring");
for (const [name, known] of [...names.map((name) => [name, PAGES]), ...parts.map((name) => [name, PARTS])]) {
  if (!known.includes(name)) throw new Error(`there is no “${name}”; there are ${known.join(", ")}`);
}
const needed = (name) => {
  if (!process.env[name]) throw new Error(`set ${name}, or run \`cargo xtask bench\``);
  return process.env[name];
};

const out = resolve(given.out);
mkdirSync(out, { recursive: true });
const load = () => os.loadavg().map((value) => Number(value.toFixed(2)));
const about = { begun: new Date().toISOString(), runs, answers, processors: os.cpus().length, processor: os.cpus()[0]?.model, node: process.version, repeated: [], load: [load()] };
const keep = (name, what) => writeFileSync(join(out, `${name}.json`), `${JSON.stringify({ about, ...what }, null, 1)}\n`);

const survey = read();
const site = prepare(join(out, "site"), { dist: needed("LANG_NGHE_DIST"), prerender: needed("LANG_NGHE_PRERENDER") });
about.build = JSON.parse(readFileSync(join(site.dist, "build.json"), "utf8")).build;
const hub = await startHub(site);
const server = await Server.start(await capture(hub, site));

const measurePages = async () => {
  const pages = await Promise.all(names.map(async (name) => (await import(`./pages/${name}.mjs`)).default));
  for (const page of pages) server.add(await page.files(survey));
  const place = { origin: server.origin, survey, answers };
  for (const page of pages.filter(({ later }) => later)) await answersAlone(page, place);
  const found = new Map(names.map((name) => [name, []]));
  for (let run = 1; run <= runs; run += 1) {
    for (const page of shuffled(pages)) {
      const result = await measure(page, place).catch((error) => {
        console.error(`· ${page.name}: ${error.message}; once more`);
        about.repeated.push(`${page.name}, run ${run}: ${error.message}`);
        return measure(page, place);
      });
      found.get(page.name).push(result);
      about.browser = result.browser;
    }
    about.load.push(load());
    console.error(`· run ${run} of ${runs}; load of this machine ${about.load.at(-1).join(" ")}`);
  }
  const digests = Object.fromEntries(names.map((name) => [name, digest(found.get(name))]));
  keep("pages", { pages: digests, raw: Object.fromEntries(found) });
  console.log(pageTables(pages.map(({ name, title }) => [title, digests[name]]), digests.plain));
  if (!found.has("ours") || !found.has("plain")) return true;
  const verdicts = judge(found.get("ours"), found.get("plain"));
  console.log(`\n${judgeTable(verdicts)}`);
  return !given.ci || verdicts.every(({ over }) => !over);
};

const measureDevice = async () => {
  const waiting = await device.waiting({ server, hub, survey, counts: [0, 1_000, 50_000], runs, answers });
  const empties = await device.empties({ server, hub, survey, count: 1_000 });
  about.load.push(load());
  keep("device", { waiting, empties });
  console.log(deviceTables({ waiting, empties }));
};

const measureHub = async () => {
  const probe = (adapter) => probeFor({ adapter }, []);
  const many = Number(given.records);
  await hubs.fill({ hub, survey, until: 100 });
  const few = await hubs.results({ server, hub, probe, runs });
  const intake = await hubs.intake({ hub, survey, batches: [1, 10, 50, 100], forms: Math.min(5_000, many) });
  await hubs.fill({ hub, survey, until: many });
  const results = [few, await hubs.results({ server, hub, probe, runs })];
  about.load.push(load());
  keep("hub", { intake, results });
  console.log(hubTables({ intake, results }));
};

let passed = true;
try {
  if (parts.includes("pages")) passed = await measurePages();
  if (parts.includes("device")) await measureDevice();
  if (parts.includes("hub")) await measureHub();
} finally {
  await server.stop();
  await hub.dispose();
}
console.log(`\n${about.browser ?? "Chromium"}, ${about.processors} processors (${about.processor}), build ${about.build}`);
console.log(`load of this machine: ${about.load.map((each) => each[0]).join(" → ")}`);
if (about.repeated.length > 0) console.log(`visits that failed and were made again: ${about.repeated.join("; ")}`);
console.log(`written to ${out}`);
if (!passed) {
  console.error("\na limit was passed: the survey has become slower, measured against the plain form in the same run");
  process.exit(1);
}
process.exit(0);
