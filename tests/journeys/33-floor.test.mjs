// The floor: the oldest browsers that the page promises to work in, held by what the page is made of. What its modules
// use is checked where its bytes are (`cargo xtask size`).

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "acorn";
import { DIST } from "./harness/hub.mjs";
import { table } from "./harness/words.mjs";

// Chrome 99, Firefox 102 and Safari 16 have all of ES2021 and modules; the gate comes first and is read by everything.
const FLOOR = { chrome: "99", firefox: "102", safari: "16" };
const LEVEL = 2021;
const GATE_LEVEL = 5;

const reads = (text, ecmaVersion, sourceType, where) => {
  try {
    parse(text, { ecmaVersion, sourceType });
  } catch (error) {
    assert.fail(`${where} is not ES${ecmaVersion}: ${error.message}`);
  }
};

const read = (name) => readFileSync(join(DIST, name), "utf8");
const PAGES = ["survey", "desk", "learn", "tools", "forms"];
const inline = (name) => [...read(`${name}.html`).matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text);

test("every script keeps to the floor's syntax", () => {
  for (const name of readdirSync(join(DIST, "a")).filter((name) => name.endsWith(".js"))) {
    const sourceType = /^(courier|reload)\./.test(name) ? "script" : "module";
    reads(read(`a/${name}`), LEVEL, sourceType, name);
  }
  reads(read("sw.js"), LEVEL, "script", "sw.js");
  for (const name of PAGES) for (const text of inline(name)) reads(text, LEVEL, "script", `a script in ${name}.html`);
});

test("the first script of every page can be read by any browser", () => {
  for (const name of PAGES) {
    const [gate] = inline(name);
    assert.ok(gate.includes("WebAssembly.Module"), `${name}.html begins with the gate`);
    reads(gate, GATE_LEVEL, "script", `the gate of ${name}.html`);
    const html = read(`${name}.html`);
    assert.ok(!/<script[^>]+(src|type=)/.test(html.replace(/<script src="\/a\/reload[^>]*>/, "")), `${name}.html names no script that is fetched in any case`);
    assert.ok(!/rel="?(module)?preload/.test(html), `${name}.html fetches nothing before the gate has looked`);
  }
});

test("the policy asks for nothing newer than the floor", () => {
  const { csp } = JSON.parse(read("build.json"));
  const [, scripts] = /script-src ([^;]+);/.exec(csp);
  for (const word of scripts.split(" ")) assert.match(word, /^('self'|'wasm-unsafe-eval'|'sha256-[^']+')$/);
});

test("every drawing in a page has a size", () => {
  for (const name of PAGES) {
    for (const [svg] of read(`${name}.html`).matchAll(/<svg[^>]*>/g)) assert.match(svg, /width=.*height=/, name);
  }
});

test("the floor that people read is this one", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const about = ["vi", "en"].map((language) => table("about", language).browsers);
  for (const text of [readme, ...about]) {
    assert.match(text, new RegExp(`Chrome[^.]* ${FLOOR.chrome}\\b`));
    assert.match(text, new RegExp(`Firefox ${FLOOR.firefox}\\b`));
    assert.match(text, new RegExp(`Safari[^.]* ${FLOOR.safari}\\b`));
  }
});
