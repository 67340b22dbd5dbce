// The limits let noise pass and stop a page that has become twice as slow.

import assert from "node:assert/strict";
import test from "node:test";
import { LIMITS, judge } from "./judge.mjs";

// What both pages' best runs came to on a quiet machine; see docs/performance.md.
const PLAIN = { answerable: 400, again: 347, takeover: 355, takeoverAgain: 378, tap: 49 };
const OURS = { answerable: 492, again: 252, takeover: 1172, takeoverAgain: 411, tap: 49, next: 70 };

const run = (of, factor) => ({
  cold: { answerable: of.answerable * factor, takeover: (of.takeover ?? of.answerable) * factor },
  warm: { answerable: of.again * factor, takeover: (of.takeoverAgain ?? of.again) * factor },
  answers: [of.tap * factor],
  nexts: of.next ? [of.next * factor] : [],
});

const over = (ours, plain) => judge(ours, plain).filter(({ over }) => over).map(({ name }) => name);

test("a page as it is passes", () => {
  assert.deepEqual(over([run(OURS, 1)], [run(PLAIN, 1)]), []);
});

test("a page that is twice as slow fails every limit", () => {
  assert.deepEqual(over([run(OURS, 2)], [run(PLAIN, 1)]), LIMITS.map(([name]) => name));
});

test("a machine that is three times as slow for both passes", () => {
  assert.deepEqual(over([run(OURS, 3)], [run(PLAIN, 3)]), []);
});

test("one disturbed run among three does not fail", () => {
  assert.deepEqual(over([run(OURS, 1), run(OURS, 4), run(OURS, 1.2)], [run(PLAIN, 1), run(PLAIN, 1), run(PLAIN, 1)]), []);
});

test("a figure that is missing fails", () => {
  assert.ok(over([{ ...run(OURS, 1), cold: {} }], [run(PLAIN, 1)]).length > 0);
});
