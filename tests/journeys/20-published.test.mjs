// Scores that others published, and the plan of what to improve: kept on the device, compared only where
// that is honest, given away as tables. The PAPI figures are those that a press article gives.

import assert from "node:assert/strict";
import { violations } from "./harness/axe.mjs";
import { handedOver } from "./harness/desk-page.mjs";
import { journey } from "./harness/journey.mjs";
import { clipped, smallTargets } from "./harness/layout.mjs";
import { pageKept } from "./harness/comes-true.mjs";
import { pattern, word } from "./harness/words.mjs";

const PAPI = "/cong-cu/papi";
const PLAN = "/cong-cu/ke-hoach";
const UNIT = "Bắc Kạn";
const ARTICLE = { unit: UNIT, year: "2020", total: "42,72", change: "−1,59", rank: "32/63" };
const SIGNS = { weak: "Biển chỉ dẫn khó thấy", "seen-in": "Khảo sát tháng 11", action: "Thay biển ở cổng", who: "Văn phòng" };

const open = async (place, path) => {
  const device = await place.device();
  const page = await device.tab();
  await page.goto(place.origin + path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return { device, page };
};

const fill = async (page, fields) => {
  for (const [field, text] of Object.entries(fields)) await page.locator(`[id="${field}"]`).fill(text);
};

const press = (page, key) => page.getByRole("button", { name: word(key), exact: true }).click();

const focused = (page, id) => page.waitForFunction((wanted) => document.activeElement.id === wanted, id);

/** From here on without a network: the page is kept after all that it names. */
const cut = async (device, page) => {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await pageKept(page, "/cong-cu");
  await device.offline(true);
};

const keep = async (page, fields) => {
  await fill(page, fields);
  await press(page, "published.keep");
  await page.getByText(pattern("published.kept", { unit: fields.unit, year: fields.year })).waitFor();
};

const scores = (page, unit = UNIT) =>
  page.getByRole("table", { name: word("published.scores_of", { name: word("published.index_papi"), unit }) });

journey("the published figures of an article stand there by year, and stay there without a network", async (place) => {
  const { device, page } = await open(place, PAPI);
  await cut(device, page);
  await page.locator("#group").selectOption("upper-middle");
  await keep(page, ARTICLE);
  const row = scores(page).getByRole("row").nth(1);
  const said = await row.innerText();
  for (const part of ["2020", "42,72/80", word("published.change_published", { change: "−1,59" }), "32/63", word("published.group_upper")]) {
    assert.ok(said.includes(part), `${part} in ${said}`);
  }
  await keep(page, { unit: UNIT, year: "2019", total: "44,31" });
  assert.ok((await row.innerText()).includes("−1,59"), "the change is worked out once both years are there");
  assert.ok(!(await row.innerText()).includes(word("published.change_published", { change: "−1,59" })));
  await keep(page, { unit: UNIT, year: "2021", total: "43" });
  const newest = scores(page).getByRole("row").nth(1);
  assert.ok((await newest.innerText()).includes(word("published.change_other")), "other parts: no difference is given");
  const picture = page.getByRole("img", { name: word("published.trend", { name: word("published.index_papi"), unit: UNIT }) });
  assert.equal(await picture.locator(".report-line").count(), 1, "2019 and 2020 only");
  assert.ok((await picture.locator(".report-break").textContent()).length > 0);
  await page.reload();
  await scores(page).getByText("42,72/80").waitFor();
  await page.getByRole("button", { name: word("published.take_year", { year: "2021" }) }).click();
  await focused(page, "undo");
  assert.equal(await scores(page).getByRole("row").count(), 3);
  await page.keyboard.press("Enter");
  await scores(page).getByRole("row").nth(3).waitFor();
});

journey("what cannot be is refused beside its field, what is doubtful is kept and said", async (place) => {
  const { page } = await open(place, PAPI);
  await fill(page, { unit: UNIT, year: "2016", total: "81", rank: "9" });
  await press(page, "published.keep");
  await focused(page, "wrong");
  assert.equal(await page.locator("#wrong").getByRole("link").count(), 2);
  await fill(page, { year: "2020", rank: "" });
  await press(page, "published.keep");
  await page.locator("#wrong").getByText(word("published.wrong_range", { points: "81", low: "8", high: "80" })).waitFor();
  assert.equal(await page.locator("#total").getAttribute("aria-invalid"), "true");
  await page.locator("#group").selectOption("lowest");
  await keep(page, ARTICLE);
  const doubt = word("published.doubt_group", { by_rank: word("published.group_upper"), published: word("published.group_lowest") });
  await page.getByText(doubt).waitFor();
});

journey("a year has its own parts, and another index other dimensions", async (place) => {
  const { page } = await open(place, PAPI);
  const parts = () => page.locator("details .entries input").count();
  await fill(page, { year: "2020" });
  await page.getByText(pattern("published.form_of", { year: "2020", parts: "28" })).waitFor();
  assert.equal(await parts(), 28);
  await fill(page, { year: "2021" });
  await page.getByText(pattern("published.form_of", { year: "2021", parts: "29" })).waitFor();
  assert.equal(await parts(), 29);
  await page.getByText(pattern("published.form_unconfirmed")).waitFor();
  await page.getByText(word("published.index_par"), { exact: true }).click();
  await page.getByText(pattern("published.form_plain")).waitFor();
  assert.equal(await parts(), 0);
  assert.equal(await page.locator("#year").inputValue(), "", "nothing of the other index is taken along");
});

journey("the national line stops where the method changed", async (place) => {
  const { page } = await open(place, PAPI);
  const section = page.getByRole("region", { name: word("published.reference") });
  const picture = section.getByRole("img");
  assert.equal(await picture.locator(".report-line").count(), 6, "2017–2021 and 2022–2024, not across");
  assert.equal(await picture.locator(".report-point-open").count(), 5, "unconfirmed values are hollow");
  const row = (year) => section.getByRole("row", { name: new RegExp(`^${year}`) }).innerText();
  assert.match(await row("2024"), /83,94/);
  assert.ok((await row("2021")).includes(word("published.mark_unconfirmed")));
  assert.ok(!(await row("2022")).includes(word("published.mark_unconfirmed")));
});

journey("a table of scores is looked through, kept, and comes back out", async (place) => {
  const { page } = await open(place, PAPI);
  const csv = `Đơn vị;Năm;Tổng điểm;Thứ hạng\nQuảng Ninh;2024;47,82;1/61\nKiên Giang;2024;99;61/61\n`;
  await fill(page, { "table-text": csv.replace("Thứ hạng", word("published.column_rank")) });
  await press(page, "index766.read");
  await focused(page, "found");
  const faults = await page.locator("#found li").allInnerTexts();
  assert.equal(faults.length, 1, faults.join("\n"));
  assert.ok(faults[0].includes("3") && faults[0].includes("80"), faults[0]);
  await page.getByRole("button", { name: word("index766.table_keep", { n: 1 }) }).click();
  await scores(page, "Quảng Ninh").getByText("47,82/80").waitFor();
  const out = await handedOver(page, "index766.export");
  assert.match(out, /Quảng Ninh;2024;47\.82;;1\/61/);
});

journey("a plan is written down, done, given away and read back, without a network", async (place) => {
  const { device, page } = await open(place, PLAN);
  await cut(device, page);
  await press(page, "plan.add");
  await focused(page, "wrong");
  assert.equal(await page.locator("#wrong").getByRole("link").count(), 2);
  await fill(page, { ...SIGNS, by: "2020-01-31" });
  await press(page, "plan.add");
  await page.getByText(word("plan.added")).waitFor();
  const card = page.getByRole("listitem").filter({ hasText: SIGNS.weak });
  assert.ok((await card.innerText()).includes(word("plan.state_late")), await card.innerText());
  const deed = (key) => page.getByRole("button", { name: word("plan.deed_of", { deed: word(key), action: SIGNS.action }) });
  await deed("plan.edit").click();
  await focused(page, "weak");
  await fill(page, { by: "2099-12-31" });
  await press(page, "plan.save");
  await page.getByText(word("plan.changed")).waitFor();
  assert.ok((await card.innerText()).includes(word("plan.state_open")));
  await deed("plan.mark_done").click();
  await page.getByText(word("plan.marked_done")).waitFor();
  await page.reload();
  await page.getByText(word("plan.counts", { done: 1, open: 0, late: 0 })).waitFor();
  const out = await handedOver(page, "plan.export");
  assert.ok(out.includes(SIGNS.action) && out.includes("2099-12-31"), out);
  await deed("plan.take").click();
  await focused(page, "undo");
  await page.getByText(word("plan.none")).waitFor();
  await fill(page, { "table-text": `${out.trimEnd()}\n` });
  await press(page, "index766.read");
  await page.getByRole("button", { name: word("plan.add_rows", { n: 1 }) }).click();
  await page.getByText(word("plan.added_rows", { n: 1 })).waitFor();
  await page.getByText(word("plan.counts", { done: 1, open: 0, late: 0 })).waitFor();
});

journey("both pages fit a small screen, and axe finds nothing", { timeout: 180_000 }, async (place) => {
  const { page } = await open(place, PAPI);
  await keep(page, { unit: UNIT, year: "2019", total: "44,31" });
  await keep(page, ARTICLE);
  await fill(page, { year: "2016" });
  await press(page, "published.keep");
  await page.locator("#wrong").waitFor();
  const found = await violations(page, PAPI);
  await page.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual([...(await clipped(page)), ...(await smallTargets(page))], []);
  await page.goto(place.origin + PLAN);
  await page.locator("#weak").waitFor();
  for (const by of ["2020-01-31", "2099-12-31"]) {
    await fill(page, { ...SIGNS, weak: `${SIGNS.weak} ${by}`, by });
    await press(page, "plan.add");
    await page.getByText(`${SIGNS.weak} ${by}`).waitFor();
  }
  await page.getByRole("button", { name: word("plan.deed_of", { deed: word("plan.mark_done"), action: SIGNS.action }) }).last().click();
  await page.getByText(word("plan.marked_done")).waitFor();
  found.push(...(await violations(page, PLAN)));
  await page.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual([...(await clipped(page)), ...(await smallTargets(page))], []);
  assert.deepEqual([...new Set(found)], []);
});

journey("the dimensions stand side by side by year, with the change where one method gives one", { timeout: 120_000 }, async (place) => {
  const { page } = await open(place, PAPI);
  const year = (name, participation, transparency) => keep(page, { unit: UNIT, year: name, participation, transparency });
  await year("2019", "5,2", "5,1");
  await year("2020", "4,81", "");
  const picture = (at) => page.locator(`[aria-labelledby^="dimensions-0-${at}-title"]`);
  await picture(1).waitFor();
  assert.equal(await picture(2).count(), 0, "a dimension nobody entered has no picture");
  assert.equal(await picture(0).locator(".report-bar").count(), 1, "the newest year is filled");
  assert.equal(await picture(0).locator(".report-bar-before").count(), 1, "the one before is outlined");
  assert.equal(await picture(1).locator(".report-withheld").count(), 1, "a year without a figure is dashed");
  const cells = (at) => page.locator(".report-table").first().locator("tbody tr").nth(at).getByRole("cell").allInnerTexts();
  assert.deepEqual(await cells(0), ["5,2", "4,81", "−0,39"]);
  assert.equal((await cells(1))[2], word("published.dimensions_none"));
  assert.match(await picture(0).locator("desc").textContent(), /2019.*5,2[\s\S]*2020.*4,81[\s\S]*−0,39/);
  await year("2021", "5", "5,2");
  assert.equal(await picture(0).locator(".report-break").count(), 1);
  assert.equal((await cells(0))[3], word("published.change_other"), "other parts: no difference is given");
  assert.deepEqual(await violations(page, "dimensions by year"), []);
  await page.setViewportSize({ width: 320, height: 568 });
  assert.deepEqual(await clipped(page), []);
});

journey("a table that is none, or a whole file in one cell, is said in a line and stays to be corrected", async (place) => {
  const { page } = await open(place, PAPI);
  const area = page.locator("#table-text");
  const read = async (text) => {
    await area.fill(text);
    await press(page, "index766.read");
    const found = page.locator("#found");
    await found.waitFor();
    assert.equal(await area.inputValue(), text, "nothing typed is lost");
    return (await found.getByRole("listitem").allInnerTexts()).map((one) => one.trim());
  };
  assert.deepEqual(await read(" "), [word("table.none")]);
  assert.deepEqual(await read('Đơn vị,Năm\nBắc Kạn,2020\n"Bắc Kạn,2019'), [word("published.fault_quote", { row: 3 })]);
  assert.deepEqual(await read("Đơn vị,Năm,Tổng điểm\nBắc Kạn,2020,42,72"), [word("published.fault_cells", { row: 2 })]);
  const [long] = await read("x".repeat(200_000));
  assert.ok(long.length < 200 && long.includes("…"), long.slice(0, 300));
  const many = await read(`Đơn vị;Năm\n${"Bắc Kạn;hai\n".repeat(300)}`);
  assert.equal(many.length, 51);
  assert.equal(many[0], word("published.fault_cell", { row: 2, column: word("published.column_year"), text: "hai" }));
  assert.equal(many[50], word("index766.table_faults_more", { n: 250 }));
});
