// Means, shares and estimates of surveys from single rows: textbook formulas, written once more and apart from the
// program that they check.

const Z = 1.959963984540054;

/** Student's t at 0.975 (Cornish and Fisher's expansion: within 0.001 from 10 degrees on). */
const student = (degrees) => Z + (Z ** 3 + Z) / (4 * degrees) + (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * degrees ** 2);

const around = (value, half) => [Math.max(0, value - half), Math.min(100, value + half)];

/** A mean of percentages with its t-interval. */
export const mean = (values) => {
  const n = values.length;
  const value = values.reduce((sum, x) => sum + x, 0) / n;
  const variance = values.reduce((sum, x) => sum + (x - value) ** 2, 0) / (n - 1);
  return { n, value, interval: around(value, student(n - 1) * Math.sqrt(variance / n)) };
};

/** A share with Wilson's interval. */
export const wilson = (hits, n) => {
  const p = hits / n;
  const centre = (p + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = (Z * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2))) / (1 + Z ** 2 / n);
  return { n, value: 100 * p, interval: [100 * (centre - half), 100 * (centre + half)] };
};

/** What each person adds to the error of a weighted mean; people without a value add nothing and were drawn all the same. */
const linear = (drawn, values) => {
  const known = values.map((value, at) => (value === null ? null : { value, weight: drawn[at].weight }));
  const weight = known.reduce((sum, one) => sum + (one?.weight ?? 0), 0);
  const value = known.reduce((sum, one) => sum + (one ? one.weight * one.value : 0), 0) / weight;
  return { value, weight, z: known.map((one) => (one ? (one.weight * (one.value - value)) / weight : 0)) };
};

/**
 * The weighted mean by strata and clusters with replacement (Taylor), or, with other values to take away, the
 * difference of two groups of the same sample. `drawn` has the stratum, the cluster and the weight of everybody.
 */
export const estimate = (drawn, values, others = null) => {
  const one = linear(drawn, values);
  const two = others && linear(drawn, others);
  const z = one.z.map((z, at) => z - (two ? two.z[at] : 0));
  const strata = new Map();
  drawn.forEach(({ stratum, cluster }, at) => {
    if (!strata.has(stratum)) strata.set(stratum, new Map());
    const clusters = strata.get(stratum);
    clusters.set(cluster, (clusters.get(cluster) ?? 0) + z[at]);
  });
  let [variance, units] = [0, 0];
  for (const clusters of strata.values()) {
    const sums = [...clusters.values()];
    const middle = sums.reduce((sum, x) => sum + x, 0) / sums.length;
    variance += (sums.length / (sums.length - 1)) * sums.reduce((sum, x) => sum + (x - middle) ** 2, 0);
    units += sums.length;
  }
  const value = one.value - (two ? two.value : 0);
  const half = student(units - strata.size) * Math.sqrt(variance);
  if (two) return { value, interval: [value - half, value + half] };
  const known = values.flatMap((x, at) => (x === null ? [] : [{ x, weight: drawn[at].weight }]));
  const spread = known.reduce((sum, { x, weight }) => sum + weight * (x - value) ** 2, 0) / one.weight;
  return { value, interval: around(value, half), effect: variance / ((spread * known.length) / (known.length - 1) / known.length) };
};
