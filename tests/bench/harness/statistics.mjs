// Medians with their range: with few runs, nothing finer is honest.

export const sorted = (values) => [...values].sort((a, b) => a - b);

/** The value below which this share of the values lies (nearest rank). */
export const quantile = (values, share) => {
  const order = sorted(values);
  return order[Math.min(order.length - 1, Math.max(0, Math.ceil(share * order.length) - 1))];
};

export const median = (values) => {
  const order = sorted(values);
  const middle = order.length >> 1;
  return order.length % 2 === 1 ? order[middle] : (order[middle - 1] + order[middle]) / 2;
};

/** Median, least, most and how many; null where nothing was measured. */
export const summary = (values) => {
  const there = values.filter((value) => Number.isFinite(value));
  if (there.length === 0) return null;
  return { median: median(there), min: Math.min(...there), max: Math.max(...there), n: there.length };
};

/** A new order at every call. */
export const shuffled = (list) => {
  const order = [...list];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
};
