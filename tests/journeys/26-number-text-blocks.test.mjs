// Numbers, a short text and blocks drawn by chance, in a survey that asks all three.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { contentWith, wordsOf } from "./harness/asked.mjs";
import { LOOKS, violations } from "./harness/axe.mjs";
import { journey } from "./harness/journey.mjs";
import { clipped, smallTargets } from "./harness/layout.mjs";
import { go } from "./harness/official.mjs";
import { comesTrue } from "./harness/comes-true.mjs";
import { word } from "./harness/words.mjs";

const ASKED = "gio-cho";
const RANGES = { "wait-1": [0, 600], "visits-1": [1, 50], "cost-1": [0, 100_000_000] };
/** A number of each that hardly is one, and what is written instead. */
const UNUSUAL = { "wait-1": ["500", "45"], "visits-1": ["20", " 2 "], "cost-1": ["15", "15.000"] };
const BLOCKS = {
  "wait-1": "waiting", "wait-2": "waiting", "visits-1": "coming", "visits-2": "coming", "cost-1": "paying", "cost-2": "paying",
};

const SMALL = [{ name: "320 pixels", size: { width: 320, height: 568 }, scheme: "light" }, ...LOOKS];

/** One person with this survey open. */
class Visit {
  constructor(page, language = "vi") {
    Object.assign(this, { page, language, words: wordsOf(ASKED, language) });
  }

  say(key, fill) {
    return word(key, fill, this.language);
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: true }).filter({ visible: true });
  }

  async open(origin, point) {
    const address = new URL(`/k/${ASKED}`, origin);
    if (point) address.searchParams.set("d", point);
    if (this.language !== "vi") address.searchParams.set("l", this.language);
    await this.page.goto(address.href);
    await this.page.waitForFunction(() => document.getElementById("start") === null);
  }

  start() {
    return this.button(this.say("start.button")).click();
  }

  /** Goes on, or says that a number asked about is right. */
  /** Not with a finger: two taps at one place within half a second are a double tap. */
  next() {
    const names = ["question.continue", "question.unusual_yes"].map((key) => this.say(key));
    return this.page.getByRole("button", { name: new RegExp(`^(${names.join("|")})$`) }).filter({ visible: true }).evaluate((button) => button.click());
  }

  title() {
    return this.page.getByRole("heading", { level: 1 }).filter({ visible: true }).innerText();
  }

  /** Does something and waits until another page is there. */
  async onwards(go) {
    const title = await this.title();
    await go();
    await this.page.waitForFunction((before) => [...document.querySelectorAll("h1")].find((one) => one.checkVisibility())?.innerText !== before, title);
  }

  /** The item that is asked, if the page asks one. */
  async item() {
    const title = await this.title();
    return Object.keys(this.words.items).find((id) => this.words.items[id].plain === title) ?? null;
  }

  field() {
    return this.page.locator("[data-write]");
  }

  /** Says this page's problem, and that it stands beside the field too. */
  async problem() {
    await this.page.waitForFunction(() => document.activeElement?.className === "problem");
    const text = await this.page.locator(".problem").innerText();
    const beside = await this.field().evaluate((field) =>
      field.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" "));
    const link = (await this.page.locator(".problem a").innerText()).trim();
    assert.ok(beside.includes(link), `“${link}” is not beside the field: “${beside}”`);
    return text;
  }

  /** Answers every page up to the check; `answers[item]` is written, everything else gets its first option. */
  async fill(answers, on = async () => {}) {
    const asked = [];
    for (let pages = 0; pages < 40; pages += 1) {
      if ((await this.title()) === this.say("check.title")) return asked;
      const item = await this.item();
      if (item !== null) asked.push(item);
      await on(item);
      const written = this.field();
      const radio = this.page.getByRole("radio").filter({ visible: true });
      if ((await written.count()) > 0) await written.fill(answers[item] ?? "");
      else if ((await radio.count()) > 0) await radio.nth(answers[item] ?? 0).check({ force: true });
      await this.onwards(() => this.next());
    }
    return assert.fail("the check page never came");
  }

  async submit() {
    await this.onwards(() => this.button(this.say("check.submit")).click());
    assert.equal(await this.title(), this.say("thanks.title"));
  }
}

const blocksOf = (asked) => [...new Set(asked.map((item) => BLOCKS[item]).filter(Boolean))];

let content;
const survey = { timeout: 240_000, hub: () => ({ content: (content = contentWith(ASKED)) }) };

