// Filled-in forms in a table: counted on the device, with the figures that this file works out by itself from the same
// rows, one after the other and in plain numbers.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "smol-toml";
import { violations } from "./harness/axe.mjs";
import { journey } from "./harness/journey.mjs";
import { chooseLarge } from "./harness/large-file.mjs";
import { clipped, smallTargets } from "./harness/layout.mjs";
import { estimate, mean, wilson } from "./harness/survey-statistics.mjs";
import { pageKept } from "./harness/comes-true.mjs";
import { pattern, word } from "./harness/words.mjs";

const TOOL = "/cong-cu/cham-phieu";
const folder = new URL("../../content/instruments/sipas-39/2026.1/", import.meta.url);
const sipas = parse(readFileSync(new URL("instrument.toml", folder), "utf8"));
const texts = parse(readFileSync(new URL("text.vi.toml", folder), "utf8"));
const scale = (item) => sipas.scale.find(({ id }) => id === item.scale).options;
const NAMED = `${texts.title} (sipas-39 2026.1)`;

/** Chance that is the same in every run (mulberry32). */
const chance = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

/** Forms of a survey in two rounds: four communes, ten villages each, people who lean one way. */
const survey = (count, seed = 7) => {
  const random = chance(seed);
  const lean = Array.from({ length: 40 }, () => random() - 0.5);
  return Array.from({ length: count }, () => {
    const village = Math.floor(random() * 40);
    const round = random() < 0.5 ? 1 : 2;
    const own = random() + lean[village] + (round === 2 ? 0.22 : 0);
    const answers = sipas.item.map((item) => {
      const options = scale(item);
      if (random() < 0.04) return "";
      const levels = options.length - 1;
      const level = item.factor ? Math.floor(((own + random() * 2) / 3) * levels) : Math.floor(random() * levels);
      return random() < 0.05 ? "na" : options[Math.max(0, Math.min(levels - 1, level))].id;
    });
    return { commune: `Xã ${1 + (village % 4)}`, village: `Thôn ${village}`, round: `Đợt ${round}`, weight: 1 + (village % 3) / 2, answers };
  });
};

const table = (rows, columns = {}) => {
  const names = Object.keys(columns);
  const head = [...names, ...sipas.item.map(({ id }) => id)].join(";");
  const line = (row) => [...names.map((name) => columns[name](row)), ...row.answers].join(";");
  return `\ufeff${head}\r\n${rows.map(line).join("\r\n")}\r\n`;
};

const DRAWN = {
  "Tầng": (row) => row.commune,
  "Cụm": (row) => row.village,
  "Trọng số": (row) => String(row.weight).replace(".", ","),
  group: (row) => row.round,
  point: (row) => row.commune,
  day: () => "22/11/2026",
};

/** Per form the share satisfied of the items of these factors, where at least half of them have an answer that counts. */
const own = (rows, factors) => {
  const items = sipas.item.map((item, at) => ({ ...item, at })).filter(({ factor }) => factors.includes(factor));
  return rows.map(({ answers }) => {
    const scored = items.map((item) => scale(item).find(({ id }) => id === answers[item.at])).filter((option) => option?.points);
    if (scored.length === 0 || scored.length * 2 < items.length) return null;
    return (100 * scored.filter(({ satisfied }) => satisfied).length) / scored.length;
  });
};
const ALL = sipas.factor.map(({ id }) => id);

const open = async (place, path = TOOL) => {
  const device = await place.device();
  const page = await device.tab();
  await page.goto(place.origin + path);
  await page.locator("#which").waitFor();
  return { device, page };
};

const choose = (page) => page.locator("#which").selectOption({ label: NAMED });

