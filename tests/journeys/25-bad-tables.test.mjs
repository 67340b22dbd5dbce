// Tables as they really come: saved by another program, in other letters, cut off, far too large, or meant to do harm.
// Whatever cannot be read is named by row and column, whatever can be read counts, and no figure is ever none.

import assert from "node:assert/strict";
import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "smol-toml";
import { journey } from "./harness/journey.mjs";
import { chooseLarge } from "./harness/large-file.mjs";
import { pattern, word } from "./harness/words.mjs";

const folder = new URL("../../content/instruments/pulse-1/2026.1/", import.meta.url);
const pulse = parse(readFileSync(new URL("instrument.toml", folder), "utf8"));
const texts = parse(readFileSync(new URL("text.vi.toml", folder), "utf8"));
const ITEMS = pulse.item.map(({ id }) => id);
const HEAD = ITEMS.join(";");
const ROW = "4;5;3;na;no";

const open = async (place) => {
  const device = await place.device();
  const page = await device.tab();
  await page.goto(`${place.origin}/cong-cu/cham-phieu`);
  await page.locator("#which").selectOption({ label: `${texts.title} (pulse-1 2026.1)` });
  return page;
};

/** Opens a file and waits until it is counted or refused. */
const opened = async (page, content, wanted) => {
  await page.evaluate(() => document.querySelectorAll("#found, #outcome").forEach((old) => old.setAttribute("data-old", "")));
  const buffer = typeof content === "string" ? Buffer.from(content) : content;
  await page.locator("#open-file").setInputFiles({ name: "phieu.csv", mimeType: "text/csv", buffer });
  await page.locator(`${wanted}:not([data-old])`).waitFor();
};

/** The faults of a table that is refused. */
const refused = async (page, content) => {
  await opened(page, content, "#found");
  assert.equal(await page.locator("#outcome").count(), 0, "no figures of a part of the table");
  return page.locator("#found li").allInnerTexts();
};