journey("numbers that cannot be, long words and combining signs: said, kept, sent as meant", survey, async (place) => {
  const page = await (await place.device()).tab();
  const visit = new Visit(page);
  await visit.open(place.origin, "1");
  await visit.start();
  const tried = new Set();
  const found = [];
  const given = "Tie\u0302\u0301ng Vie\u0323\u0302t có dấu rời: thêm ghế ngồi 🙂";
  const asked = await visit.fill({ "wait-1": "45", "visits-1": " 2 ", "cost-1": "15.000", "better-1": given }, async (item) => {
    if (item === "better-1") {
      const most = 200;
      assert.equal(await visit.field().evaluate((field) => field.localName), "textarea");
      await visit.field().fill("ề".repeat(most));
      assert.ok((await page.locator("#q-left").innerText()).includes(visit.say("question.comment_left", { n: 0 })));
      await page.keyboard.type("x");
      await visit.next();
      assert.ok((await visit.problem()).includes(visit.say("question.comment_long", { n: most })), "a letter more is too many");
      found.push(...(await violations(page, item, SMALL)), ...(await clipped(page)), ...(await smallTargets(page)));
      return;
    }
    if (!(item in RANGES)) return;
    const [least, most] = RANGES[item];
    const money = item === "cost-1";
    const figures = (number) => number.toLocaleString("de-DE");
    const message = visit.say(money ? "question.amount" : "question.number", { least: figures(least), most: figures(most), unit: visit.words.items[item].unit });
    for (const bad of ["", "-3", "1e9", "hai", "12,5", "2.5", "0x10", "٣", String(most + 1), "999999999"]) {
      await visit.field().fill(bad);
      await visit.next();
      const said = await visit.problem();
      assert.ok(said.includes(message), `${item} ${bad}: ${said}`);
      assert.equal(await visit.field().inputValue(), bad, "what was written stays to be corrected");
    }
    const [odd, instead] = UNUSUAL[item];
    await visit.field().fill(odd);
    await visit.next();
    const doubted = await visit.problem();
    assert.ok(doubted.startsWith(visit.say("question.problem")) && doubted.includes(`${odd} ${visit.words.items[item].unit}`), `${item}: ${doubted}`);
    assert.ok(!(await page.title()).includes(visit.say("question.error")), "a number that is asked about is no error");
    await visit.button(visit.say("question.unusual_yes")).waitFor();
    if (money) {
      assert.equal(await page.locator("#q-left").innerText(), "mười lăm đồng");
      await visit.field().fill(instead);
      await page.getByText("mười lăm nghìn đồng", { exact: true }).waitFor();
      found.push(...(await violations(page, item, SMALL)), ...(await clipped(page)), ...(await smallTargets(page)));
    }
    if (!tried.size) {
      found.push(...(await violations(page, item, SMALL)), ...(await clipped(page)), ...(await smallTargets(page)));
      await page.setViewportSize({ width: 360, height: 740 });
      await visit.field().fill("33");
      await comesTrue(page, () => new Promise((done) => {
        const request = indexedDB.open("lang-nghe");
        request.onsuccess = () => {
          const drafts = request.result.transaction("drafts").objectStore("drafts").getAll();
          drafts.onsuccess = () => {
            request.result.close();
            const bytes = (value) => (ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? value : value?.bytes);
            done(drafts.result.some((draft) => /\b33\b/.test(typeof draft === "string" ? draft : new TextDecoder().decode(bytes(draft)))));
          };
        };
      }));
      await page.reload();
      await visit.field().waitFor();
      assert.equal(await visit.field().inputValue(), "33", "a number is kept as it is written");
    }
    tried.add(item);
  });
  assert.deepEqual([...new Set(found)], []);
  assert.equal(blocksOf(asked).length, 2, `two of three blocks: ${asked}`);
  assert.ok(tried.size >= 1);
  const rows = await page.locator("dl.answers").innerText();
  for (const item of tried) assert.ok(rows.includes(visit.words.items[item].short), item);
  assert.ok(rows.includes("thêm ghế ngồi"));
  await visit.submit();
  const [{ body }, ...more] = await place.arrived(1, ASKED);
  assert.equal(more.length, 0);
  const expected = { "wait-1": "45", "visits-1": "2", "cost-1": "15000" };
  for (const item of tried) assert.equal(body.answers[item], expected[item]);
  for (const item of Object.keys(expected).filter((one) => !asked.includes(one))) assert.ok(!(item in body.answers), item);
  assert.equal(body.answers["better-1"], given.normalize("NFC"), "kept as it is read, however it was typed");
  assert.deepEqual([...body.blocks].sort(), blocksOf(asked).sort());
  rmSync(content, { recursive: true });
});

