// Results as people read them.

import { median, quantile, summary } from "./harness/statistics.mjs";

const digits = (value) => (value >= 100 ? Math.round(value).toString() : value.toFixed(1));
const range = (of) => (of === null ? "–" : `${digits(of.median)} (${digits(of.min)}–${digits(of.max)})`);
const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
const times = (value, base) => (Number.isFinite(value) && base ? `${(value / base).toFixed(2)}×` : "");

/** Lines with their columns aligned; the first row is the heading. */
export const table = (rows) => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => [...row[column]].length)));
  const line = (row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join("  ").trimEnd();
  return [line(rows[0]), widths.map((width) => "─".repeat(width)).join("  "), ...rows.slice(1).map(line)].join("\n");
};

/** What a page's runs come to. */
export const digest = (runs) => {
  const of = (visit, mark) => summary(runs.map((run) => run[visit]?.[mark] ?? NaN));
  const taps = (name) => {
    const all = runs.flatMap((run) => run[name] ?? []);
    if (all.length === 0) return null;
    return { median: median(all), p95: quantile(all, 0.95), medians: summary(runs.map((run) => median(run[name]))), n: all.length };
  };
  const visit = (name) => ({ intro: of(name, "intro"), seen: of(name, "seen"), answerable: of(name, "answerable"), takeover: of(name, "takeover") });
  return {
    runs: runs.length,
    needed: runs[0].cold.needed,
    all: runs[0].cold.all,
    arrived: of("cold", "arrived"),
    cold: visit("cold"),
    warm: visit("warm"),
    offline: runs[0].offline ? visit("offline") : null,
    answer: taps("answers"),
    next: taps("nexts"),
    long: {
      count: summary(runs.map((run) => run.long?.length ?? NaN)),
      longest: summary(runs.map((run) => (run.long?.length ? Math.max(...run.long) : 0))),
    },
    missed: runs.reduce((sum, { missed = [] }) => sum + missed.length, 0),
    heap: { js: summary(runs.map((run) => run.heap.js)), wasm: summary(runs.map((run) => run.heap.wasm)) },
  };
};

/** All tables about pages: `[title, digest]` of each, and the digest of the plain form. */
export const pageTables = (pages, plain) => {
  const parts = [];
  const add = (heading, rows) => parts.push(`\n${heading}\n${table(rows)}`);
  add("Bytes (brotli, KB of 1000)", [
    ["page", "needed for the first question", "on the wire by then", "whole page"],
    ...pages.map(([title, of]) => [title, kilobytes(of.needed.bytes), kilobytes(of.arrived.median), kilobytes(of.all.bytes)]),
  ]);
  parts.push("\nby file, as sent");
  for (const [title, of] of pages) {
    const needed = new Set(of.needed.files.map(({ path }) => path));
    for (const { path, bytes } of of.all.files) parts.push(`  ${title}: ${path} ${bytes}${needed.has(path) ? " (needed)" : ""}`);
  }
  for (const [name, heading] of [["cold", "First visit, ms"], ["warm", "Second visit, ms"], ["offline", "Visit without a network, ms"]]) {
    const there = pages.filter(([, of]) => of[name]);
    if (there.length === 0) continue;
    const base = plain?.[name === "offline" ? "warm" : name]?.answerable?.median;
    add(heading, [
      ["page", "question seen", "answerable", "× plain", "program in charge"],
      ...there.map(([title, of]) => [
        title,
        range(of[name].seen),
        range(of[name].answerable),
        times(of[name].answerable?.median, base),
        of[name].answerable ? range(of[name].takeover) : "–",
      ]),
    ]);
  }
  const tapped = pages.filter(([, of]) => of.answer);
  if (tapped.length > 0) {
    add("Answering", [
      ["page", "tap→paint median, ms", "p95", "p95 × plain", "next→paint median", "p95", "tasks > 50 ms", "longest", "taps missed", "JS heap KB", "WASM KB"],
      ...tapped.map(([title, { answer, next, long, heap, missed }]) => [
        title,
        digits(answer.median),
        digits(answer.p95),
        times(answer.p95, plain?.answer?.p95),
        next ? digits(next.median) : "one page",
        next ? digits(next.p95) : "",
        range(long.count),
        digits(long.longest.max),
        String(missed),
        digits(heap.js.median / 1000),
        digits(heap.wasm.median / 1000),
      ]),
    ]);
  }
  return parts.join("\n");
};

export const judgeTable = (verdicts) =>
  table([
    ["ours against the plain form, best of the runs", "ratio", "limit", ""],
    ...verdicts.map(({ name, ratio, limit, over }) => [name, ratio.toFixed(2), limit.toFixed(2), over ? "OVER" : "ok"]),
  ]);

export const deviceTables = ({ waiting, empties }) => {
  const base = waiting.find(({ waiting: count }) => count === 0);
  return [
    "\nForms waiting on the device, no connection to the hub (second visits), ms",
    table([
      ["waiting", "answerable", "×", "program in charge", "×", "tap→paint", "×", "next→paint", "×", "bytes each on the disk"],
      ...waiting.map((row) => [
        String(row.waiting),
        ...["answerable", "takeover", "answer", "next"].flatMap((name) => [range(row[name]), times(row[name].median, base?.[name].median)]),
        row.bytes ? digits(row.bytes.median) : "–",
      ]),
    ]),
    "\nA phone empties its queue to the hub, from opening the page",
    table([
      ["line", "forms", "seconds", "forms/s"],
      ...empties.map((row) => [row.line, String(row.forms), (row.ms / 1000).toFixed(1), digits(row.perSecond)]),
    ]),
  ].join("\n");
};

export const hubTables = ({ intake, results }) =>
  [
    "\nThe hub takes forms",
    table([
      ["forms in a batch", "devices", "forms", "forms/s", "request median, ms", "99 %"],
      ...intake.map((row) => [row.perBatch, row.devices, row.forms].map(String).concat(digits(row.perSecond), digits(row.request.median), digits(row.request.p99))),
    ]),
    "\nResults, ms",
    table([
      ["forms counted", "hub decides what may be shown", "hub answers again", "page shows them, first visit", "second visit"],
      ...results.map((row) => [String(row.records), digits(row.decided), range(row.answered), range(row.cold), range(row.warm)]),
    ]),
  ].join("\n");