const counted = async (page, content, n) => {
  await opened(page, content, "#outcome");
  const all = await page.locator("main").evaluate((main) => main.textContent);
  assert.doesNotMatch(all, /NaN|undefined|Infinity|∞|\[object/);
  await page.getByText(pattern("report.basis", { n: String(n) })).waitFor();
};

const utf16 = (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

journey("a table is read however spreadsheets save it", { timeout: 120_000 }, async (place) => {
  const page = await open(place);
  const of = (separator, end, rows) => [HEAD, ...rows].map((row) => row.replaceAll(";", separator)).join(end) + end;
  await counted(page, of(";", "\r\n", [ROW, ROW]), 2);
  await counted(page, `\ufeff${of(",", "\n", [ROW, ROW, ROW])}`, 3);
  await counted(page, of("\t", "\r", [ROW]), 1);
  await counted(page, `sep=;\r\n${of(";", "\r\n", [ROW, ROW])}`, 2);
  await counted(page, utf16(of("\t", "\r\n", [ROW, ROW, ROW, ROW])), 4);
  // Rows without anything in them, cells in quotes over two lines, and a weight with a decimal comma between tabs.
  await counted(page, `weight\tpoint\t${HEAD.replaceAll(";", "\t")}\r\n1,5\t"Xã ""A""\nthôn 1"\t${ROW.replaceAll(";", "\t")}\r\n\r\n2\tB\t${ROW.replaceAll(";", "\t")}\r\n`, 2);
  const points = page.getByRole("table", { name: word("report.points_caption"), exact: true });
  assert.match(await points.innerText(), /Xã "A"\s+thôn 1/);
  // Letters and their marks as two signs each, in names of columns and of answers.
  const level = texts.scales[pulse.item[0].scale][pulse.scale.find(({ id }) => id === pulse.item[0].scale).options[3].id];
  await counted(page, `Tầng;${HEAD};${word("own_forms.column_point")}\nA;${level};${ROW.split(";").slice(1).join(";")};Xã Đức\nA;${ROW};Xã Đức\n`.normalize("NFD"), 2);
  assert.equal(await page.getByRole("rowheader", { name: "Xã Đức".normalize("NFC"), exact: true }).count(), 1);
});

journey("letters of another encoding end the reading where they stand", async (place) => {
  const page = await open(place);
  // “Xã” as Windows-1258 writes it.
  const table = Buffer.concat([Buffer.from(`point;${HEAD}\nA;9;5;3;na;no\nX`), Buffer.from([0xe3]), Buffer.from(` B;${ROW}\n`)]);
  const faults = await refused(page, table);
  assert.equal(faults.length, 2, faults.join("\n"));
  assert.match(faults[0], pattern("own_forms.fault_answer", { row: 2, column: ITEMS[0], text: "9" }));
  assert.equal(faults[1], word("own_forms.fault_not_text", { row: 3, column: "point" }));
  const head = await refused(page, Buffer.concat([Buffer.from([0x4e, 0xf3, 0x69]), Buffer.from(`;${HEAD}\n`)]));
  assert.deepEqual(head, [word("own_forms.fault_not_text", { row: 1, column: "1" })]);
  assert.deepEqual(await refused(page, Buffer.from("PK\x03\x04\x14\0\x06\0 a workbook")), [word("own_forms.workbook")]);
  await counted(page, `${HEAD}\n${ROW}\n`, 1);
});

journey("a file of three gigabytes is refused without being read", async (place) => {
  const page = await open(place);
  const own = mkdtempSync(join(tmpdir(), "lang-nghe-table-"));
  const file = join(own, "phieu.csv");
  const handle = openSync(file, "w");
  ftruncateSync(handle, 3_000_000_000);
  closeSync(handle);
  await chooseLarge(page, "#open-file", file);
  await page.getByText(word("own_forms.too_large", { n: "3.000", most: 200 })).waitFor();
  rmSync(own, { recursive: true });
  await counted(page, `${HEAD}\n${ROW}\n`, 1);
});

journey("every fault of a table has its row and its column", { timeout: 120_000 }, async (place) => {
  const page = await open(place);
  const first = ITEMS[0];
  const of = (names, rows) => `${names ? `${names};` : ""}${HEAD}\n${rows.join("\n")}\n`;
  const fault = (key, fill) => word(`own_forms.fault_${key}`, fill);
  const weight = word("own_forms.hint_weight");
  const cases = [
    ["a decimal comma where commas are between cells", `weight,${HEAD.replaceAll(";", ",")}\n1,5,${ROW.replaceAll(";", ",")}\n`, [fault("long", { row: 2, found: 7, expected: 6 })]],
    ["a quotation mark that is not closed", of("", [ROW, `4;"5;3;na;no`, ROW]), [fault("quote", { row: 3 })]],
    ["a column that stands there twice", `${HEAD};${first}\n${ROW};4\n`, [fault("twice_column", { row: 1, column: first })]],
    ["strata and weights without a value", of("stratum;weight", [`A;1;${ROW}`, `;1;${ROW}`, `A;;${ROW}`, `-;1;${ROW}`]),
      [fault("empty", { row: 3, column: "stratum" }), fault("empty", { row: 4, column: "weight" }), fault("cell", { row: 5, column: "stratum", text: "-", hint: "" })]],
    ["weights that are none", of("weight", ["NaN", "0", "-1", "1e9", "1000000000", "Infinity", "1,23456"].map((text) => `${text};${ROW}`)),
      ["NaN", "0", "-1", "1e9", "1000000000", "Infinity", "1,23456"].map((text, at) => fault("cell", { row: 2 + at, column: "weight", text, hint: weight }))],
    ["days that are none, another version, another instrument", of("day;version;instrument", [`31/02/2026;2026.1;pulse-1;${ROW}`, `22/11/2026;2025.1;pulse-1;${ROW}`, `22/11/2026;2026.1;sipas-39;${ROW}`]),
      [fault("cell", { row: 2, column: "day", text: "31/02/2026", hint: word("own_forms.hint_day") }), fault("other", { row: 3, column: "version", text: "2025.1", expected: "2026.1" }), fault("other", { row: 4, column: "instrument", text: "sipas-39", expected: "pulse-1" })]],
    ["more columns than a table of forms has", `${HEAD}${";x".repeat(1_000)}\n`, [fault("many_columns", { row: 1, found: "1.005", most: "1.000" })]],
    ["a code of each form as its place", of("point", Array.from({ length: 301 }, (_, at) => `P${at};${ROW}`)), [fault("many_points", { row: 302, column: "point", most: 300 })]],
  ];
  for (const [what, table, expected] of cases) {
    const found = await refused(page, table);
    assert.deepEqual(found, expected.map((words) => words.trim()), what);
  }
  // Answers off the scale, and a whole file in one cell: told in a line.
  const off = await refused(page, of("", [`6;5;3;na;no`, `4,5;5;3;na;no`, `${"ề".repeat(5_000)};5;3;na;no`]));
  assert.equal(off.length, 3);
  assert.match(off[0], pattern("own_forms.fault_answer", { row: 2, column: first, text: "6" }));
  assert.equal(off[1], word("own_forms.fault_answer_again", { row: 3, column: first, text: "4,5" }), "what it takes is said once");
  assert.ok(off.every((words) => words.length < 700), off.map((words) => words.length).join());
  // Of a thousand faults a hundred are told, and the number of all.
  const many = await refused(page, of("", Array.from({ length: 300 }, () => "9;9;9;9;9")));
  assert.equal(many.length, 100);
  await page.getByText(word("own_forms.faults_more", { n: 1_400 })).waitFor();
});

journey("tables that say almost nothing give no figure that is none", { timeout: 120_000 }, async (place) => {
  const page = await open(place);
  await counted(page, `${HEAD}\n${ROW}\n`, 1);
  // Forms without any answer, and every answer the same.
  await counted(page, `point;${HEAD}\nA;;;;;\nB;;;;;\n`, 2);
  await counted(page, `stratum;cluster;weight;group;${HEAD}\n${["A;1;1;x", "A;2;1;y", "A;1;2;x", "A;2;3;y"].map((drawn) => `${drawn};${ROW}`).join("\n")}\n`, 4);
  await page.locator("#compare table").first().waitFor();
  // One village in all, one stratum with one village, and one group.
  await counted(page, `cluster;${HEAD}\nthôn 1;${ROW}\nthôn 1;${ROW}\n`, 2);
  await page.getByText(word("own_forms.single_all")).waitFor();
  await counted(page, `stratum;cluster;group;${HEAD}\nA;1;x;${ROW}\nA;2;x;${ROW}\nB;3;x;${ROW}\n`, 3);
  await page.getByText(word("own_forms.single", { stratum: "B", row: 4 })).waitFor();
  await page.getByText(word("own_forms.compare_none")).waitFor();
  // Two groups of which one gave no answer.
  await counted(page, `group;${HEAD}\nx;${ROW}\nx;5;5;5;5;yes\ny;;;;;\ny;;;;;\n`, 4);
  await page.locator("#compare table").first().waitFor();
  // Names that are written to be run.
  const evil = `<img src=x onerror=window.harm=1>`;
  await counted(page, `point;group;${HEAD}\n${evil};${evil};${ROW}\nB;B;${ROW}\n${evil};${evil};5;1;2;2;yes\nB;B;2;2;2;2;yes\n`, 4);
  await page.locator("#compare table").first().waitFor();
  assert.equal(await page.locator("main img").count(), 0);
  assert.equal(await page.evaluate(() => window.harm), undefined);
  assert.ok((await page.getByRole("rowheader", { name: evil, exact: true }).count()) > 0, "they are names like any other");
});
