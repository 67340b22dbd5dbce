import assert from "node:assert/strict";
import test from "node:test";
import { agree } from "./agree.mjs";

const report = () => ({
  records: 3,
  items: [{ none: 1, options: [1, 1], figures: [{ value: 50, error: null, interval: [10, 90] }] }],
  composites: [{ n: 2, figures: [{ value: 50, error: 20, interval: [0, 100] }] }],
});

test("what is the same agrees, rounding included", () => {
  const other = report();
  other.composites[0].figures[0].value += 1e-11;
  agree("a way", other, report());
});

test("whatever differs is named", () => {
  const changes = [
    [(all) => (all.records = 4), /records/],
    [(all) => (all.items[0].options = [0, 2]), /item 0/],
    [(all) => (all.composites[0].n = 1), /composite 0/],
    [(all) => (all.composites[0].figures[0].error = 20.001), /composite 0, figure 0/],
    [(all) => (all.items[0].figures[0].interval = null), /item 0, figure 0/],
    [(all) => all.composites[0].figures.pop(), /how many figures/],
  ];
  for (const [change, words] of changes) {
    const other = report();
    change(other);
    assert.throws(() => agree("a way", other, report()), words);
  }
});