const openFile = (page, text, name = "phieu.csv") =>
  page.locator("#open-file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

const focused = (page, id) => page.waitForFunction((wanted) => document.activeElement.id === wanted, id, { timeout: 120_000 });

const numbers = (text) => [...text.matchAll(/[+−]?\d+(?:[.,]\d+)?/g)].map(([number]) => Number(number.replace("−", "-").replace(",", ".")));

const close = (found, expected, what) => {
  assert.equal(found.length >= expected.length, true, `${what}: ${found}`);
  expected.forEach((number, at) => assert.ok(Math.abs(found[at] - number) <= 0.0501, `${what}: ${found[at]}, not ${number}`));
};

/** The cells of a row of a table, by its name. */
const row = async (page, caption, name) => {
  const found = page.getByRole("table", { name: caption, exact: true }).getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  return (await found.getByRole("cell").allInnerTexts()).map((text) => text.replace(/\s+/g, " "));
};

const cut = async (device, page) => {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await pageKept(page, TOOL);
  await device.offline(true);
};

journey("a table of 2,400 forms gives the figures of its rows, without a network", { timeout: 180_000 }, async (place) => {
  const { device, page } = await open(place);
  await cut(device, page);
  await page.reload();
  await page.locator("#which").waitFor();
  await choose(page);
  const rows = survey(2_400);
  await openFile(page, table(rows));
  await focused(page, "outcome");
  const section = page.getByRole("region", { name: word("own_forms.result"), exact: true });
  await section.getByText(pattern("report.basis", { n: "2.400" })).waitFor();
  const expect = (values) => mean(values.filter((value) => value !== null));
  const total = expect(own(rows, ALL));
  const [people, share] = await row(page, word("report.factors_caption"), word("report.total"));
  assert.deepEqual(numbers(people.replace(".", "")), [total.n]);
  close(numbers(share), [total.value, ...total.interval], "the total");
  for (const { id } of sipas.factor) {
    const factor = expect(own(rows, [id]));
    const [, share] = await row(page, word("report.factors_caption"), texts.factors[id]);
    close(numbers(share), [factor.value, ...factor.interval], id);
  }
  const item = sipas.item.findIndex(({ factor }) => factor === "access");
  const given = rows.map(({ answers }) => scale(sipas.item[item]).find(({ id }) => id === answers[item])).filter((option) => option?.points);
  const one = wilson(given.filter(({ satisfied }) => satisfied).length, given.length);
  await page.getByText(word("own_forms.items"), { exact: true }).click();
  const [, ofItem] = await row(page, word("report.items_caption"), texts.items[sipas.item[item].id].short);
  close(numbers(ofItem), [one.value, ...one.interval], "one item");
  const [unstated] = await row(page, word("report.modes_caption"), word("report.unstated"));
  assert.equal(unstated, "2.400");
  assert.equal(await page.locator("#design").count(), 0, "nothing says how people were drawn");
});

journey("strata, clusters and weights give a wider estimate beside the plain one, and two rounds are compared", { timeout: 180_000 }, async (place) => {
  const { page } = await open(place);
  await choose(page);
  const rows = survey(2_000, 11);
  await openFile(page, table(rows, DRAWN));
  await focused(page, "outcome");
  await page.getByText(word("own_forms.days", { first: "22/11/2026", last: "22/11/2026" })).waitFor();
  const drawn = rows.map(({ commune, village, weight }) => ({ stratum: commune, cluster: village, weight }));
  const values = own(rows, ALL);
  const plain = mean(values.filter((value) => value !== null));
  const designed = estimate(drawn, values);
  const cells = await row(page, word("own_forms.design_caption"), word("report.total"));
  close(numbers(cells[0]), [plain.value, ...plain.interval], "plain");
  close(numbers(cells[1]), [designed.value, ...designed.interval], "by design");
  close(numbers(cells[2]), [designed.effect], "design effect");
  assert.ok(designed.interval[1] - designed.interval[0] > plain.interval[1] - plain.interval[0], "villages differ");
  const [before, after] = [1, 2].map((round) => values.map((value, at) => (rows[at].round === `Đợt ${round}` ? value : null)));
  const difference = estimate(drawn, after, before);
  await page.locator("#first").selectOption({ label: await label(page, "Đợt 1") });
  await page.locator("#second").selectOption({ label: await label(page, "Đợt 2") });
  await page.getByRole("table", { name: word("own_forms.compare_of", { first: "Đợt 1", second: "Đợt 2" }), exact: true }).waitFor();
  const caption = word("own_forms.compare_of", { first: "Đợt 1", second: "Đợt 2" });
  const [gap, verdict] = await row(page, caption, word("report.total"));
  close(numbers(gap), [difference.value, ...difference.interval], "the difference");
  const isDifferent = difference.interval[0] > 0 || difference.interval[1] < 0;
  assert.equal(verdict, word(isDifferent ? "report.pictures.verdict_different" : "report.pictures.verdict_not_enough"));
  // The places, all of them: whoever brings the table has seen it.
  const points = page.getByRole("table", { name: word("report.points_caption"), exact: true });
  assert.equal(await points.getByRole("row").count(), 5);
});

const label = (page, name) =>
  page.locator("#first option").filter({ hasText: name }).first().innerText();

journey("whatever is wrong is named by row and column, and nothing is lost", async (place) => {
  const { page } = await open(place);
  await choose(page);
  const rows = survey(6);
  rows[1].answers[0] = "9";
  const wrong = table(rows, { version: ({ answers }) => (answers === rows[3].answers ? "2026.2" : "2026.1"), "Trọng số": ({ answers }) => (answers === rows[4].answers ? "-2" : "1") });
  await page.locator("#table-text").fill(wrong);
  await page.getByRole("button", { name: word("own_forms.count"), exact: true }).click();
  await focused(page, "found");
  const faults = await page.locator("#found li").allInnerTexts();
  assert.equal(faults.length, 3, faults.join("\n"));
  assert.match(faults[0], pattern("own_forms.fault_answer", { row: 3, column: sipas.item[0].id, text: "9" }));
  assert.match(faults[1], pattern("own_forms.fault_other", { row: 5, column: "version", text: "2026.2", expected: "2026.1" }));
  assert.match(faults[2], pattern("own_forms.fault_cell", { row: 6, column: "Trọng số", text: "-2" }));
  assert.equal(await page.locator("#outcome").count(), 0, "no figures of a part of the table");
  assert.equal((await page.locator("#table-text").inputValue()).split("\n").length, 8, "the table is still there");
  // Columns: one that means nothing, and one that is missing.
  const bent = table(survey(2)).replace(`;${sipas.item[1].id};`, ";tuổi;");
  await openFile(page, bent);
  await page.getByText(pattern("own_forms.fault_unknown_column", { row: 1, column: "tuổi" })).waitFor();
  await page.getByText(pattern("own_forms.fault_missing_column", { row: 1, column: sipas.item[1].id })).waitFor();
  // No form at all, and something that is no table.
  await openFile(page, table([]));
  await page.getByText(word("own_forms.empty")).waitFor();
  await openFile(page, "");
  await page.getByText(word("own_forms.empty")).waitFor();
  // Put right, it counts.
  await openFile(page, table(survey(6)));
  await focused(page, "outcome");
});

journey("a stratum with one village is named, and the plain figures stay", async (place) => {
  const { page } = await open(place);
  await choose(page);
  const rows = survey(60).map((row, at) => ({ ...row, commune: at === 20 ? "Xã lẻ" : row.commune }));
  await openFile(page, table(rows, { stratum: (row) => row.commune, cluster: (row) => row.village }));
  await focused(page, "outcome");
  await page.getByText(word("own_forms.single", { stratum: "Xã lẻ", row: 22 })).waitFor();
  await page.getByText(pattern("report.basis", { n: "60" })).waitFor();
});

journey("a large table is read while the page goes on answering, and can be given up", { timeout: 300_000 }, async (place) => {
  const { page } = await open(place);
  await choose(page);
  // The criteria are answered, the other questions are left out; of every form the table says how its person was drawn,
  // in more combinations of place and mode than are counted side by side. An unoptimised build is given fewer forms.
  const count = Number(process.env.LANG_NGHE_TABLE_FORMS ?? 100_000);
  const some = survey(1_000, 3).map(({ answers }) => answers.map((answer, at) => (sipas.item[at].factor ? answer : "")).join(";"));
  const drawn = (at) => `Xã ${at % 20};Thôn ${at % 400};${1 + (at % 7)},5;Đợt ${1 + (at % 2)};Nơi ${at % 30};${["self", "assisted", "paper"][(at % 7) % 3]}`;
  const head = `stratum;cluster;weight;group;point;mode;${sipas.item.map(({ id }) => id).join(";")}`;
  const text = `${head}\n${Array.from({ length: count }, (_, at) => `${drawn(at)};${some[at % 1_000]}`).join("\n")}\n`;
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-table-"));
  const file = join(folder, "phieu.csv");
  writeFileSync(file, text);
  // Given up as soon as that is offered: nothing is shown, and the next reading begins anew.
  await page.evaluate(() => {
    const watch = new MutationObserver(() => {
      const stop = document.getElementById("stop");
      if (!stop) return;
      watch.disconnect();
      stop.click();
    });
    watch.observe(document.body, { childList: true, subtree: true });
  });
  const patient = { timeout: 120_000 };
  await chooseLarge(page, "#open-file", file);
  await page.getByText(word("own_forms.stopped")).waitFor(patient);
  assert.equal(await page.locator("#outcome").count(), 0);
  await page.evaluate(() => {
    window.seen = { gap: 0, values: new Set() };
    let last = null;
    const frame = (now) => {
      window.seen.gap = Math.max(window.seen.gap, now - last);
      last = now;
      const progress = document.querySelector("progress");
      if (progress) window.seen.values.add(progress.value);
      if (!document.getElementById("outcome")) return requestAnimationFrame(frame);
      window.seen.took = now - window.seen.begun;
    };
    document.getElementById("open-file").addEventListener("change", () => {
      window.seen.begun = last = performance.now();
      requestAnimationFrame(frame);
    }, { once: true, capture: true });
  });
  await chooseLarge(page, "#open-file", file);
  await focused(page, "outcome");
  await page.getByText(pattern("report.basis", { n: count.toLocaleString("de") })).waitFor();
  await page.locator("#compare table").first().waitFor(patient);
  const seen = await page.evaluate(() => ({ ...window.seen, values: [...window.seen.values] }));
  rmSync(folder, { recursive: true });
  console.log(`# ${count} forms × ${sipas.item.length + 6} columns, ${(text.length / 1e6).toFixed(1)} MB: ${Math.round(seen.took)} ms, longest without a frame ${Math.round(seen.gap)} ms`);
  assert.ok(seen.values.length > 3, `its progress was seen ${seen.values.length} times`);
  assert.deepEqual(seen.values, seen.values.toSorted((a, b) => a - b), "it never goes back");
  // Five times what is meant, for machines that do something else besides.
  assert.ok(seen.gap < 1_000, `${seen.gap} ms without a frame`);
});

journey("the template names every column, and the page works by keyboard and in English", async (place) => {
  const { page } = await open(place, `${TOOL}?l=en`);
  const english = (key, fill) => word(key, fill, "en");
  const title = parse(readFileSync(new URL("text.en.toml", folder), "utf8")).title;
  await page.locator("#which").selectOption({ label: `${title} (sipas-39 2026.1)` });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: english("table.template"), exact: true }).click(),
  ]);
  const template = readFileSync(await download.path(), "utf8").trim().replace(/^\ufeff/, "");
  const names = template.split(/[,;]/);
  assert.deepEqual(names.slice(-sipas.item.length), sipas.item.map(({ id }) => id));
  assert.equal(names.length, sipas.item.length + 9);
  const rows = survey(40).map(({ answers }) => answers.join(","));
  await page.locator("#table-text").fill(`${sipas.item.map(({ id }) => id).join(",")}\n${rows.join("\n")}\n`);
  await page.locator("#table-text").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await focused(page, "outcome");
  await page.getByText(pattern("report.basis", { n: "40" }, "en")).waitFor();
});

