// Whether two ways of counting came to the same.

const near = (a, b, tolerance) => a === b || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));

/** Throws unless counts are equal, and values, errors and intervals equal but for rounding. */
export const agree = (name, found, expected) => {
  const differ = (where, a, b) => {
    throw new Error(`${name}: ${where} is ${JSON.stringify(a)}, not ${JSON.stringify(b)}`);
  };
  const same = (where, a, b) => JSON.stringify(a) === JSON.stringify(b) || differ(where, a, b);
  // Student's t is an expansion in JavaScript, so ends of intervals agree less closely than values and errors.
  const figures = (where, some, others) => {
    same(`${where}: how many figures`, some.length, others.length);
    some.forEach((figure, at) => {
      const other = others[at];
      const ends = (of) => of.interval ?? [0, 0];
      const pairs = [
        [figure.value ?? 0, other.value ?? 0, 1e-9],
        [figure.error ?? 0, other.error ?? 0, 1e-9],
        [ends(figure)[0], ends(other)[0], 1e-6],
        [ends(figure)[1], ends(other)[1], 1e-6],
      ];
      for (const [a, b, tolerance] of pairs) near(a, b, tolerance) || differ(`${where}, figure ${at}`, figure, other);
    });
  };
  same("records", found.records, expected.records);
  same("how many items", found.items.length, expected.items.length);
  found.items.forEach(({ none, options, figures: some }, at) => {
    const other = expected.items[at];
    same(`item ${at}`, [none, options], [other.none, other.options]);
    figures(`item ${at}`, some, other.figures);
  });
  same("how many composites", found.composites.length, expected.composites.length);
  found.composites.forEach(({ n, figures: some }, at) => {
    same(`composite ${at}`, n, expected.composites[at].n);
    figures(`composite ${at}`, some, expected.composites[at].figures);
  });
};
