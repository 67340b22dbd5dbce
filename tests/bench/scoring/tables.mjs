// The figures as people read them.

import { summary } from "../harness/statistics.mjs";
import { table } from "../tables.mjs";

const digits = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value >= 1 ? value.toFixed(2) : value.toFixed(3));
const times = (of) => (of ? `${digits(summary(of).median)} (${digits(Math.min(...of))}–${digits(Math.max(...of))})` : "–");
const middle = (of) => (of ? summary(of).median : NaN);
const ratio = (of, base) => (Number.isFinite(of / base) ? `${digits(of / base)}×` : "–");
const size = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;

const NAMES = [
  ["objects", "JavaScript over objects"],
  ["columns", "JavaScript, typed arrays by column"],
  ["page", "WASM, built for size as the page is"],
  ["scalar", "WASM, built for speed, without SIMD"],
  ["simd", "WASM, built for speed, SIMD128"],
  ["native", "native, any processor of its kind"],
  ["tuned", "native, for this processor"],
];

const part = (heading, { ways }, mark, more) => {
  // Two answers in one step may be the better way to use typed arrays: the better one is the one to beat.
  const of = (name) => {
    const { [mark]: found, pairs } = ways[name];
    return mark === "levels" && pairs && middle(pairs) < middle(found) ? pairs : found;
  };
  const [arrays, native] = [middle(of("columns")), middle(of("tuned"))];
  const rows = NAMES.map(([name, words]) => [words, times(of(name)), ratio(arrays, middle(of(name))), ratio(middle(of(name)), native), size(ways[name].bytes)]);
  return [`\n${heading}`, table([["way", "ms: median (least–most)", "faster than typed arrays", "× native, this processor", "answers take"], ...rows, ...more])].join("\n");
};

/** All tables. */
export const scoringTables = (found) => {
  const parts = [];
  for (const each of found.filter(({ forms }) => forms === 100_000 || found.every((other) => other.forms !== 100_000))) {
    const { instrument, items, forms, ways } = each;
    const what = `${instrument}, ${forms.toLocaleString("en")} forms × ${items} items`;
    const read = (name, words) => [words, times(ways[name].read), ratio(middle(ways.columns.levels), middle(ways[name].read)), ratio(middle(ways[name].read), middle(ways.tuned.levels)), ""];
    parts.push(part(`${what}: how often each answer was given`, each, "levels", [read("native", "only reading the packed bytes"), read("tuned", "only reading them, for this processor")]));
    parts.push(part(`${what}: everything (tally with own values of factors, parts and total, then all scores with intervals)`, each, "wholeScored", []));
    parts.push(`\n${what}: getting them into columns`);
    parts.push(
      table([
        ["way", "ms", "module"],
        ["JavaScript, typed arrays by column", times(ways.columns.pack), ""],
        ...["page", "scalar", "simd"].map((name) => [NAMES.find(([id]) => id === name)[1], times(ways[name].pack), `${(ways[name].module / 1000).toFixed(0)} KB`]),
        ["native", times(ways.native.pack), ""],
        ["native, counted as they come, packing included", times(ways.native.stream), ""],
      ]),
    );
  }
  parts.push("\nGrowing: median ms, and per 100,000 forms");
  const row = ({ instrument, forms, ways, stream }) => {
    const per = (name, mark) => `${digits(middle(ways[name][mark]))} (${digits((middle(ways[name][mark]) * 100_000) / forms)})`;
    return [`${instrument}, ${forms.toLocaleString("en")}`, per("simd", "levels"), per("simd", "wholeScored"), per("page", "wholeScored"), per("columns", "levels"), per("objects", "levels"), size(stream.memory)];
  };
  parts.push(table([["forms", "SIMD levels", "SIMD everything", "as the page, everything", "typed arrays, levels", "objects, levels", "WASM memory, forms as they come"], ...found.map(row)]));
  return parts.join("\n");
};
