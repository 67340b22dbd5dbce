// Only devices that officials let in send classes: a class waits until its device is, and what citizens send carries
// nothing of it.

import assert from "node:assert/strict";
import { violations } from "./harness/axe.mjs";
import { ClassPage } from "./harness/class-page.mjs";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";
import { clipped, smallTargets } from "./harness/layout.mjs";
import { codeFor, go } from "./harness/official.mjs";
import { word } from "./harness/words.mjs";

const LESSON = "password-otp";
const CAMPAIGN = "demo-lop";

const open = async (place, device, address = "/hoc/lop") => {
  const page = await device.tab();
  await page.goto(place.origin + address);
  await page.locator("#report-day").waitFor();
  return Object.assign(new ClassPage(page), { device });
};

/** A class of twelve at a place that somebody types. */
const held = async (room, typed) => {
  await room.begin({ place: typed, lesson: LESSON, way: "hands" });
  await room.heads("over_60", "female", 7);
  await room.heads("from_25", "male", 5);
  await room.stage("result");
  await room.button("class.send_close").click();
};

const state = (room, key) => room.page.locator("#class-state").getByText(word(key), { exact: true }).waitFor({ timeout: 30_000 });
const classes = async (place) => (await place.hub.query("SELECT count(*) AS n FROM classes"))[0].n;
const bodies = async (page, act) => {
  const sent = [];
  const note = (request) => request.method() === "POST" && sent.push(JSON.parse(request.postData() ?? "{}"));
  page.context().on("request", note);
  await act();
  page.context().off("request", note);
  return sent;
};

journey("a class of a device that was not let in waits, says what to do, and is sent by itself once it is", { timeout: 180_000 }, async (place) => {
  const device = await place.device();
  const room = await open(place, device);
  const { page } = room;
  await page.getByText(word("class.pass_lead")).waitFor();
  const found = await violations(page, "not let in");
  await held(room, "Chợ Đầu Mối");
  await state(room, "class.state_waiting");
  await page.getByText(word("class.waiting_pass")).waitFor();
  assert.equal(await classes(place), 0);
  await room.button("class.back").click();
  await page.locator("#pass-code").fill("abcde-fghij");
  await page.locator("#pass-go").click();
  await page.getByText(word("class.pass_wrong")).waitFor();
  found.push(...(await violations(page, "a wrong code")));
  await page.setViewportSize({ width: 320, height: 640 });
  found.push(...(await clipped(page)), ...(await smallTargets(page)));
  await place.line.down();
  await page.locator("#pass-code").fill("abcde-fghij");
  await page.locator("#pass-go").click();
  await page.getByText(word("class.pass_offline")).waitFor();
  await place.line.up();
  await room.letIn(await codeFor(place, "Máy tính bảng đoàn xã 1"));
  await page.locator(".class-state").getByText(word("class.state_sent"), { exact: true }).waitFor({ timeout: 30_000 });
  assert.equal(await classes(place), 1);
  found.push(...(await violations(page, "let in")));
  assert.deepEqual(found, []);

  // The same place typed otherwise is the same place.
  await held(room, "chợ  ĐẦU mối");
  await state(room, "class.state_sent");
  const places = await place.hub.query("SELECT DISTINCT json_extract(body, '$.place') AS place FROM classes");
  assert.deepEqual(places.map((row) => row.place), ["Chợ Đầu Mối"]);
});

journey("a code comes with a link, and what the device shows goes with classes and never with a citizen's form", { timeout: 180_000 }, async (place) => {
  const device = await place.device();
  const code = await codeFor(place);
  const room = await open(place, device, `/hoc/lop#ma=${code}`);
  assert.equal(await room.page.locator("#pass-code").inputValue(), code);
  await room.page.locator("#pass-go").click();
  await room.page.getByText(word("class.pass_is", { label: "Máy 1" })).waitFor();
  const shown = await bodies(room.page, async () => {
    await held(room, "Sân đình");
    await state(room, "class.state_sent");
  });
  const batch = shown.find(({ records }) => records);
  assert.match(batch.pass, /^[0-9a-f]{64}$/);
  const visit = await place.visitor("demo-pulse", { device });
  await visit.alive();
  const given = await bodies(visit.page, async () => {
    await visit.answerAll(form("demo-pulse"));
    await visit.sent();
  });
  const form_ = given.find(({ records }) => records);
  assert.equal(form_.pass, undefined);
  assert.ok(form_.records.every(({ campaign }) => campaign === "demo-pulse"));
});

journey("an official names a device, sees it at work, shuts it out and sets its classes aside", { timeout: 180_000 }, async (place) => {
  const desk = await (await place.device({ size: { width: 1280, height: 800 } })).tab();
  await go(place, desk, "/can-bo/thiet-bi");
  await desk.getByText(word("hub.devices.none")).waitFor();
  await desk.getByLabel(word("hub.devices.label")).fill("Máy tính bảng đoàn xã 1");
  await desk.getByRole("button", { name: word("hub.devices.make") }).click();
  const code = (await desk.locator(".code__letters").innerText()).trim();
  assert.match(code, /^[a-z2-9]{5}-[a-z2-9]{5}$/);
  await desk.getByRole("img", { name: word("hub.devices.qr") }).waitFor();
  const found = await violations(desk, "devices with a code");
  await desk.setViewportSize({ width: 320, height: 640 });
  found.push(...(await clipped(desk)), ...(await smallTargets(desk)));

  const room = await open(place, await place.device());
  await room.letIn(code);
  await held(room, "Sân đình");
  await state(room, "class.state_sent");
  await go(place, desk, "/can-bo/thiet-bi");
  await desk.getByText(word("hub.devices.classes", { n: 1 })).waitFor();
  await desk.getByText(word("hub.devices.shut"), { exact: true }).click();
  found.push(...(await violations(desk, "devices")));
  await desk.getByRole("button", { name: word("hub.devices.shut_yes"), exact: true }).click();
  await desk.getByText(/Đã khóa ngày/).waitFor();

  await room.button("class.back").click();
  await held(room, "Sân đình");
  await state(room, "class.state_waiting");
  assert.equal(await classes(place), 1, "a device that was shut out sends nothing more");

  await go(place, desk, `/can-bo/${CAMPAIGN}/cac-lop`);
  found.push(...(await violations(desk, "classes one by one")), ...(await clipped(desk)), ...(await smallTargets(desk)));
  await desk.locator("summary", { hasText: word("hub.aside.set_this") }).click();
  await desk.locator("details[open] [name=reason]").fill("Máy bị mất");
  await desk.locator("details[open] button").click();
  await desk.getByText(word("hub.aside.is_aside")).waitFor();
  found.push(...(await violations(desk, "one set aside")), ...(await clipped(desk)));
  await go(place, desk, `/can-bo/${CAMPAIGN}`);
  await desk.getByText(word("hub.aside.classes_count", { n: 1 })).waitFor();
  assert.equal(await desk.locator(".figure").innerText(), "0");
  await go(place, desk, `/can-bo/${CAMPAIGN}/cac-lop`);
  await desk.getByRole("button", { name: word("hub.aside.take_back") }).click();
  await desk.getByText(/Đã lấy lại ngày/).waitFor();
  await go(place, desk, `/can-bo/${CAMPAIGN}`);
  assert.equal(await desk.locator(".figure").innerText(), "1");
  assert.deepEqual(found, []);
});
