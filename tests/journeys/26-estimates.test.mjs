// What officials see of forms that came all at once or say the same, what the forms say about everybody who came, and how
// groups differ: with forms in numbers, in the real database, on the real page.

import assert from "node:assert/strict";
import { violations } from "./harness/axe.mjs";
import { pulse, send } from "./harness/forms.mjs";
import { journey } from "./harness/journey.mjs";
import { clipped, smallTargets } from "./harness/layout.mjs";
import { go } from "./harness/official.mjs";
import { pattern, word } from "./harness/words.mjs";

const CAMPAIGN = "demo-pulse";
const PAGE = `/can-bo/${CAMPAIGN}`;
const SAME = "Xin thêm ghế ngồi ở chỗ chờ";

const open = async (place, path) => {
  await place.hub.stepped(CAMPAIGN);
  const page = await (await place.device()).tab();
  await go(place, page, path);
  return page;
};

const main = (page) => page.locator("main").innerText();
const row = (page, caption, head) =>
  page.getByRole("table", { name: caption }).getByRole("row").filter({ has: page.getByRole("rowheader", { name: head, exact: true }) });
const number = (text) => Number(text.replace(/[^\d,−-]/g, "").replace(",", ".").replace("−", "-"));

/** Ninety forms of three points; people at the second are less satisfied. */
const forms = (hub) =>
  send(hub, CAMPAIGN, 90, (n) => ({
    point: n < 50 ? "1" : n < 80 ? "2" : "luu-dong",
    mode: n % 3 === 0 ? "assisted" : "self",
    answers: pulse(n, n < 50 ? 1 : -1),
    flags: [],
  }));

journey("a crowded day at one point and the same words again stand beside the score, and no form is lost", { hub: { stepEvery: 4 } }, async (place) => {
  const { hub } = place;
  // All in one request, long before the first step, so that one step sees them together: whoever came first is not told apart.
  await send(hub, CAMPAIGN, 69, (n) => {
    if (n < 12) return { point: "1", day: `2026-06-0${1 + (n % 3)}`, answers: pulse(n), flags: [] };
    if (n < 57) return { point: "1", day: "2026-06-04", answers: pulse(n, 2), flags: [] };
    return { point: "2", day: "2026-06-05", answers: pulse(n), comment: n % 2 ? SAME : `${SAME.toUpperCase()}!`, flags: [] };
  });
  const page = await open(place, PAGE);
  const text = await main(page);
  const busy = word("hub.officials.bursts_entry", { point: "Quầy 1", day: "04/06/2026", n: 45 });
  assert.ok(text.includes(busy), text);
  const caption = word("report.quality_caption");
  const forms = async (head) => number((await row(page, caption, word(head)).getByRole("cell").first().innerText()).split("\n")[0]);
  assert.equal(await forms("report.quality_burst"), 45, "all of that day");
  assert.equal(await forms("report.quality_repeated"), 12, "all who say the same");
  assert.equal(await forms("report.quality_clear"), 12);
  assert.equal(await forms("report.quality_all"), 69);
  const score = async (head) => number((await row(page, caption, word(head)).getByRole("cell").nth(1).innerText()).split("\n")[0]);
  assert.notEqual(await score("report.quality_all"), await score("report.quality_clear"), "with and without");
  assert.equal(await hub.counted(CAMPAIGN), 69);
  assert.equal(await page.getByText(SAME, { exact: false }).count(), 0, "words of people are on no page");
  assert.deepEqual(await violations(page, "officials' page with signs"), []);
});

journey("points are weighed by the people they served, beside the plain figure and with the interval", { timeout: 120_000 }, async (place) => {
  await forms(place.hub);
  const page = await open(place, PAGE);
  await page.getByRole("link", { name: word("hub.estimate.card_open") }).click();
  await page.getByRole("heading", { level: 1, name: word("hub.estimate.title") }).waitFor();
  assert.ok((await main(page)).includes(word("hub.estimate.chosen")), "people chose to answer: said before any figure");
  assert.equal(await page.getByRole("table", { name: pattern("hub.estimate.table.caption") }).count(), 0);
  await page.getByRole("textbox", { name: "Quầy 1" }).fill("60");
  await page.getByRole("textbox", { name: "Quầy 2" }).fill("1.200");
  await page.getByRole("button", { name: word("hub.estimate.reckon") }).click();
  await page.getByText(word("hub.estimate.covers", { people: "1.260", points: "Quầy 1, Quầy 2", forms: 80 })).waitFor();
  assert.ok((await main(page)).includes(word("hub.estimate.left_out", { points: "Điểm lưu động" })));
  const cells = await page.getByRole("table", { name: pattern("hub.estimate.table.caption") }).locator("tr.report-total td").allInnerTexts();
  const [n, plain, weighted, effect] = cells.map((cell) => number(cell.split("\n")[0]));
  assert.equal(n, 80);
  assert.ok(weighted < plain - 5, `the busy point is the less satisfied one: ${cells}`);
  assert.ok(effect > 1 && /\d–/.test(cells[2]), `design effect and interval: ${cells}`);
  assert.ok(!/NaN/.test(await main(page)));
  assert.equal(await page.getByRole("textbox", { name: "Quầy 2" }).inputValue(), "1.200", "what was typed stays");
  assert.deepEqual(await violations(page, "estimate"), []);
  assert.deepEqual(await smallTargets(page), []);
  await page.setViewportSize({ width: 320, height: 568 });
  assert.deepEqual(await clipped(page), []);
  await page.goto(`${place.origin}${PAGE}/uoc-luong`);
  assert.equal(await page.getByRole("textbox", { name: "Quầy 2" }).inputValue(), "", "the hub keeps nothing of it");
});

