// A class goes to the hub like any record: sealed on the device, sent when there is a line, counted once.

import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { violations } from "./harness/axe.mjs";
import { ClassPage, checks } from "./harness/class-page.mjs";
import { handedOver } from "./harness/desk-page.mjs";
import { journey } from "./harness/journey.mjs";
import { clipped, smallTargets } from "./harness/layout.mjs";
import { codeFor, go } from "./harness/official.mjs";
import { counts, dump, placesWith } from "./harness/storage.mjs";
import { pattern, word } from "./harness/words.mjs";

const LESSON = "password-otp";
const POINT = "Nhà văn hóa thôn Đoài";
const CAMPAIGN = "demo-lop";
const batches = ({ method, path }) => method === "POST" && path === "/api/v1/records";

const open = async (place, device, { letIn = device === undefined } = {}) => {
  const chosen = device ?? (await place.device());
  const page = await chosen.tab();
  await page.goto(`${place.origin}/hoc/lop`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.locator("#report-day").waitFor();
  const room = Object.assign(new ClassPage(page), { device: chosen });
  if (letIn) await room.letIn(await codeFor(place));
  return room;
};

/** A device on which everything of classes is kept for use without a network. */
const kept = async (place) => {
  const room = await open(place, await place.device({ whole: true }), { letIn: true });
  await room.page.goto(`${place.origin}/hoc`);
  await room.page.locator("#kept-state").getByText(pattern("learn.kept_complete")).waitFor({ timeout: 60_000 });
  await room.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await room.page.goto(`${place.origin}/hoc/lop`);
  await room.page.locator("#report-day").waitFor();
  return room;
};

/** Twelve people by a show of hands: three right before, nine after, at every question. */
const twelve = async (room, where = { point: POINT }) => {
  await room.begin({ ...where, lesson: LESSON, way: "hands" });
  await room.heads("over_60", "female", 7);
  await room.heads("from_25", "male", 5);
  await room.page.getByText(word("class.total", { n: 12 })).waitFor();
  const asked = checks(LESSON);
  for (const [stage, right] of [["before", 3], ["after", 9]]) {
    await room.stage(stage);
    for (const [n, question] of asked.entries()) {
      const hands = [...question.options.map(() => 0), 12 - right];
      hands[question.right] = right;
      await room.hands(hands);
      if (n + 1 < asked.length) await room.button("class.next_question").click();
    }
  }
  await room.stage("result");
};

const state = (room, key) => room.page.locator("#class-state").getByText(word(key), { exact: true }).waitFor({ timeout: 30_000 });

/** The records of classes that the hub holds, each with its JSON. */
const held = async (place) => {
  const rows = await place.hub.query("SELECT id, first, number, body FROM classes ORDER BY number, id");
  return rows.map((row) => ({ ...row, body: JSON.parse(row.body) }));
};

const arrived = async (place, n) => {
  const until = Date.now() + 30_000;
  for (;;) {
    const rows = await held(place);
    if (rows.length >= n) return rows;
    if (Date.now() > until) assert.fail(`${rows.length} classes arrived, not ${n}`);
    await new Promise((done) => setTimeout(done, 50));
  }
};

const officials = async (room, place) => {
  const page = await room.device.tab();
  await go(place, page, `/can-bo/${CAMPAIGN}`);
  const text = await page.locator("main").innerText();
  return { page, text };
};

journey("a class of twelve without a network is sent once by the browser with every page closed, and officials see its numbers", { timeout: 180_000 }, async (place) => {
  const room = await kept(place);
  const { page, device } = room;
  const cdp = await device.cdp(page);
  const registered = new Promise((done) => {
    cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [first] = registrations.filter(({ scopeURL }) => scopeURL.startsWith(place.origin));
      if (first) done(first.registrationId);
    });
  });
  await cdp.send("ServiceWorker.enable");
  const registrationId = await registered;
  await place.line.down();
  await twelve(room);
  assert.ok(placesWith(await dump(page), POINT).some((where) => where.includes("/values/class.")), "readable until it is sealed");
  await room.button("class.send_close").click();
  await state(room, "class.state_waiting");
  assert.equal((await counts(page)).waiting, 1);
  // Nothing of the class can be read in any storage any more; its place stands in the page's own list of places only.
  const dumped = (await dump(page)).filter(([where]) => !where.startsWith("cache/"));
  for (const piece of [POINT, "doai", LESSON, "over-60", "people ", "hands before", '"female"']) {
    assert.deepEqual(placesWith(dumped, piece), [], piece);
  }
  // The volunteer still sees it, on this device.
  await page.locator(".gains").getByText("+50").first().waitFor();
  const tags = await page.evaluate(async () => (await navigator.serviceWorker.ready).sync?.getTags());
  assert.deepEqual(tags, ["lang-nghe-send"]);

  const blank = await device.tab();
  await page.close();
  await place.line.up();
  await blank.goto(`${place.origin}/favicon.svg`);
  const outside = await device.cdp(blank);
  await outside.send("ServiceWorker.enable");
  await outside.send("ServiceWorker.dispatchSyncEvent", { origin: place.origin, registrationId, tag: "lang-nghe-send", lastChance: false });
  const [one, ...others] = await arrived(place, 1);
  assert.deepEqual(others, []);
  assert.equal(one.body.point, "doai");
  assert.deepEqual(one.body.people, { "25-34": { male: 5 }, "over-60": { female: 7 } });
  assert.equal(one.body.questions.length, checks(LESSON).length);
  assert.ok(!JSON.stringify(one.body).includes(POINT), "names of listed places do not travel");

  const again = await open(place, device);
  await again.page.locator(".class-state").getByText(word("class.state_sent"), { exact: true }).waitFor();
  const report = await again.page.locator("#report").inputValue();
  assert.ok(report.includes(word("daily.people", { n: 12, female: 7, male: 5, other: 0 })) && report.includes(POINT), report);
  const seen = await officials(again, place);
  for (const words of [word("daily.people", { n: 12, female: 7, male: 5, other: 0 }), POINT, "+50", word("hub.classes.no_interval_one")]) {
    assert.ok(seen.text.includes(words), `${words} in ${seen.text}`);
  }
  assert.equal((await held(place)).length, 1);
});