journey("the page fits a small screen, and axe finds nothing", { timeout: 240_000 }, async (place) => {
  const { page } = await open(place);
  await choose(page);
  const found = await violations(page, "nothing opened");
  await openFile(page, table(survey(5)).replace("\n", "\nx;").replace(`${sipas.item[3].id};`, ""));
  await page.locator("#found").waitFor();
  found.push(...(await violations(page, "faults")));
  await page.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual([...(await clipped(page)), ...(await smallTargets(page))], []);
  await openFile(page, table(survey(300), DRAWN));
  await page.locator("#compare").waitFor();
  for (const summary of await page.locator("summary").all()) await summary.click();
  found.push(...(await violations(page, "results")));
  await page.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual([...(await clipped(page)), ...(await smallTargets(page))], []);
  assert.deepEqual([...new Set(found)], []);
});

journey("whoever opens the other tools pays nothing for this page, and without a network it says that it is not there", async (place) => {
  const device = await place.device();
  const page = await device.tab();
  await page.goto(`${place.origin}/cong-cu`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await pageKept(page, "/cong-cu");
  const own = () => place.line.requests.filter(({ path }) => /\/a\/forms\.|\.pack$/.test(path)).map(({ path }) => path);
  assert.deepEqual(own(), [], "neither its program nor the questions of any instrument");
  await device.offline(true);
  await page.getByRole("link", { name: word("table.own_forms"), exact: true }).click();
  await page.getByRole("heading", { level: 1, name: word("desk.untooled") }).waitFor();
  await device.offline(false);
  await page.getByRole("button", { name: word("desk.retry") }).click();
  await page.locator("#which").waitFor();
  assert.equal(new URL(page.url()).pathname, TOOL);
  assert.ok(own().some((path) => path.includes("/a/forms.")) && own().some((path) => path.endsWith(".pack")));
  // Kept after all that it names, in every language; and back among the tools.
  await pageKept(page, TOOL);
  await device.offline(true);
  await page.goto(`${place.origin}${TOOL}?l=en`);
  await page.locator("#which").waitFor();
  await page.getByRole("navigation", { name: word("desk.nav", {}, "en") }).getByRole("link", { name: word("desk.tools", {}, "en") }).click();
  await page.getByRole("link", { name: word("published.title", {}, "en"), exact: true }).click();
  await page.getByRole("heading", { level: 1, name: word("published.title", {}, "en") }).waitFor();
});
