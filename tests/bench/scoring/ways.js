// Counting and scoring forms in JavaScript, as one would write it: over objects, and over typed arrays by column.
// Runs in the page that is measured; `about` is what `speed describe` tells of the instrument.

"use strict";

const enough = ([numerator, denominator], answered, items) => answered > 0 && answered * denominator >= numerator * items;

const composite = (about, factors) => ({
  items: about.items.flatMap(({ factor, range }, position) => (range && factors.includes(factor) ? [position] : [])),
});

// Student's t at 0.975 (Cornish and Fisher's expansion; near enough for the thousands of forms here).
const student = (degrees) => {
  const z = 1.959963984540054;
  const [z3, z5] = [z ** 3, z ** 5];
  return z + (z3 + z) / (4 * degrees) + (5 * z5 + 16 * z3 + 3 * z) / (96 * degrees ** 2);
};

const wilson = (hits, n) => {
  if (n === 0) return { value: null, error: null, interval: null };
  const z2 = 1.959963984540054 ** 2;
  const centre = hits + z2 / 2;
  const half = Math.sqrt(z2) * Math.sqrt((hits * (n - hits)) / n + z2 / 4);
  return { value: (100 * hits) / n, error: null, interval: [(100 * (centre - half)) / (n + z2), (100 * (centre + half)) / (n + z2)] };
};

/** The mean of n values with these sums, as a percentage of the way from `zero` to `zero + span`. */
const mean = (n, sum, squares, [zero, span]) => {
  if (n === 0) return { value: null, error: null, interval: null };
  const average = sum / n;
  const value = (100 * (average - zero)) / span;
  const error = (Math.sqrt(Math.max(0, squares - n * average * average) / (n - 1) / n) * 100) / span;
  const half = student(n - 1) * error;
  return { value, error, interval: [Math.max(0, value - half), Math.min(100, value + half)] };
};

const line = (formula, [low, high]) =>
  ({ "top-box": [0, 1], "mean-of-max": [0, high], rescaled: [low, high - low] })[formula];

/** Figures from what was counted: per item how often each code was given; per composite n and sums. */
const scored = (about, counts, sums, records) => {
  const items = about.items.map(({ scored, range }, position) => {
    const count = counts[position];
    const options = scored.map((_, option) => count[option + 1]);
    let [n, hits, sum, squares] = [0, 0, 0, 0];
    if (range) {
      scored.forEach((of, option) => {
        if (!of) return;
        n += options[option];
        hits += of[1] ? options[option] : 0;
        sum += of[0] * options[option];
        squares += of[0] ** 2 * options[option];
      });
    }
    const figure = (formula) => (formula === "top-box" ? wilson(hits, n) : mean(n, sum, squares, line(formula, range)));
    return { none: count[0], options, figures: range ? about.formulas.map(figure) : [] };
  });
  const range = about.items.find(({ range }) => range).range;
  const composites = sums.map(({ n, points, satisfied }) => ({
    n,
    figures: about.formulas.map((formula) => mean(n, ...(formula === "top-box" ? satisfied : points), line(formula, range))),
  }));
  return { records, items, composites };
};

/** A form is an object whose answers are named, as it would travel as JSON. */
const objects = {
  prepare(about, codes) {
    const records = [];
    const { items } = about;
    for (let at = 0; at < codes.length; at += items.length) {
      const answers = {};
      items.forEach(({ id, options }, item) => {
        const code = codes[at + item];
        if (code > 0) answers[id] = options[code - 1];
      });
      records.push({ mode: "self", point: "p1", day: "2026-11-22", answers });
    }
    return records;
  },
  levels(about, records) {
    const counts = {};
    for (const { id, options } of about.items) counts[id] = Object.fromEntries(options.map((option) => [option, 0]));
    for (const { answers } of records) {
      for (const { id } of about.items) {
        const option = answers[id];
        if (option !== undefined) counts[id][option] += 1;
      }
    }
    return about.items.map(({ id, options }) => {
      const given = options.map((option) => counts[id][option]);
      return [records.length - given.reduce((sum, count) => sum + count, 0), ...given];
    });
  },
  whole(about, records) {
    const points = about.items.map(({ options, scored }) => Object.fromEntries(options.map((option, at) => [option, scored[at]])));
    const sums = about.composites.map((factors) => {
      const { items } = composite(about, factors);
      const all = { n: 0, points: [0, 0], satisfied: [0, 0] };
      const add = (to, value) => {
        to[0] += value;
        to[1] += value * value;
      };
      for (const { answers } of records) {
        let [answered, sum, hits] = [0, 0, 0];
        for (const item of items) {
          const of = points[item][answers[about.items[item].id]];
          if (of) {
            answered += 1;
            sum += of[0];
            hits += of[1] ? 1 : 0;
          }
        }
        if (!enough(about.missing, answered, items.length)) continue;
        all.n += 1;
        add(all.points, sum / answered);
        add(all.satisfied, hits / answered);
      }
      return all;
    });
    return scored(about, objects.levels(about, records), sums, records.length);
  },
};