journey("an answer lost on the way counts a class once, and nothing says sent before the hub did", { timeout: 120_000 }, async (place) => {
  const room = await open(place);
  const lost = place.line.fault(batches, "cut");
  await twelve(room);
  await room.button("class.send_close").click();
  await lost.struck();
  await arrived(place, 1);
  await state(room, "class.state_waiting");
  const desk = await room.device.tab();
  await desk.goto(`${place.origin}/may-nay`);
  await desk.getByText(word("device.queue_classes", { n: 1 })).waitFor();
  lost();
  await desk.getByRole("button", { name: word("device.send"), exact: true }).click({ timeout: 2000 }).catch(() => {});
  await state(room, "class.state_sent");
  await desk.getByText(word("device.queue_none")).waitFor();
  assert.equal((await held(place)).length, 1);
  const [{ n }] = await place.hub.query("SELECT sum(accepted) AS n FROM days WHERE campaign = 'demo-lop'");
  assert.equal(n, 1);
});

journey("a correction counts in place of what it corrects, and impossible counts are told before anything is sealed", { timeout: 120_000 }, async (place) => {
  const room = await open(place);
  const { page } = room;
  await twelve(room);
  await room.stage("count");
  await room.heads("over_60", "female", 3);
  await room.stage("result");
  await room.button("class.send_close").click();
  await page.getByText(word("class.wrong_more", { question: 1, answered: 12, heads: 8 })).waitFor();
  assert.equal((await counts(page)).waiting, 0);
  await room.stage("count");
  await room.heads("over_60", "female", 7);
  await room.stage("result");
  await room.button("class.send_close").click();
  await state(room, "class.state_sent");

  await room.button("class.correct").click();
  await page.getByText(word("class.correcting")).waitFor();
  await room.stage("count");
  await room.heads("over_60", "female", 9);
  await room.stage("result");
  await room.button("class.send_correction").click();
  await state(room, "class.state_sent");
  const [first, second] = await arrived(place, 2);
  assert.deepEqual([first.number, second.number, second.first], [0, 1, first.id]);
  const { page: seen, text } = await officials(room, place);
  assert.ok(text.includes(word("daily.people", { n: 14, female: 9, male: 5, other: 0 })), text);
  assert.ok(text.includes(word("hub.classes.corrected", { n: 1 })), text);
  assert.equal(await seen.locator(".figure").innerText(), "1");
});

