// 320 pixels, 400 % zoom, large and widely spaced text, forced colours, stillness.

import assert from "node:assert/strict";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";
import { go } from "./harness/official.mjs";
import { clipped, LARGE_TEXT, moving, ownStyle, smallTargets, TEXT_SPACING } from "./harness/layout.mjs";

/** Walks through the whole survey and looks at every step. */
const walk = async (visit, look) => {
  const given = form("demo-pulse", { about: { education: "primary" }, comment: "Chữ to, màn hình nhỏ" });
  await visit.alive();
  await look("start");
  await visit.start();
  for (const [question, option] of visit.steps(given)) {
    await visit.at(question);
    await look(question.id);
    if (option === undefined) await visit.skip();
    else {
      await visit.choose(question, option);
      await visit.next();
    }
  }
  await visit.heading(visit.word("question.comment")).waitFor();
  await look("comment");
  await visit.comment(given.comment);
  await visit.heading(visit.word("check.title")).waitFor();
  await look("check");
  await visit.submit();
  await visit.thanked();
  await look("thanks");
};

const OTHERS = ["/", "/hoc", "/hoc/file-dossier", "/hoc/lop", "/hoc/to-hoan-thanh", "/gioi-thieu", "/may-nay", "/ket-qua/demo", "/cong-cu", "/cong-cu/766", "/cong-cu/chon-mau", "/cong-cu/papi", "/cong-cu/ke-hoach", "/cong-cu/cham-phieu", "/can-bo", "/can-bo/demo"];

const CASES = [
  ["on a screen of 320 pixels", { width: 320, height: 568 }, ""],
  ["at 400 % zoom", { width: 320, height: 256 }, ""],
  ["with text spaced widely", { width: 360, height: 740 }, TEXT_SPACING],
  ["with text at 200 %", { width: 360, height: 740 }, LARGE_TEXT],
  ["with text at 200 % on a screen of 320 pixels", { width: 320, height: 568 }, LARGE_TEXT],
];

for (const [name, size, css] of CASES) {
  journey(`nothing is cut off or pushed off the side ${name}`, async (place) => {
    const found = [];
    const visit = await place.visitor("demo-pulse", { size });
    const look = async (page, where) => {
      if (css) await ownStyle(page, css);
      found.push(...(await clipped(page)).map((fault) => `${where}: ${fault}`));
    };
    await walk(visit, (where) => look(visit.page, where));
    for (const address of OTHERS) {
      await go(place, visit.page, address);
      await visit.page.getByRole("heading", { level: 1 }).waitFor();
      await look(visit.page, address);
    }
    assert.deepEqual(found, []);
  });
}

journey("the button that starts stands on the first screen", async (place) => {
  const seen = [];
  for (const [width, height] of [[360, 740], [1280, 800]]) {
    const visit = await place.visitor("demo", { size: { width, height } });
    await visit.button("start.button").waitFor();
    const { y, height: tall } = await visit.button("start.button").boundingBox();
    if (y + tall > height) seen.push(`${width} × ${height}: ends at ${y + tall}`);
  }
  assert.deepEqual(seen, []);
});

journey("the way to the other pages stands in one line on a small phone", async (place) => {
  for (const width of [320, 360]) {
    const page = await (await place.device({ size: { width, height: 640 } })).tab();
    await page.goto(place.origin);
    const tops = await page.locator(".pages a").evaluateAll((links) => links.map((link) => link.offsetTop));
    assert.ok(tops.length >= 4, `${tops.length} ways`);
    assert.equal(new Set(tops).size, 1, `at ${width} pixels: ${tops}`);
  }
});

journey("every control is large enough for a finger", async (place) => {
  const found = [];
  const visit = await place.visitor("demo-pulse");
  await walk(visit, async (where) => {
    found.push(...(await smallTargets(visit.page)).map((fault) => `${where}: ${fault}`));
  });
  assert.deepEqual([...new Set(found)], []);
});

journey("in forced colours the choice and the focus can be seen", async (place) => {
  const visit = await place.visitor("demo-pulse");
  const { page } = visit;
  await page.emulateMedia({ forcedColors: "active" });
  await visit.alive();
  await visit.start();
  const [question] = visit.survey.before;
  await visit.at(question);
  const shot = async () => (await page.getByRole("radio").first().evaluateHandle((radio) => radio.labels[0] ?? radio)).screenshot();
  const before = await shot();
  while (!(await page.evaluate(() => document.activeElement.type === "radio"))) await page.keyboard.press("Tab");
  const withFocus = await shot();
  assert.notDeepEqual(withFocus, before, "focus is visible");
  await page.keyboard.press("Space");
  await page.getByRole("heading", { level: 1 }).focus();
  const chosen = await shot();
  assert.notDeepEqual(chosen, before, "the choice is visible");
});

journey("nothing moves for somebody who asked for stillness", async (place) => {
  const visit = await place.visitor("demo-pulse");
  let most = 0;
  await walk(visit, async () => (most = Math.max(most, await moving(visit.page))));
  assert.equal(most, 0);
});
