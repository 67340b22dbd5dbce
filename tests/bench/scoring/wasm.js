// The WebAssembly module in the page that is measured. Its own script has defined `wasm_bindgen`.

"use strict";

globalThis.compiled = {
  async load(module) {
    this.memory = (await wasm_bindgen({ module_or_path: Uint8Array.from(atob(module), (letter) => letter.charCodeAt(0)) })).memory;
  },
  async measure(about, codes, runs) {
    const forms = new wasm_bindgen.Forms(new Uint8Array(about.packed), codes);
    const { time } = globalThis.ways;
    const found = { bytes: forms.bytes() };
    found.levels = await time(runs, () => forms.levels());
    const levels = JSON.parse(forms.report()).items;
    found.levelsScored = await time(runs, () => (forms.levels(), forms.scored()));
    found.whole = await time(runs, () => forms.whole());
    found.wholeScored = await time(runs, () => (forms.whole(), forms.scored()));
    found.pack = await time(Math.min(runs, 3), () => forms.pack(codes));
    found.report = JSON.parse(forms.report());
    if (JSON.stringify(levels) !== JSON.stringify(found.report.items)) throw new Error("levels by themselves and with composites differ");
    return found;
  },
  /** Counts forms in pieces of a thousand; gives what the module's memory has become. */
  stream(about, codes) {
    const stream = new wasm_bindgen.Stream(new Uint8Array(about.packed));
    const piece = 1000 * about.items.length;
    const begun = performance.now();
    for (let at = 0; at < codes.length; at += piece) stream.push(codes.subarray(at, at + piece));
    const report = JSON.parse(stream.finish());
    return { ms: performance.now() - begun, memory: this.memory.buffer.byteLength, report };
  },
};
