// The tools for officials: index 766 from counts, and whom to ask. The figures are those that press
// articles give of one commune; what they do not give is left empty here too.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { handedOver } from "./harness/desk-page.mjs";
import { journey } from "./harness/journey.mjs";
import { clipped, smallTargets } from "./harness/layout.mjs";
import { violations } from "./harness/axe.mjs";
import { pageKept } from "./harness/comes-true.mjs";
import { pattern, word } from "./harness/words.mjs";

const texts = parse(readFileSync(new URL("../../content/indexes/766/2026.1/text.vi.toml", import.meta.url), "utf8"));

const UNIT = "Phú Xuyên, Hà Nội";
const ARTICLE = { unit: UNIT, day: "2025-08-25", "dossiers-received": "3.483", "dossiers-online": "3179",
  progress: "19,53", online: "10", satisfaction: "18", total: "94,73", rank: "1/126" };

const open = async (place, path, { device } = {}) => {
  const chosen = device ?? (await place.device());
  const page = await chosen.tab();
  await page.goto(place.origin + path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return { device: chosen, page };
};

const fill = async (page, fields) => {
  for (const [field, text] of Object.entries(fields)) await page.locator(`[id="${field}"]`).fill(text);
};

const press = (page, key) => page.getByRole("button", { name: word(key), exact: true }).click();

const focused = (page, id) => page.waitForFunction((wanted) => document.activeElement.id === wanted, id);

journey("the figures of the article come out, and what it does not say stays unknown", async (place) => {
  const { page } = await open(place, "/cong-cu/766");
  await fill(page, ARTICLE);
  await press(page, "index766.work_out");
  await focused(page, "result");
  const section = page.getByRole("region", { name: word("index766.result") });
  const said = await section.innerText();
  assert.ok(said.includes(word("index766.total_published", { points: "94,73", of: "100" })), said);
  assert.ok(said.includes(word("index766.known", { points: "47,53", of: "50" })), said);
  assert.ok(said.includes(word("index766.rank_is", { place: "1", of: "126" })), said);
  assert.ok(said.toLowerCase().includes(texts.certainty.unconfirmed.toLowerCase()), "a band is labelled as unconfirmed");
  assert.ok(said.includes(word("index766.rest", { points: "47,2", of: "50" })), said);
  const next = await page.getByRole("region", { name: word("index766.steps") }).innerText();
  assert.ok(!next.includes(word("index766.steps_full")), next);
  const missing = (group, points) => word("index766.steps_missing", { name: texts.groups[group], points });
  assert.ok(next.includes(missing("progress", "0,47")) && next.includes(missing("online", "2")), next);
  assert.ok(!next.includes(texts.groups.satisfaction), next);
  const row = (name) => section.getByRole("row", { name }).first().innerText();
  assert.match(await row(texts.groups.progress), /19,53\/20/);
  assert.match(await row(texts.groups.online), /10\/12/);
  assert.match(await row(texts.groups.satisfaction), /18\/18/);
  assert.ok((await row(texts.groups.payment)).includes(word("index766.state_none")), "no data is not zero");
  await section.getByText(word("index766.components")).last().click();
  const filed = await row(texts.components["filed-online"].name);
  assert.ok(filed.includes("91,27%") && filed.includes("3.179/3.483"), filed);
  assert.ok((await page.getByText(texts.survey_note).count()) > 0, "it says that no survey feeds group six");
});

journey("shares that a report gives are points, marked as such, and no step is worked out from them", async (place) => {
  const { page } = await open(place, "/cong-cu/766");
  await fill(page, { unit: UNIT, "dossiers-on-time": "100%", "dossiers-paid-online": "98 %", "dossiers-online": "64%" });
  await press(page, "index766.work_out");
  await focused(page, "result");
  const section = page.getByRole("region", { name: word("index766.result") });
  assert.ok((await section.innerText()).includes(word("index766.known", { points: "31,88", of: "32" })));
  await section.getByText(word("index766.components")).last().click();
  const paid = await section.getByRole("row", { name: texts.components["paid-online"].name }).innerText();
  assert.ok(paid.includes("5,88/6") && paid.includes(word("index766.from_share", { share: "98%" })), paid);
  assert.equal(await page.locator(".steps li").count(), 0);
  await fill(page, { "dossiers-online": "104%", "dossiers-received": "98%" });
  await press(page, "index766.work_out");
  await focused(page, "wrong");
  const faults = await page.locator("#wrong").innerText();
  assert.ok(faults.includes("104%") && faults.includes(word("index766.wrong_no_share")), faults);
});

journey("the next steps come sorted, in words", async (place) => {
  const { page } = await open(place, "/cong-cu/766");
  await fill(page, { unit: UNIT, "dossiers-received": "1000", "dossiers-synchronised": "900", "dossiers-digitised": "900",
    procedures: "100", "procedures-online": "10" });
  await press(page, "index766.work_out");
  await focused(page, "result");
  const steps = await page.locator(".steps li").allInnerTexts();
  const first = (id) => steps.findIndex((step) => step.includes(texts.components[id].step));
  // 2 points over 80 of 100 procedures; 6 and 4 points over 1,000 dossiers.
  assert.deepEqual(["offered-online", "synchronised", "papers-digitised"].map(first), [0, 1, 2], steps.join("\n"));
  assert.ok(steps[0].includes(word("index766.step_gain", { points: "0,025" })), steps[0]);
  assert.ok(steps[1].includes(word("index766.step_full", { n: "100", points: "0,6" })), steps[1]);
});

journey("figures that cannot be are refused beside their field, and nothing typed is lost", async (place) => {
  const { page } = await open(place, "/cong-cu/766");
  await fill(page, { "dossiers-received": "3483", "dossiers-online": "nhiều" });
  await page.locator("#dossiers-online").press("Enter");
  await focused(page, "wrong");
  const links = page.locator("#wrong").getByRole("link");
  assert.equal(await links.count(), 2);
  await links.last().focus();
  await page.keyboard.press("Enter");
  await focused(page, "dossiers-online");
  assert.equal(await page.locator("#dossiers-online").inputValue(), "nhiều");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("3484");
  await fill(page, { unit: UNIT });
  await page.locator("#dossiers-online").press("Enter");
  const more = word("index766.wrong_more_than", { value: "3.484", whole: texts.counts["dossiers-received"], most: "3.483" });
  await page.locator("#wrong").getByText(more).waitFor();
  const field = page.locator("#dossiers-online");
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  assert.ok((await page.locator(`[id="${await field.getAttribute("aria-describedby")}"]`).innerText()).includes(more));
  await fill(page, { "dossiers-online": "3179" });
  await field.press("Enter");
  await focused(page, "result");
  assert.equal(await page.locator("#wrong").count(), 0);
});

journey("days are kept on the device, also without a network, and removing one can be undone", async (place) => {
  const { device, page } = await open(place, "/cong-cu/766");
  await page.evaluate(() => navigator.serviceWorker?.ready);
  await fill(page, { unit: UNIT, day: "2025-08-21", total: "94,25" });
  await press(page, "index766.keep");
  await page.getByText(pattern("index766.kept", { unit: UNIT })).waitFor();
  await device.offline(true);
  await fill(page, { day: "2025-08-25", total: "94,73" });
  await press(page, "index766.keep");
  const days = page.getByRole("table", { name: word("index766.history_of", { unit: UNIT }) });
  const newest = days.getByRole("row").nth(1);
  await newest.getByText("94,73").waitFor();
  assert.ok((await newest.innerText()).includes("+0,48"), await newest.innerText());
  await page.getByRole("button", { name: word("index766.take_day", { day: "25/08/2025" }) }).click();
  await focused(page, "undo");
  assert.equal(await days.getByRole("row").count(), 2);
  await page.keyboard.press("Enter");
  await days.getByText("94,73").waitFor();
  await page.getByRole("button", { name: word("index766.open_day", { day: "21/08/2025" }) }).click();
  await focused(page, "result");
  assert.equal(await page.locator("#total").inputValue(), "94,25");
  await page.reload();
  await days.getByText("94,73").waitFor();
  assert.equal(await page.locator("#total").inputValue(), "94,25", "what stood in the form stands there again");
});

journey("a phone that never opened the tools keeps nothing of them, and says so without a network", async (place) => {
  const { device, page } = await open(place, "/");
  await page.evaluate(() => navigator.serviceWorker?.ready);
  const theirs = () => place.line.requests.filter(({ path }) => /\/a\/(tools|forms)\.|^\/cong-cu/.test(path));
  assert.deepEqual(theirs(), []);
  await device.offline(true);
  await page.goto(`${place.origin}/cong-cu/766`);
  await page.getByRole("heading", { level: 1, name: word("desk.untooled") }).waitFor();
  await device.offline(false);
  await page.getByRole("button", { name: word("desk.retry") }).click();
  await page.getByRole("heading", { level: 1, name: word("index766.title") }).waitFor();
  // The page is kept after all that it names.
  await pageKept(page, "/cong-cu");
  await device.offline(true);
  await page.reload();
  await page.getByRole("heading", { level: 1, name: word("index766.title") }).waitFor();
});

journey("figures that cannot be read are named and left as they are", async (place) => {
  const { page } = await open(place, "/cong-cu/766");
  const raw = () => page.evaluate(() => new Promise((done, failed) => {
    const request = indexedDB.open("lang-nghe");
    request.onerror = failed;
    request.onsuccess = () => {
      const values = request.result.transaction("values", "readwrite").objectStore("values");
      const kept = values.get("index-766.Hỏng");
      kept.onsuccess = () => {
        if (!kept.result) values.put({ name: "index-766.Hỏng", revision: 1, bytes: new TextEncoder().encode('{"format":2}') });
        done(kept.result ? new TextDecoder().decode(kept.result.bytes) : null);
        request.result.close();
      };
    };
  }));
  assert.equal(await raw(), null);
  await page.reload();
  await page.getByRole("alert").getByText(word("index766.unreadable", { units: "Hỏng" })).waitFor();
  await fill(page, { unit: "Hỏng", total: "90" });
  await press(page, "index766.keep");
  await page.getByText(word("index766.unreadable_unit", { unit: "Hỏng" })).waitFor();
  assert.equal(await raw(), '{"format":2}');
});

journey("a table is read with its faults by row and column, kept, ranked and handed out again", async (place) => {
  const { page } = await open(place, "/cong-cu/766");
  const table = page.locator("#table");
  const csv = ["unit;day;dossiers-received;dossiers-online;total", `${UNIT};25/8/2025;3.483;3.179;94,73`,
    "A;25/8/2025;;;93", "B;25/8/2025;10;11;", ";25/8/2025;x;;"].join("\n");
  await table.fill(csv);
  await press(page, "index766.read");
  await focused(page, "found");
  const faults = await page.locator("#found li").allInnerTexts();
  assert.equal(faults.length, 3, faults.join("\n"));
  assert.ok(faults[0].startsWith("Dòng 4") && faults[0].includes(texts.counts["dossiers-online"]), faults[0]);
  assert.ok(faults.slice(1).every((fault) => fault.startsWith("Dòng 5, cột")), faults.join("\n"));
  assert.equal(await table.inputValue(), csv);
  await page.getByRole("button", { name: word("index766.table_keep", { n: 2 }) }).click();
  const standings = page.getByRole("region", { name: word("index766.standings") });
  await standings.getByRole("row", { name: new RegExp(UNIT) }).getByText("1/2").waitFor();
  assert.equal(await table.inputValue(), csv, "rows with faults can still be put right");
  const out = await handedOver(page, "index766.export");
  assert.match(out, /Phú Xuyên, Hà Nội.*2025-08-25;94\.73/);
  await table.fill(out);
  await press(page, "index766.read");
  await page.getByText(word("index766.table_found", { n: 2 })).waitFor();
  assert.equal(await page.locator("#found li").count(), 0);
});

journey("how many to ask stands there both ways, with what it rests on", async (place) => {
  const { page } = await open(place, "/cong-cu/chon-mau");
  await fill(page, { population: "10.000", response: "80", "per-village": "10" });
  await press(page, "sample.work_out");
  await focused(page, "size-result");
  const cards = await page.locator(".result .card").allInnerTexts();
  assert.ok(cards[0].includes(word("sample.answers", { n: 528 })) && cards[0].includes("660"), cards[0]);
  assert.ok(cards[0].includes("1,45"), "the design effect is named");
  assert.ok(cards[1].includes(word("sample.answers", { n: 385 })), cards[1]);
  await fill(page, { margin: "0" });
  await press(page, "sample.work_out");
  await focused(page, "size-wrong");
  await page.locator("#size-wrong").getByText(word("sample.wrong_margin")).waitFor();
});

journey("the same list and digits draw the same people on another device", async (place) => {
  const names = Array.from({ length: 30 }, (_, n) => `Hộ ${n + 1}`);
  const draw = async (list) => {
    const { page } = await open(place, "/cong-cu/chon-mau");
    assert.match(await page.locator("#seed").inputValue(), /^\d{12}$/);
    await fill(page, { list: list.join("\n"), wanted: "5", seed: "482910375516" });
    await press(page, "sample.draw_button");
    await focused(page, "drawn");
    return { page, drawn: await page.getByRole("rowheader").allInnerTexts() };
  };
  const one = await draw(names);
  const other = await draw(names.toReversed());
  assert.equal(one.drawn.length, 5);
  assert.deepEqual(one.drawn, other.drawn);
  const file = await handedOver(one.page, "sample.export");
  assert.equal(file.split("482910375516").length - 1, 5, "the digits stand on every row");
  await fill(one.page, { list: "An\n\nAn", wanted: "1" });
  await press(one.page, "sample.draw_button");
  await one.page.locator("#draw-wrong").getByText(word("sample.wrong_same", { first: 1, second: 3 })).waitFor();
});

journey("a draw from one village says that no error can be worked out from it", async (place) => {
  const { page } = await open(place, "/cong-cu/chon-mau");
  const draw = async (villages) => {
    await page.locator("#by-village").check({ force: true });
    await fill(page, { list: "Thôn A; 1\nThôn A; 2\nThôn B; 3\nThôn B; 4", villages, wanted: "2", seed: "7" });
    await press(page, "sample.draw_button");
    await focused(page, "drawn");
    return page.getByText(word("sample.alone")).count();
  };
  assert.equal(await draw("1"), 1);
  assert.equal(await draw("2"), 0);
});

journey("the tools fit a small screen, and axe finds nothing", { timeout: 120_000 }, async (place) => {
  const { page } = await open(place, "/cong-cu");
  const found = await violations(page, "/cong-cu");
  await page.getByRole("link", { name: word("index766.title") }).click();
  await page.locator("#unit").waitFor();
  await fill(page, ARTICLE);
  await press(page, "index766.keep");
  await page.getByText(pattern("index766.kept", { unit: UNIT })).waitFor();
  await page.locator("#table").fill("unit;day\n;x");
  await press(page, "index766.read");
  found.push(...(await violations(page, "766")));
  await page.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual([...(await clipped(page)), ...(await smallTargets(page))], []);
  await page.goto(`${place.origin}/cong-cu/chon-mau`);
  await page.locator("#population").waitFor();
  await fill(page, { list: "An\nBình", wanted: "1", population: "100" });
  await press(page, "sample.work_out");
  await press(page, "sample.draw_button");
  await focused(page, "drawn");
  found.push(...(await violations(page, "sampling")));
  await page.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual([...(await clipped(page)), ...(await smallTargets(page))], []);
  assert.deepEqual([...new Set(found)], []);
});
