// The whole survey without a mouse or a finger, and where the focus is at each step.

import assert from "node:assert/strict";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";

const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const label = element.labels?.[0] ?? element;
    return { tag: element.localName, type: element.type ?? "", text: (label.innerText ?? "").replace(/\s+/g, " ").trim() };
  });

/** Presses Tab until the control of this name has the focus. */
const tabTo = async (page, name, most = 20) => {
  const passed = [];
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press("Tab");
    const { text } = await focused(page);
    if (text === name) return;
    passed.push(text);
  }
  throw new Error(`Tab does not reach “${name}”; it passes ${passed.join(" · ")}`);
};

const onHeading = async (visit, text) => {
  await visit.heading(text).waitFor();
  await visit.page.waitForFunction(
    (wanted) => (document.activeElement.closest("h1") ?? document.activeElement.querySelector?.("h1"))?.textContent.includes(wanted)
      && document.activeElement !== document.body,
    text,
  );
};

/** Chooses with the arrow keys, from whatever Tab gives first. */
const press = async (visit, question, option) => {
  const at = question.options.findIndex(({ id }) => id === option);
  await tabTo(visit.page, question.options[0].text);
  if (at === 0) await visit.page.keyboard.press("Space");
  for (let n = 0; n < at; n += 1) await visit.page.keyboard.press("ArrowDown");
  assert.equal(await visit.radio(question.options[at].text).isChecked(), true);
};

journey("the whole survey works with the keyboard alone", { timeout: 90_000 }, async (place) => {
  const given = form("demo-pulse", { about: { age: "over-60" }, comment: "Bấm bằng bàn phím" });
  const visit = await place.visitor("demo-pulse");
  const { page } = visit;
  await visit.alive();
  await tabTo(page, visit.word("start.button"));
  await page.keyboard.press("Enter");
  for (const [question, option] of visit.steps(given)) {
    await onHeading(visit, question.question);
    assert.match(await page.title(), new RegExp(question.question.slice(0, 12)));
    if (option === undefined) await tabTo(page, visit.word("question.skip"));
    else {
      await press(visit, question, option);
      await tabTo(page, visit.word("question.continue"));
    }
    await page.keyboard.press("Enter");
  }
  await onHeading(visit, visit.word("question.comment"));
  await page.keyboard.press("Tab");
  while ((await focused(page)).tag !== "textarea") await page.keyboard.press("Tab");
  await page.keyboard.type(given.comment);
  await tabTo(page, visit.word("question.continue"));
  await page.keyboard.press("Enter");
  await onHeading(visit, visit.word("check.title"));
  await tabTo(page, visit.word("check.submit"), 60);
  await page.keyboard.press("Enter");
  await onHeading(visit, visit.word("thanks.title"));
  const [{ body }] = await place.arrived(1, "demo-pulse");
  assert.deepEqual(body.answers, given.answers);
  assert.equal(body.comment, given.comment);
});

journey("a question left open is said in a summary that has the focus and leads to the question", async (place) => {
  const visit = await place.visitor("demo-pulse");
  const { page } = visit;
  const first = visit.survey.items[0];
  await visit.alive();
  await visit.start();
  await visit.fill(form("demo-pulse"), { until: 1 });
  await onHeading(visit, first.question);
  await tabTo(page, visit.word("question.continue"));
  await page.keyboard.press("Enter");
  await visit.problem().waitFor();
  await page.waitForFunction(
    (title) => document.activeElement.textContent.includes(title) && document.activeElement !== document.body,
    visit.word("question.problem"),
  );
  assert.match(await page.title(), visit.pattern("app.error_title"));
  // Said beside the field in the same words, and tied to it.
  const [error] = await page.getByRole("group").or(page.getByRole("radiogroup")).first().evaluate((group) => {
    const ids = (group.getAttribute("aria-describedby") ?? "").split(" ");
    return [ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ")];
  });
  const link = visit.problem().getByRole("link").first();
  assert.ok(error.includes((await link.textContent()).trim()), `“${error}”`);
  await tabTo(page, (await link.textContent()).trim(), 5);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.type === "radio");
  assert.equal((await focused(page)).text, first.options[0].text);
  await page.keyboard.press("Space");
  await tabTo(page, visit.word("question.continue"));
  await page.keyboard.press("Enter");
  await onHeading(visit, visit.survey.items[1].question);
});

journey("Tab shows where it is on every control", async (place) => {
  const visit = await place.visitor("demo-pulse");
  const { page } = visit;
  await visit.alive();
  await visit.start();
  await visit.at(visit.survey.before[0]);
  for (let n = 0; n < 12; n += 1) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body) return { name: "body", marked: true };
      // The mark may be drawn by the label around a visually hidden radio.
      const around = [element, element.nextElementSibling, element.labels?.[0], element.parentElement].filter(Boolean);
      const marked = around.some((one) => {
        const style = getComputedStyle(one);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
      });
      return { name: element.outerHTML.slice(0, 120), marked };
    });
    assert.ok(seen.marked, `no focus mark on ${seen.name}`);
  }
});
