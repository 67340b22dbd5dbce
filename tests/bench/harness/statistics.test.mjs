import assert from "node:assert/strict";
import test from "node:test";
import { median, quantile, shuffled, summary } from "./statistics.mjs";

test("the median of an even number of values lies between the middle two", () => {
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([9, 1, 5]), 5);
});

test("the 95th of a hundred values is the 95th", () => {
  assert.equal(quantile(Array.from({ length: 100 }, (_, at) => 100 - at), 0.95), 95);
  assert.equal(quantile([7], 0.95), 7);
});

test("what was not measured is left out, and nothing is made of nothing", () => {
  assert.deepEqual(summary([NaN, 2, undefined, 4]), { median: 3, min: 2, max: 4, n: 2 });
  assert.equal(summary([]), null);
});

test("shuffling loses nobody", () => {
  const list = ["a", "b", "c", "d"];
  assert.deepEqual(shuffled(list).sort(), list);
});