/** A typed array per item, a byte an answer. */
const columns = {
  prepare(about, codes) {
    const width = about.items.length;
    const forms = codes.length / width;
    return about.items.map((_, item) => {
      const column = new Uint8Array(forms);
      for (let form = 0; form < forms; form += 1) column[form] = codes[form * width + item];
      return column;
    });
  },
  // Four tables in turn: with one, an answer waits for the one before it whenever both are equal.
  levels(about, all) {
    return all.map((column, item) => {
      const tables = [0, 1, 2, 3].map(() => new Uint32Array(256));
      const [a, b, c, d] = tables;
      let at = 0;
      for (; at + 3 < column.length; at += 4) {
        a[column[at]] += 1;
        b[column[at + 1]] += 1;
        c[column[at + 2]] += 1;
        d[column[at + 3]] += 1;
      }
      for (; at < column.length; at += 1) a[column[at]] += 1;
      return Array.from({ length: about.items[item].options.length + 1 }, (_, code) => a[code] + b[code] + c[code] + d[code]);
    });
  },
  // Two answers in one step, told apart afterwards.
  pairs(about, all) {
    return all.map((column, item) => {
      const table = new Uint32Array(65536);
      const pairs = new Uint16Array(column.buffer, 0, column.length >> 1);
      for (let at = 0; at < pairs.length; at += 1) table[pairs[at]] += 1;
      const codes = about.items[item].options.length + 1;
      const counts = new Array(codes).fill(0);
      for (let high = 0; high < codes; high += 1) {
        for (let low = 0; low < codes; low += 1) {
          counts[high] += table[(high << 8) | low];
          counts[low] += table[(high << 8) | low];
        }
      }
      if (column.length % 2 === 1) counts[column[column.length - 1]] += 1;
      return counts;
    });
  },
  whole(about, all) {
    const forms = all[0].length;
    const sums = about.composites.map((factors) => {
      const { items } = composite(about, factors);
      const [answered, points, satisfied] = [new Uint8Array(forms), new Uint16Array(forms), new Uint8Array(forms)];
      for (const item of items) {
        const column = all[item];
        const [one, worth, hit] = [new Uint8Array(256), new Uint8Array(256), new Uint8Array(256)];
        about.items[item].scored.forEach((of, option) => {
          if (of) [one[option + 1], worth[option + 1], hit[option + 1]] = [1, of[0], of[1] ? 1 : 0];
        });
        for (let form = 0; form < forms; form += 1) {
          const code = column[form];
          answered[form] += one[code];
          points[form] += worth[code];
          satisfied[form] += hit[code];
        }
      }
      const counts = Array.from({ length: items.length + 1 }, (_, count) => enough(about.missing, count, items.length));
      let [n, sum, squares, hits, hitSquares] = [0, 0, 0, 0, 0];
      for (let form = 0; form < forms; form += 1) {
        if (!counts[answered[form]]) continue;
        const [value, share] = [points[form] / answered[form], satisfied[form] / answered[form]];
        n += 1;
        sum += value;
        squares += value * value;
        hits += share;
        hitSquares += share * share;
      }
      return { n, points: [sum, squares], satisfied: [hits, hitSquares] };
    });
    return scored(about, columns.levels(about, all), sums, forms);
  },
};

/** Milliseconds per call, one figure per run; each run goes on until the clock is exact enough. */
const time = async (runs, work) => {
  const found = [];
  for (let run = 0; run < runs; run += 1) {
    await new Promise((done) => setTimeout(done));
    const begun = performance.now();
    let times = 0;
    do {
      work();
      times += 1;
    } while (performance.now() - begun < 30);
    found.push((performance.now() - begun) / times);
  }
  return found;
};

globalThis.ways = { objects, columns, scored, time };