journey("a class that the hub does not take is kept, shown with what to do, and taken later", { timeout: 180_000 }, async (place) => {
  const room = await open(place);
  const { page } = room;
  await twelve(room);
  // The campaign's file has lost the place meanwhile.
  const file = join(place.hub.data, "campaigns", `${CAMPAIGN}.toml`);
  const campaign = readFileSync(file, "utf8");
  await place.hub.stop();
  writeFileSync(file, campaign.replace('id = "doai"', 'id = "doai-cu"'));
  await place.hub.restart();
  await room.button("class.send_close").click();
  await state(room, "class.state_refused");
  await page.getByText(word("class.refused_wrong")).waitFor();
  assert.equal((await held(place)).length, 0);
  assert.equal((await counts(page)).refused, 1);
  const desk = await room.device.tab();
  await desk.goto(`${place.origin}/may-nay`);
  await desk.getByText(word("hub.reasons.unknown-place")).waitFor();
  const { records: [envelope] } = JSON.parse(await handedOver(desk, "device.refused_export"));
  await desk.getByText(word("device.refused_class", { id: envelope.id.slice(0, 8) })).waitFor();
  assert.deepEqual(await violations(desk, "refused"), []);
  await desk.close();

  await place.hub.stop();
  writeFileSync(file, campaign);
  await place.hub.restart();
  await room.button("class.retry").click();
  await state(room, "class.state_sent");
  assert.equal((await arrived(place, 1)).length, 1);
  assert.equal((await counts(page)).refused, 0);
});

journey("without a campaign a class stays on the device and is sent when there is one", { timeout: 120_000 }, async (place) => {
  const file = join(place.hub.data, "campaigns", `${CAMPAIGN}.toml`);
  await place.hub.stop();
  renameSync(file, `${file}.away`);
  await place.hub.restart();
  const room = await open(place, undefined, { letIn: false });
  await twelve(room, { place: "Sân đình" });
  await room.page.getByText(word("class.no_campaign")).waitFor();
  await room.button("class.close").click();
  await room.page.getByText(word("class.closed")).waitFor();
  await place.hub.stop();
  renameSync(`${file}.away`, file);
  await place.hub.restart();
  // The page that is open may be the copy kept before there was a campaign: it asks the hub.
  const later = await open(place, room.device, { letIn: true });
  await later.page.locator(".class-row button").click();
  await later.button("class.send").click();
  await state(later, "class.state_sent");
  const [{ body }] = await arrived(place, 1);
  assert.equal(body.place, "Sân đình");
});

journey("sending a class fits a small phone, and axe finds nothing on any of its pages", { timeout: 180_000 }, async (place) => {
  const room = await open(place);
  const { page } = room;
  const found = [];
  const look = async (where) => {
    found.push(...(await violations(page, where)));
    await page.setViewportSize({ width: 320, height: 640 });
    assert.deepEqual([...(await clipped(page)), ...(await smallTargets(page))], [], where);
    await page.setViewportSize({ width: 360, height: 740 });
  };
  await page.getByText(word("class.new"), { exact: true }).click();
  await page.locator("#where").selectOption("*");
  await page.locator("#place").waitFor();
  await look("begin");
  await page.reload();
  await page.locator("#report-day").waitFor();
  await twelve(room);
  await look("send");
  const down = place.line.fault(batches, 503);
  await room.button("class.send_close").click();
  await state(room, "class.state_waiting");
  await look("waiting");
  down();
  await room.button("class.back").click();
  await page.locator(".class-state").waitFor();
  await look("list");
  await arrived(place, 1).catch(() => {});
  const seen = await officials(room, place);
  found.push(...(await violations(seen.page, "officials")));
  await seen.page.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual(await clipped(seen.page), [], "officials");
  assert.deepEqual([...new Set(found)], []);
});