journey("the same with the keyboard alone, in English, with a number that is not remembered", survey, async (place) => {
  const page = await (await place.device()).tab();
  const visit = new Visit(page, "en");
  await visit.open(place.origin, "2");
  const focus = () => page.evaluate(() => {
    const one = document.activeElement;
    return { kind: one.type || one.localName, text: ((one.labels?.[0] ?? one).innerText ?? "").replace(/\s+/g, " ").trim(), write: one.matches("[data-write]") };
  });
  const tabTo = async (wanted) => {
    for (let n = 0; n < 60; n += 1) {
      await page.keyboard.press("Tab");
      const now = await focus();
      if (wanted(now)) return;
    }
    assert.fail(`Tab does not lead there on “${await visit.title()}”`);
  };
  const press = (name) => visit.onwards(async () => {
    await tabTo(({ text }) => text === name);
    await page.keyboard.press("Enter");
  });
  await press(visit.say("start.button"));
  const asked = [];
  let left = null;
  while ((await visit.title()) !== visit.say("check.title")) {
    await page.waitForFunction(() => document.activeElement?.closest("h1") ?? document.activeElement?.querySelector?.("h1"));
    const item = await visit.item();
    if (item !== null) asked.push(item);
    if (item in RANGES && left === null) {
      left = item;
      await press(visit.words.scales.na.na);
      continue;
    }
    if (item in RANGES || item === "better-1") {
      await tabTo(({ write }) => write);
      await page.keyboard.type(item === "better-1" ? "More seats" : item === "cost-1" ? "50,000" : "7");
      if (item !== "better-1") {
        await visit.onwards(() => page.keyboard.press("Enter"));
        continue;
      }
    } else if ((await page.getByRole("radio").filter({ visible: true }).count()) > 0) {
      await tabTo(({ kind }) => kind === "radio");
      await page.keyboard.press("Space");
    }
    await press(visit.say("question.continue"));
  }
  assert.equal(blocksOf(asked).length, 2);
  await press(visit.say("check.submit"));
  const [{ body }] = await place.arrived(1, ASKED);
  assert.equal(body.answers[left], "na");
  for (const item of asked.filter((one) => one in RANGES && one !== left)) assert.equal(body.answers[item], item === "cost-1" ? "50000" : "7");
  assert.equal(body.answers["better-1"], "More seats");
  rmSync(content, { recursive: true });
});

journey("people answer offline; each form arrives once, and the hub counts what was asked of whom", survey, async (place) => {
  const device = await place.device();
  const page = await device.tab();
  const visit = new Visit(page);
  await visit.open(place.origin, "1");
  await page.getByText(visit.say("status.offline")).first().waitFor({ timeout: 30_000 });
  await place.line.down();
  await device.offline(true);
  const people = 18;
  for (let n = 0; n < people; n += 1) {
    await visit.start();
    await visit.fill({ "handled-1": n % 5, "wait-2": (n + 2) % 5, "visits-2": n % 3, "cost-2": 4, "wait-1": String(10 * n), "visits-1": String(1 + (n % 4)), "cost-1": String(1000 * (100 + n * n)), "better-1": n % 2 ? "" : `Điều số ${n}, chỉ cán bộ kho dữ liệu biết` });
    await visit.submit();
    await visit.onwards(() => visit.button(visit.say("thanks.next")).click());
  }
  await place.line.up();
  await device.offline(false);
  const records = await place.arrived(people, ASKED, 60_000);
  assert.equal(records.length, people);
  assert.equal(await place.hub.counted(ASKED), people);

  const drawn = {};
  for (const { body } of records) for (const block of body.blocks) drawn[block] = (drawn[block] ?? 0) + 1;
  assert.equal(Object.values(drawn).reduce((sum, n) => sum + n), 2 * people);

  await go(place, page, `/can-bo/${ASKED}`);
  const number = (text) => Number(text.replaceAll(".", "").replace(",", "."));
  const table = page.locator("table", { has: page.getByText(word("report.numbers_caption"), { exact: true }) });
  let seen = 0;
  for (const item of Object.keys(RANGES)) {
    const values = records.map(({ body }) => body.answers[item]).filter((value) => value !== undefined).map(Number);
    const row = table.getByRole("row").filter({ hasText: visit.words.items[item].short });
    const cells = await row.getByRole("cell").allInnerTexts();
    assert.equal(number(cells[1]), values.length, `${item}: ${cells}`);
    if (values.length < 10) {
      assert.ok(cells[0].includes(word("report.not_released")), `${item}: ${cells}`);
      continue;
    }
    seen += 1;
    // A release may be some forms behind: then its mean is of fewer numbers, and is checked on the host.
    const mean = values.reduce((sum, value) => sum + value) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    const [, shown, , low, high] = /^([\d.,]+)\s*(.*?([\d.,]+).*?([\d.,]+))?/.exec(cells[0].replace(/\s+/g, " "));
    assert.ok(Math.abs(number(shown) - mean) < 0.06, `${item}: ${cells[0]}, not ${mean}`);
    assert.ok(low !== undefined && number(low) <= mean && number(high) >= mean && number(high) - number(low) > spread / 10, cells[0]);
  }
  assert.ok(seen >= 1);
  for (const address of [`/can-bo/${ASKED}`, `/ket-qua/${ASKED}`]) {
    await go(place, page, address);
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.equal(await page.getByText("chỉ cán bộ kho dữ liệu biết").count(), 0, `words of one person on ${address}`);
    assert.ok(!/NaN|undefined/.test(await page.locator("main").innerText()));
    assert.deepEqual(await violations(page, address), []);
  }
  rmSync(content, { recursive: true });
});
