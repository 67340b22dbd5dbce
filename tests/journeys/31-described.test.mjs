// What a screen reader hears of a field, read from the browser's own accessibility tree.

import assert from "node:assert/strict";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";

/** [role, name, description] of everything that can be reached. */
const tree = async (visit) => {
  const cdp = await visit.device.cdp(visit.page);
  await cdp.send("Accessibility.enable");
  const { nodes } = await cdp.send("Accessibility.getFullAXTree");
  await cdp.detach();
  return nodes.filter(({ ignored }) => !ignored)
    .map(({ role, name, description }) => ({ role: role?.value, name: name?.value ?? "", description: description?.value ?? "" }));
};

const described = async (visit, words) => (await tree(visit)).filter(({ description }) => description.includes(words));

journey("an error is part of a question's description while it shows, and never before", { timeout: 120_000 }, async (place) => {
  const given = form("demo-pulse", { comment: "Một lời" });
  const error = (visit) => visit.word("question.error");
  for (const early of [true, false]) {
    const missing = early ? place.line.fault(({ path }) => /^\/a\/survey\..*\.wasm/.test(path), "hold") : () => {};
    const visit = await place.visitor("demo-pulse");
    if (early) await missing.struck();
    else await visit.alive();
    await visit.start();
    const steps = visit.steps(given);
    await visit.at(steps[0][0]);
    assert.deepEqual(await described(visit, error(visit)), [], "nothing is wrong yet");
    await visit.next();
    await visit.problem().waitFor();
    const groups = (await described(visit, visit.word("question.choose"))).concat(await described(visit, visit.word("question.choose_or")));
    assert.ok(groups.some(({ role }) => role === "group"), "the error belongs to the group of answers");
    missing();
    if (early) continue;
    for (const [question, option] of steps) {
      await visit.at(question);
      if (question !== steps[0][0]) assert.deepEqual(await described(visit, error(visit)), [], question.id);
      if (option === undefined) await visit.skip();
      else {
        await visit.choose(question, option);
        await visit.next();
      }
    }
    await visit.heading(visit.word("question.comment")).waitFor();
    assert.deepEqual(await described(visit, error(visit)), []);
  }
});

journey("the way past the top of the page stands inside a landmark", async (place) => {
  const device = await place.device();
  const page = await device.tab();
  for (const path of ["/k/demo-pulse", "/", "/hoc", "/cong-cu", "/khong-co"]) {
    await page.goto(place.origin + path);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    assert.equal(await page.locator("header > .skip").count(), 1, path);
    await page.locator(".skip").focus();
    assert.ok((await page.locator(".skip").boundingBox()).y >= 0, "it comes into view with the focus");
  }
});

journey("every field of the tools and of a class has a label, unfolded or not", async (place) => {
  const device = await place.device();
  const page = await device.tab();
  for (const path of ["/cong-cu/papi", "/hoc/lop"]) {
    await page.goto(place.origin + path);
    await page.locator("main :is(input, select)").first().waitFor({ state: "attached" });
    const unnamed = await page.evaluate(() =>
      [...document.querySelectorAll("main :is(input, select, textarea)")]
        .filter((field) => ![...field.labels].some((label) => label.textContent.trim()) && !field.getAttribute("aria-label"))
        .map(({ outerHTML }) => outerHTML.slice(0, 120)),
    );
    assert.deepEqual(unnamed, [], path);
  }
});
