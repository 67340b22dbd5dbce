// Pages that the browser translates: figures, verdicts and states stay true when something changes.

import assert from "node:assert/strict";
import { ClassPage, checks } from "./harness/class-page.mjs";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";
import { LessonPage } from "./harness/lesson-page.mjs";
import { seen, translate } from "./harness/translated.mjs";
import { word } from "./harness/words.mjs";

const open = async (place, path) => {
  const page = await (await place.device()).tab();
  await page.goto(place.origin + path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
};

const fill = async (page, fields) => {
  for (const [field, text] of Object.entries(fields)) await page.locator(`[id="${field}"]`).fill(text);
};

/** Waits until an element shows this and, of what it showed before, nothing. */
const shows = async (page, selector, now, before) => {
  await page.waitForFunction(
    ([where, wanted]) => document.querySelector(where)?.innerText.replace(/[«»]/g, "").includes(wanted), [selector, now],
  );
  const text = await seen(page.locator(selector).first());
  if (before) assert.ok(!text.includes(before), `“${before}” is still there: ${text}`);
};

journey("the survey asks, counts on and says what became of the form while the browser translates it", async (place) => {
  const given = form("demo-pulse");
  const visit = await place.visitor("demo-pulse");
  const { page } = visit;
  await visit.alive();
  await translate(page);
  await page.locator(".notice .go").click();
  const total = given.survey.items.length;
  for (const [at, [question]] of visit.steps(given).entries()) {
    await shows(page, "main h1", question.question);
    const number = at + 1 - given.survey.before.length;
    if (number >= 1 && number <= total) await shows(page, ".way", visit.word("question.progress", { n: String(number), total: String(total) }));
    await visit.fill(given, { from: at, until: at + 1 });
  }
  await shows(page, "main h1", visit.word("question.comment"));
  await page.locator("main textarea").fill("Được");
  await page.locator(".onward .go").evaluate((button) => button.click());
  await shows(page, "main h1", visit.word("check.title"));
  assert.ok((await seen(page.locator("dl.answers"))).includes("Được"));
  const busy = place.line.fault(({ path }) => path === "/api/v1/records", 503);
  await page.locator("form[data-submit=submit] .go").evaluate((button) => button.click());
  await shows(page, "#delivery", visit.word("thanks.waiting"));
  busy();
  const [{ body }] = await place.arrived(1, "demo-pulse");
  assert.deepEqual(body.answers, given.answers);
  await shows(page, "#delivery", visit.word("thanks.sent"), visit.word("thanks.waiting"));
});

journey("index 766 shows the new figures, twice changed", async (place) => {
  const page = await open(place, "/cong-cu/766");
  await fill(page, { unit: "A", "dossiers-received": "100", "dossiers-on-time": "90" });
  const submit = page.locator("form button[type=submit]");
  await submit.click();
  await shows(page, ".result", "18/20");
  await translate(page);
  await fill(page, { "dossiers-on-time": "61" });
  await submit.click();
  await shows(page, ".result", "12,2/20", "18/20");
  await fill(page, { "dossiers-on-time": "nhiều" });
  await submit.click();
  await shows(page, "#wrong", "nhiều");
  await fill(page, { "dossiers-on-time": "98%" });
  await submit.click();
  await shows(page, ".result", "19,6/20", "12,2");
  assert.equal(await page.locator("#wrong").count(), 0);
  await page.locator("#day").fill("2025-08-21");
  await page.locator("form .deeds button").nth(1).click();
  await shows(page, "[aria-labelledby=history] table", "21/08/2025");
  await shows(page, "[aria-labelledby=entry] .said", "21/08/2025");
  await page.locator("#day").fill("2025-08-22");
  await page.locator("form .deeds button").nth(1).click();
  await shows(page, "[aria-labelledby=entry] .said", "22/08/2025", "21/08/2025");
});

journey("how many to ask is the new number", async (place) => {
  const page = await open(place, "/cong-cu/chon-mau");
  const submit = page.locator("form button[type=submit]").first();
  await fill(page, { population: "400" });
  await submit.click();
  await shows(page, ".result .card", "197");
  await translate(page);
  await fill(page, { population: "12.400" });
  await submit.click();
  await shows(page, ".result .card", "373", "197");
  await shows(page, ".result", "Có 12.400", "Có 400");
});

journey("published scores are those of the year that was entered last", async (place) => {
  const page = await open(place, "/cong-cu/papi");
  const keep = page.getByRole("button", { name: word("published.keep"), exact: true });
  await fill(page, { unit: "Bắc Kạn", year: "2019", total: "44,31" });
  await keep.click();
  await page.locator("table").first().waitFor();
  await translate(page);
  await fill(page, { year: "2020", total: "42,72", rank: "32/63" });
  await page.locator("form .deeds button").first().click();
  await page.waitForFunction(() => document.body.innerText.includes("32/63"));
  const rows = await page.locator("table").first().innerText();
  assert.ok(rows.includes("42,72") && rows.includes("44,31") && rows.includes("−1,59"), rows);
});

journey("a lesson's verdict has the words of the answer that was given", async (place) => {
  const page = await open(place, "/hoc/password-otp");
  const lesson = new LessonPage(page);
  await lesson.start();
  for (let screens = 0; screens < 30 && (await page.locator("form.asked").count()) === 0; screens += 1) {
    await page.locator("#next").click();
    await page.waitForTimeout(0);
  }
  await translate(page);
  const asked = page.locator("form.asked").first();
  const said = [];
  for (const at of [0, 1, 0]) {
    await asked.getByRole("radio").nth(at).check();
    await asked.locator(".verdict").waitFor({ state: "detached" });
    await asked.locator("[type=submit]").click();
    said.push(await seen(asked.locator(".verdict")));
  }
  assert.notEqual(said[0], said[1]);
  assert.equal(said[2], said[0]);
  const before = await seen(page.locator(".lesson .way").first());
  await page.locator("#next").click();
  await page.waitForFunction((old) => document.querySelector(".lesson .way")?.innerText.replace(/[«»]/g, "") !== old, before);
});

journey("a class counts on, and its gains are those of the hands counted last", { timeout: 120_000 }, async (place) => {
  const page = await open(place, "/hoc/lop");
  const hall = new ClassPage(page);
  await hall.begin({ place: "Nhà văn hóa thôn Đông", lesson: "password-otp", way: "hands" });
  await hall.heads("from_35", "female", 12);
  await translate(page);
  const total = (n) => page.waitForFunction((wanted) => document.body.innerText.replace(/[«»]/g, "").includes(wanted), word("class.total", { n }));
  await total(12);
  await page.getByRole("textbox").first().fill("3");
  await total(15);
  const { options, right } = checks("password-otp")[0];
  const hands = (n) => [...options.map((_, at) => (at === right ? n : 0)), 15 - n];
  await page.locator("#stage-before").click();
  await page.locator("#stage-before[aria-current=step]").waitFor();
  await hall.hands(hands(4));
  await page.locator("#stage-after").click();
  await page.locator("#stage-after[aria-current=step]").waitFor();
  await hall.hands(hands(9));
  await page.locator("#stage-result").click();
  await page.locator("#stage-result[aria-current=step]").waitFor();
  await shows(page, ".gains", "9 / 15 (60%)");
  await page.locator("#stage-after").click();
  await page.locator("#stage-after[aria-current=step]").waitFor();
  await hall.hands(hands(12));
  await page.locator("#stage-result").click();
  await page.locator("#stage-result[aria-current=step]").waitFor();
  await shows(page, ".gains", "12 / 15 (80%)", "9 / 15");
});

journey("the page of the device stops saying that it is still looking, and counts what waits", async (place) => {
  const visit = await place.visitor("demo-pulse");
  await visit.alive();
  place.line.fault(({ path }) => path.startsWith("/api/"), 503);
  await visit.answerAll(form("demo-pulse"));
  const page = await visit.device.tab();
  await page.goto(`${place.origin}/may-nay`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await translate(page);
  await page.waitForFunction((looking) => !document.body.innerText.includes(looking), word("desk.loading"));
  await page.waitForFunction((looking) => !document.body.innerText.includes(looking), word("device.offline_checking"));
  await page.getByRole("button").filter({ hasText: word("device.shared_on") }).click();
  await page.waitForFunction((said) => document.body.innerText.replace(/[«»]/g, "").includes(said), word("device.shared_is_on"));
  assert.ok(!(await seen(page.locator("main"))).includes(word("device.shared_is_off")));
});
