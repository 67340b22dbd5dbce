// Questions that take several answers, in the whole 2026 form.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";
import { violations } from "./harness/axe.mjs";
import { journey } from "./harness/journey.mjs";
import { smallTargets } from "./harness/layout.mjs";
import { kept } from "./harness/storage.mjs";
import { word } from "./harness/words.mjs";

const CONTENT = fileURLToPath(new URL("../../content", import.meta.url));
const FORM = join(CONTENT, "instruments/sipas-39/2026.2");
const texts = parse(readFileSync(join(FORM, "text.vi.toml"), "utf8"));
const channels = texts.scales.channels;

const withTheWholeForm = () => {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-content-"));
  cpSync(CONTENT, folder, { recursive: true });
  const file = join(folder, "campaigns/demo-pulse.toml");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(/^instrument = .*$/m, 'instrument = "sipas-39"').replace(/^version = .*$/m, 'version = "2026.2"'));
  return folder;
};

const heading = (page) => page.getByRole("heading", { level: 1 }).filter({ visible: true });
const go = (page) => page.getByRole("button", { name: word("question.continue"), exact: true }).filter({ visible: true }).evaluate((button) => button.click());
const box = (page, id) => page.getByRole("checkbox", { name: channels[id], exact: true });
const ticked = (page) => page.getByRole("checkbox", { checked: true }).evaluateAll((boxes) => boxes.map(({ value }) => value));

/** Answers with the first option, page by page, until a page `is` the one looked for. */
const until = async (page, is) => {
  for (let pages = 0; pages < 120; pages += 1) {
    const title = await heading(page).innerText();
    if (is(title)) return;
    const radio = page.getByRole("radio").filter({ visible: true }).first();
    if ((await radio.count()) > 0) await radio.check({ force: true });
    await go(page);
    await page.waitForFunction((before) => [...document.querySelectorAll("h1")].find((one) => one.checkVisibility())?.innerText !== before, title);
  }
  assert.fail("the page looked for never came");
};

let content;
journey("a question with several answers: ticked, excluded, kept, corrected, counted", { timeout: 180_000, hub: () => ({ content: (content = withTheWholeForm()) }) }, async (place) => {
  const device = await place.device();
  const page = await device.tab();
  await page.goto(`${place.origin}/k/demo-pulse`);
  await page.getByRole("button", { name: word("start.button") }).click();
  await page.waitForFunction(() => document.getElementById("start") === null);
  await until(page, (title) => title === texts.items.hear.plain);

  await go(page);
  await page.waitForFunction(() => document.activeElement?.className === "problem");
  assert.ok((await page.locator(".problem").innerText()).includes(word("question.several_none")));
  assert.deepEqual(await violations(page, "several answers, none given"), []);
  assert.deepEqual(await smallTargets(page), []);

  await box(page, "loudspeaker").check({ force: true });
  await box(page, "internet").check({ force: true });
  assert.deepEqual(await ticked(page), ["loudspeaker", "internet"]);
  await box(page, "no-channel").check({ force: true });
  assert.deepEqual(await ticked(page), ["no-channel"], "“none of these” stands alone");
  await box(page, "internet").check({ force: true });
  await box(page, "loudspeaker").check({ force: true });
  assert.deepEqual(await ticked(page), ["loudspeaker", "internet"]);

  await kept(page, "/drafts/", /hear loudspeaker internet/);
  await page.reload();
  await heading(page).filter({ hasText: texts.items.hear.plain }).waitFor();
  assert.deepEqual(await ticked(page), ["loudspeaker", "internet"], "ticks are kept as they are made");
  await box(page, "meeting").focus();
  await page.keyboard.press("Space");
  await go(page);
  await heading(page).filter({ hasNotText: texts.items.hear.plain }).waitFor();

  await until(page, (title) => title === word("check.title"));
  const row = page.locator("dl.answers > div", { hasText: texts.items.hear.short }).first();
  assert.ok((await row.innerText()).includes(channels.internet), await row.innerText());
  await page.getByRole("button", { name: word("check.submit"), exact: true }).click();
  await heading(page).filter({ hasText: word("thanks.title") }).waitFor();
  const [{ body }] = await place.arrived(1, "demo-pulse");
  assert.equal(body.answers.hear, "loudspeaker meeting internet");
  assert.equal(body.version, "2026.2");
  rmSync(content, { recursive: true });
});