journey("numbers of people that cannot be are named by row and column, and give no figure", { timeout: 120_000 }, async (place) => {
  await forms(place.hub);
  const page = await open(place, `${PAGE}/uoc-luong?l=en`);
  const say = (key, fill) => word(key, fill, "en");
  const where = { row: "Quầy 1", column: say("hub.estimate.visitors") };
  for (const [typed, key, fill] of [
    ["many", "not_whole", {}], ["-60", "not_whole", {}], ["60.5", "not_whole", {}], ["1e3", "not_whole", {}],
    ["49", "too_few", { forms: 50 }], ["0", "too_few", { forms: 50 }], ["999999999", "too_many", { most: "100,000,000" }],
  ]) {
    await page.getByRole("textbox", { name: "Quầy 1" }).fill(typed);
    await page.getByRole("textbox", { name: "Quầy 2" }).fill("400");
    await page.getByRole("button", { name: say("hub.estimate.reckon") }).click();
    const alert = page.getByRole("alert");
    const sentence = say(`hub.estimate.${key}`, { ...where, typed, ...fill });
    await alert.getByText(sentence).waitFor();
    assert.equal(await page.getByRole("textbox", { name: "Quầy 1" }).getAttribute("aria-invalid"), "true");
    assert.equal(await page.getByRole("textbox", { name: "Quầy 1" }).inputValue(), typed);
    assert.equal(await page.getByRole("textbox", { name: "Quầy 2" }).inputValue(), "400");
    assert.equal(await page.locator(".report-table").count(), 0, "no figure beside a fault");
    await alert.getByRole("link").click();
    assert.equal(await page.evaluate(() => location.hash), "#n-1");
  }
  assert.deepEqual(await violations(page, "estimate with a fault"), []);
});

journey("two points, and two ways of answering, are compared; where nothing can be said the page says that", { timeout: 120_000 }, async (place) => {
  await forms(place.hub);
  const page = await open(place, `${PAGE}/uoc-luong`);
  const compare = async (first, second) => {
    await page.getByLabel(word("hub.estimate.first")).selectOption(first);
    await page.getByLabel(word("hub.estimate.second")).selectOption(second);
    await page.getByRole("button", { name: word("hub.estimate.compare_go") }).click();
  };
  const verdict = () => page.locator(".results .report-table tbody tr").first().getByRole("cell").allInnerTexts();
  await compare("p.1", "p.2");
  await page.getByRole("img", { name: word("hub.estimate.table.compare_title", { formula: word("report.top_box"), first: "Quầy 1", second: "Quầy 2" }) }).waitFor();
  const [difference, said] = await verdict();
  assert.ok(number(difference.split("\n")[0]) < 0, difference);
  assert.ok(said.includes(word("report.pictures.verdict_different")), said);
  await compare("m.assisted", "m.self");
  assert.ok((await verdict())[1].includes(word("report.pictures.verdict_not_enough")));
  assert.deepEqual(await violations(page, "comparison"), []);
  await compare("p.1", "p.1");
  await page.getByRole("alert").getByText(word("hub.estimate.compare_same")).waitFor();
  await compare("p.1", "m.self");
  await page.getByRole("alert").getByText(word("hub.estimate.compare_kinds")).waitFor();
  await compare("p.1", "");
  await page.getByRole("alert").getByText(word("hub.estimate.compare_kinds")).waitFor();
  await page.getByRole("textbox", { name: "Quầy 1" }).fill("60");
  await page.getByRole("button", { name: word("hub.estimate.reckon") }).click();
  await compare("p.1", "p.2");
  assert.equal(await page.getByRole("textbox", { name: "Quầy 1" }).inputValue(), "60", "what one form holds stays while the other is sent");
});

journey("in forced colours pictures are drawn in the colours chosen, and nothing is told by colour alone", { timeout: 120_000 }, async (place) => {
  await forms(place.hub);
  const page = await open(place, PAGE);
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ forcedColors: "active", colorScheme: scheme });
    const seen = await page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement("i"));
      const colour = (name) => {
        probe.style.setProperty("forced-color-adjust", "none");
        probe.style.color = name;
        return getComputedStyle(probe).color;
      };
      const [ground, ink, accent, grey] = ["Canvas", "CanvasText", "LinkText", "GrayText"].map(colour);
      probe.remove();
      const style = (selector) => [...document.querySelectorAll(selector)].map((one) => getComputedStyle(one));
      return {
        letters: style(".report-chart text").every((one) => one.fill === ink && one.stroke === ground && one.fillOpacity === "1"),
        bars: style(".report-bar:not(.report-bar-small)").every((one) => one.fill === accent && one.fillOpacity === "1"),
        tracks: style(".report-track").every((one) => one.stroke === grey && one.fill === "none"),
        small: style(".report-bar-small").every((one) => one.fill.includes("url(")),
        grid: style(".report-grid line, .report-grid circle").every((one) => one.stroke === grey && one.strokeOpacity === "1"),
        points: new Set(style(".report-point, .report-point-open").map((one) => one.fill)).size,
        some: style(".report-chart text").length > 20,
      };
    });
    assert.deepEqual(seen, { letters: true, bars: true, tracks: true, small: true, grid: true, points: 2, some: true }, scheme);
  }
});
