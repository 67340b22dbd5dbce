// No violation that axe-core knows, on any page and step, on a phone and a desktop, light and dark.

import assert from "node:assert/strict";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";
import { violations } from "./harness/axe.mjs";
import { go } from "./harness/official.mjs";

const clean = (found) => assert.deepEqual([...new Set(found)], []);

journey("axe finds nothing on any step of the survey", { timeout: 180_000 }, async (place) => {
  const given = form("demo", { about: { mode: "self", gender: "other" }, comment: "Một lời góp ý" });
  const visit = await place.visitor("demo", { point: "1" });
  const found = [];
  const look = async (where) => found.push(...(await violations(visit.page, where)));
  await visit.alive();
  await look("start");
  await visit.start();
  await visit.at(visit.survey.before[0]);
  await visit.next();
  await visit.problem().waitFor();
  await look("a question left open");
  for (const [at, [question, option]] of visit.steps(given).entries()) {
    await visit.at(question);
    if (option === undefined) await visit.skip();
    else {
      await visit.choose(question, option);
      // All items share one layout; the first, one in the middle and the questions around them stand for it.
      if (at < 2 || at === 9 || at > visit.survey.items.length) await look(question.id);
      await visit.next();
    }
  }
  await visit.heading(visit.word("question.comment")).waitFor();
  await look("comment");
  await visit.comment(given.comment);
  await visit.heading(visit.word("check.title")).waitFor();
  await look("check");
  await visit.submit();
  await visit.sent();
  await look("thanks");
  clean(found);
});

journey("axe finds nothing on the plain start, before the program has arrived", { timeout: 120_000 }, async (place) => {
  place.line.fault(({ path }) => /^\/a\/survey\..*\.wasm/.test(path), "hold");
  const visit = await place.visitor("demo");
  const steps = visit.steps(form("demo"));
  const found = [];
  const look = async (where) => found.push(...(await violations(visit.page, `plain ${where}`)));
  await look("start");
  await visit.start();
  await visit.at(steps[0][0]);
  await visit.next();
  await visit.problem().waitFor();
  await look("question left open");
  await visit.choose(...steps[0]);
  await visit.next();
  await visit.at(steps[1][0]);
  await look("first item");
  await visit.choose(...steps[1]);
  await visit.next();
  await visit.page.getByText(visit.word("app.loading")).waitFor();
  await look("waiting for the rest");
  clean(found);
});

journey("axe finds nothing when something is wrong or waits", { timeout: 120_000 }, async (place) => {
  const visit = await place.visitor("demo-pulse");
  const found = [];
  const look = async (where) => found.push(...(await violations(visit.page, where)));
  await visit.offlineReady();
  await visit.start();
  await visit.fill(form("demo-pulse"), { until: 2 });
  await visit.later(45);
  await visit.page.reload();
  await visit.heading(visit.word("resume.title")).waitFor();
  await look("resume");
  await visit.button("resume.restart").click();
  const busy = place.line.fault(({ path }) => path.startsWith("/api/"), 503);
  await visit.answerAll(form("demo-pulse"));
  await busy.struck();
  await visit.says("status.hub_busy");
  await look("waiting");
  clean(found);
});

journey("axe finds nothing on the other pages", { timeout: 120_000 }, async (place) => {
  const device = await place.device();
  const page = await device.tab();
  const found = [];
  for (const address of ["/", "/gioi-thieu", "/may-nay", "/ket-qua/demo", "/can-bo", "/can-bo/demo", "/k/khong-co", "/khong-co"]) {
    await go(place, page, address);
    await page.getByRole("heading", { level: 1 }).waitFor();
    found.push(...(await violations(page, address)));
  }
  clean(found);
});
