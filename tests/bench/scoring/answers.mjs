// Made-up forms, the same on every machine and in every language: a byte an answer, 0 for none, then the options.

/** Forms of an instrument as `speed describe` tells of it. People lean one way; some answers are missing. */
export function answers(about, forms) {
  const items = about.items.map(({ options, range }) => ({ options: options.length, leans: range !== null }));
  const codes = new Uint8Array(forms * items.length);
  let state = 0x9e3779b9;
  const upTo = (most) => {
    // xorshift32 (Marsaglia 2003).
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % most;
  };
  let at = 0;
  for (let form = 0; form < forms; form += 1) {
    const lean = upTo(4);
    for (const { options, leans } of items) {
      const chance = upTo(100);
      const levels = options - 1;
      let level = upTo(levels);
      if (leans) level = Math.min(levels - 1, (level + upTo(levels) + lean) >> 1);
      // 4 % without an answer, 5 % "không biết", which is the last option.
      codes[at] = chance < 4 ? 0 : chance < 9 ? options : level + 1;
      at += 1;
    }
  }
  return codes;
}
