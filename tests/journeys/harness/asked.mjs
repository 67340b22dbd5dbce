// The real content folder with one more campaign in it, which asks an instrument that no demo campaign asks.

import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";
import { newest } from "./words.mjs";

const CONTENT = fileURLToPath(new URL("../../../content", import.meta.url));

/** The words of an instrument, in its newest version. */
export const wordsOf = (instrument, language = "vi") =>
  parse(readFileSync(join(CONTENT, "instruments", instrument, newest(`instruments/${instrument}`), `text.${language}.toml`), "utf8"));

/** A copy of the content folder with a campaign named like its instrument; `edit` may change the campaign's file. */
export const contentWith = (instrument, edit = (text) => text) => {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-content-"));
  cpSync(CONTENT, folder, { recursive: true });
  const demo = readFileSync(join(folder, "campaigns/demo-pulse.toml"), "utf8");
  const own = demo.replaceAll("demo-pulse", instrument).replace("pulse-1", instrument).replace(/^version = .*$/m, `version = "${newest(`instruments/${instrument}`)}"`);
  writeFileSync(join(folder, `campaigns/${instrument}.toml`), edit(own));
  return folder;
};
