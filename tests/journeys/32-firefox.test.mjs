// The main path in another engine: Firefox.

import assert from "node:assert/strict";
import { checks } from "./harness/class-page.mjs";
import { Firefox } from "./harness/firefox.mjs";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";
import { codeFor } from "./harness/official.mjs";
import { word } from "./harness/words.mjs";

const batches = ({ method, path }) => method === "POST" && path === "/api/v1/records";

const inFirefox = (name, preferences, body) =>
  journey(name, { timeout: 120_000 }, async (place) => {
    const device = await Firefox.start(preferences);
    try {
      await body(place, device);
    } finally {
      await device.stop();
    }
  });

/** Answers the whole form. */
const fillAll = async (page, given) => {
  await page.press(word("start.button"));
  const { before, items, after } = given.survey;
  for (const question of [...before, ...items]) {
    const chosen = given.before[question.id] ?? given.answers[question.id];
    const { text } = question.options.find(({ id }) => id === chosen);
    await page.choose(question.question, text);
    await page.press(word("question.continue"));
  }
  for (const question of after) {
    await page.says(question.question);
    await page.press(word("question.skip"));
  }
  await page.says(word("question.comment"));
  await page.press(word("question.continue"));
  await page.says(word("check.title"));
};

const alive = (page) => page.until("the program has come", () => document.getElementById("start") === null);
const courier = (place) =>
  place.line.until(() => place.line.seen("GET", /\/a\/courier\..*\.wasm/).some(({ outcome }) => outcome === 200), "the courier has come", 30_000);

inFirefox("in Firefox a form answered without a network is sent once when it is back", {}, async (place, device) => {
  const given = form("demo-pulse");
  const page = await device.open(`${place.origin}/k/demo-pulse?d=1`);
  await alive(page);
  await courier(place);
  await place.line.down();
  await fillAll(page, given);
  await page.press(word("check.submit"));
  await page.says(word("thanks.saved"));
  await page.says(word("thanks.waiting"));
  await place.line.up();
  await page.page.evaluate(() => dispatchEvent(new Event("online")));
  await page.says(word("thanks.sent"));
  const records = await place.arrived(1, "demo-pulse");
  assert.equal(records.length, 1);
  assert.deepEqual(records[0].body.answers, given.answers);
  assert.equal(records[0].body.point, "1");
});

inFirefox("in Firefox with all site data blocked the form is sent from memory", { "network.cookie.cookieBehavior": 2 }, async (place, device) => {
  const given = form("demo-pulse");
  const page = await device.open(`${place.origin}/k/demo-pulse`);
  await page.says(word("problem.unavailable"));
  await fillAll(page, given);
  const away = place.line.fault(batches, "drop");
  await page.press(word("check.submit"));
  await page.says(word("thanks.unsaved"));
  await page.says(word("thanks.retrying"));
  assert.ok(!(await page.text()).includes(word("thanks.saved")));
  away();
  await page.page.evaluate(() => dispatchEvent(new Event("online")));
  await page.says(word("thanks.sent"));
  const [{ body }] = await place.arrived(1, "demo-pulse");
  assert.deepEqual(body.answers, given.answers);
});

inFirefox("in Firefox a class is sent while the browser waits for an answer about storage", {}, async (place, device) => {
  const lesson = "password-otp";
  const page = await device.open(`${place.origin}/hoc/lop`);
  await page.fill("#pass-code", await codeFor(place));
  await page.press(word("class.pass_go"));
  await page.says(word("class.pass_is").split("{")[0].trim());
  await page.press(word("class.new"));
  await page.fill("#where", "*");
  await page.fill("#place", "Đình làng");
  await page.fill("#lesson", lesson);
  await page.choose(null, word("class.way_hands"));
  await page.press(word("class.begin"));
  await page.until("the class is open", () => document.querySelector(".hall .stages") !== null);
  await page.write(`${word("ages.over_60")}, ${word("ages.female")}`, "3");
  const asked = checks(lesson);
  for (const stage of ["before", "after"]) {
    await page.until("the stage is open", (id) => {
      document.querySelector(`#stage-${id}`)?.click();
      return document.querySelector(`#stage-${id}[aria-current="step"]`) !== null;
    }, stage);
    for (const [n, question] of asked.entries()) {
      await page.fill(".hall .counters input", "3", question.right);
      if (n + 1 < asked.length) await page.press(word("class.next_question"));
    }
  }
  await page.until("the result is open", () => {
    document.querySelector("#stage-result")?.click();
    return document.querySelector('#stage-result[aria-current="step"]') !== null;
  });
  await page.press(word("class.send_close"));
  await page.says(word("class.state_sent"));
  const rows = await place.hub.query("SELECT id FROM classes");
  assert.equal(rows.length, 1);
  // Nobody has answered the browser's question, and nothing waits for that.
  const other = await device.open(`${place.origin}/may-nay`);
  await other.says(word("device.storage_unknown"));
});
