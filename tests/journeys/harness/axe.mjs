// What axe-core finds on a page, in words that say where.
//
// axe-core itself, not its Playwright wrapper: that one sends the half megabyte to the page again for
// every look, and a look is then mostly waiting.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { DESKTOP, PHONE } from "./device.mjs";

export const LOOKS = [
  { name: "phone, light", size: PHONE, scheme: "light" },
  { name: "phone, dark", size: PHONE, scheme: "dark" },
  { name: "desktop, light", size: DESKTOP, scheme: "light" },
  { name: "desktop, dark", size: DESKTOP, scheme: "dark" },
];

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Violations as sentences, looked for in every look. */
export const violations = async (page, where, looks = LOOKS) => {
  const found = [];
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  for (const { name, size, scheme } of looks) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const faults = await page.evaluate(async (tags) => {
      const result = await window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
      return result.violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`) }));
    }, TAGS);
    for (const { id, help, nodes } of faults) found.push(`${where} (${name}): ${id}, ${help}: ${nodes.join(" | ")}`);
  }
  return found;
};
