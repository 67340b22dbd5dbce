// What axe-core finds on a page, in words that say where.

import { AxeBuilder } from "@axe-core/playwright";
import { DESKTOP, PHONE } from "./device.mjs";

export const LOOKS = [
  { name: "phone, light", size: PHONE, scheme: "light" },
  { name: "phone, dark", size: PHONE, scheme: "dark" },
  { name: "desktop, light", size: DESKTOP, scheme: "light" },
  { name: "desktop, dark", size: DESKTOP, scheme: "dark" },
];

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Violations as sentences, looked for in every look. */
export const violations = async (page, where, looks = LOOKS) => {
  const found = [];
  for (const { name, size, scheme } of looks) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const result = await new AxeBuilder({ page }).setLegacyMode(true).withTags(TAGS).analyze();
    for (const { id, help, nodes } of result.violations) {
      found.push(`${where} (${name}): ${id}, ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
    }
  }
  return found;
};
