// The few ratios that a change must not pass unnoticed. The plain form is measured in the same run on
// the same machine, so that a slow machine slows both; what is left of its noise is taken out by
// looking at the best of the runs, and by limits above what was seen on a busy machine and below twice
// of what is usual.

import { quantile } from "./harness/statistics.mjs";

const best = (values) => Math.min(...values);
const middle = (values) => quantile(values, 0.5);

/** Name, our figure, the plain form's, and the largest ratio that passes. */
export const LIMITS = [
  ["first question answerable, cold", (runs) => best(runs.map(({ cold }) => cold.answerable)), 2.2],
  ["first question answerable, again", (runs) => best(runs.map(({ warm }) => warm.answerable)), 1.35],
  ["program in charge, cold", (runs) => best(runs.map(({ cold }) => cold.takeover)), 5],
  ["program in charge, again", (runs) => best(runs.map(({ warm }) => warm.takeover)), 2.1],
  ["tap to paint", (runs) => best(runs.map(({ answers }) => middle(answers))), 1.9],
  ["tap to next question, against a tap", (runs) => best(runs.map(({ nexts, answers }) => middle(nexts.length ? nexts : answers))), 2.8],
];

/** Each ratio with its limit; `over` where the limit is passed. */
export const judge = (ours, plain, limits = LIMITS) =>
  limits.map(([name, figure, limit]) => {
    const ratio = figure(ours) / figure(plain);
    return { name, ratio, limit, over: !(ratio <= limit) };
  });
