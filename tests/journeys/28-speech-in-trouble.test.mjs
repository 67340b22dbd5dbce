// Recordings when things go wrong: two of one part, a page that goes in mid-recording, a hub without patience or room,
// sound that is broken, files that are none.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { journey } from "./harness/journey.mjs";
import { hears, held, LESSON, official, open, record, sent, tablet, until } from "./harness/recorder-page.mjs";
import { pattern, word } from "./harness/words.mjs";

/** Two tablets each record the first part and send it. */
const twoReadings = async (place) => {
  const tablets = [await tablet(place), await tablet(place)];
  for (const one of tablets) {
    await record(place, one, 1);
    await one.button("speech.finish").click();
    await one.device.offline(false);
  }
  await sent(place, 2);
  return tablets;
};

journey("two tablets that recorded the same part both keep theirs, and a third hears one of them", { timeout: 240_000 }, async (place) => {
  const own = await twoReadings(place);
  const officer = await official(place, await place.device());
  assert.equal(await officer.getByText(word("hub.speech.another")).count(), 2, "the official is told that there are two");
  for (const left of [1, 0]) {
    await officer.getByRole("button", { name: word("hub.speech.offer") }).first().click();
    await until(officer, (n) => [...document.querySelectorAll("button[value=offered]")].length === n, left);
  }
  const third = await tablet(place, {});
  await third.lesson(place.origin, LESSON);
  await third.page.locator("#voice").waitFor();
  await third.page.locator("#voice").selectOption("tyz");
  await hears(third.page, 1);
  await third.listen();
  assert.equal((await third.played()).length, 1);
  for (const one of own) {
    await one.page.reload();
    await one.page.locator(".record .card").getByText(pattern("speech.here_size", { n: 1 })).waitFor();
    await one.page.locator(".record .card").getByText(word("speech.is_offered", { n: 1 })).waitFor();
  }
});

journey("a page that is loaded again in mid-recording asks first, keeps nothing unfinished and works as before", { timeout: 120_000 }, async (place) => {
  const visit = await tablet(place);
  const { page } = visit;
  await page.goto(`${place.origin}/hoc/thu-tieng#${LESSON}`);
  await visit.choose(LESSON, "tyz");
  await visit.agree();
  await visit.read();
  await visit.button("speech.next").click();
  await page.locator("#record").click();
  await page.getByText(word("speech.running", { seconds: 1 })).waitFor();
  const asked = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    return dialog.accept();
  });
  await page.reload();
  assert.deepEqual(asked, ["beforeunload"]);
  await page.locator(".record .card").getByText(pattern("speech.here_size", { n: 1 })).waitFor();
  await visit.choose(LESSON, "tyz");
  assert.equal(await page.locator("#agrees").isChecked(), false, "consent is asked for again");
  await visit.agree();
  await page.getByText(pattern("speech.parts_done", { n: 1 })).waitFor();
  await page.locator("#after").getByText(word("speech.not_yet")).waitFor();
  await visit.read();
  await page.reload();
  assert.deepEqual(asked, ["beforeunload"], "what is kept needs no asking");
});

journey("a hub without patience or room gets everything later, and what cannot pass holds up nothing else", { timeout: 240_000 }, async (place) => {
  const visit = await tablet(place);
  await record(place, visit, 2);
  await visit.button("speech.finish").click();
  const isSending = ({ method, path }) => method === "PUT" && path.startsWith("/api/v1/speech/");
  const busy = place.line.fault(isSending, 503);
  await visit.device.offline(false);
  await busy.struck();
  await visit.page.locator("#step").getByText(word("speech.unsent")).waitFor();
  await visit.page.locator(".record .card").getByText(word("speech.is_waiting", { n: 2 })).waitFor();
  busy();
  // One of them meets a portal every time: the other one arrives all the same.
  let first = null;
  const portal = place.line.fault((request) => isSending(request) && (first ??= request.path) === request.path, "portal");
  await sent(place, 1);
  await visit.page.locator(".record .card").getByText(word("speech.is_held", { n: 1 })).waitFor({ timeout: 30_000 });
  assert.deepEqual(await held(place), { waiting: 1 });
  portal();
  await sent(place, 2);
  await visit.page.locator(".record .card").getByText(word("speech.is_held", { n: 2 })).waitFor({ timeout: 30_000 });
});

journey("a full device says so, and what was recorded before stays", { timeout: 120_000 }, async (place) => {
  const visit = await tablet(place);
  const { page } = visit;
  // Chromium does not hold IndexedDB to a quota set from outside, so the page's own writes are refused with the error
  // that a full device gives.
  await visit.device.context.addInitScript(() => {
    const write = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...values) {
      if (window.journeyFull) throw new DOMException("full", "QuotaExceededError");
      return write.apply(this, values);
    };
  });
  await page.goto(`${place.origin}/hoc/thu-tieng#${LESSON}`);
  await visit.choose(LESSON, "tyz");
  await visit.agree();
  await visit.read();
  await page.evaluate(() => (window.journeyFull = true));
  await page.locator("#record").click();
  await page.getByText(word("speech.running", { seconds: 1 })).waitFor();
  await page.locator("#stop").click();
  await page.getByText(word("speech.full")).waitFor();
  await page.locator("#after").getByText(word("speech.is_here")).waitFor();
  await visit.button("speech.hear").click();
  await visit.button("speech.hush").waitFor();
  await visit.button("speech.hear").waitFor();
  await page.evaluate(() => (window.journeyFull = false));
  await visit.read();
  assert.equal(await page.getByText(word("speech.full")).count(), 0);
});

/** A file of recordings whose only recording has been changed by somebody who also changed its name. */
const forged = (file, change) => {
  const head = file.subarray(0, file.indexOf("\n") + 1);
  const length = file.readUInt32BE(head.length + 32);
  const bytes = Buffer.from(file.subarray(head.length + 36, head.length + 36 + length));
  change(bytes);
  return Buffer.concat([head, createHash("sha256").update(bytes).digest(), file.subarray(head.length + 32, head.length + 36), bytes]);
};

journey("sound that is broken at any place is played or said to be unplayable, and never hangs", { timeout: 240_000 }, async (place) => {
  const from = await tablet(place);
  await record(place, from, 1);
  await from.button("speech.finish").click();
  const [download] = await Promise.all([from.page.waitForEvent("download"), from.button("speech.export").click()]);
  const whole = readFileSync(await download.path());
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-speech-"));
  const visit = await tablet(place);
  const { page } = visit;
  let unplayable = 0;
  // After the first kilobyte's signature nothing is left; then single bytes are turned over, from the front to the back.
  const sound = (bytes) => bytes.indexOf(Buffer.from([0x1a, 0x45, 0xdf, 0xa3]));
  const changes = [(bytes) => bytes.fill(0, sound(bytes) + 5)];
  for (const part of [0.02, 0.1, 0.3, 0.6, 0.95]) {
    changes.push((bytes) => (bytes[sound(bytes) + 5 + Math.floor((bytes.length - sound(bytes) - 5) * part)] ^= 0xff));
  }
  for (const [n, change] of changes.entries()) {
    const file = join(folder, `${n}.speech`);
    writeFileSync(file, forged(whole, change));
    await page.goto(`${place.origin}/hoc/thu-tieng`);
    if (n > 0) {
      await visit.button("speech.erase").click();
      await visit.button("people.erase_yes").click();
      await page.getByText(word("speech.erased")).waitFor();
    }
    await page.locator("#file").setInputFiles(file);
    await page.locator("#said").getByText(word("speech.imported", { n: 1 })).waitFor();
    await visit.lesson(place.origin, LESSON);
    await page.locator("#voice").selectOption("tyz");
    await visit.button("question.read").click();
    const told = page.getByText(word("speech.unplayable"));
    await until(page, () => window.played.length > 0 && (window.played[0].ended || window.played[0].error));
    await visit.button("question.read").waitFor();
    unplayable += await told.count();
    assert.equal(await page.locator(".sentence.spoken").count(), 0);
  }
  assert.ok(unplayable >= 1, "what is nothing but zeros cannot be played");
});

journey("a file too large to be one is not even read", { timeout: 60_000 }, async (place) => {
  const visit = await open(place, await place.device(), "/hoc/thu-tieng");
  const file = join(mkdtempSync(join(tmpdir(), "lang-nghe-speech-")), "huge.speech");
  writeFileSync(file, "lang-nghe speech bundle 1\n");
  truncateSync(file, 4 * 1024 ** 3);
  const chosen = await visit.device.cdp(visit.page);
  const { result } = await chosen.send("Runtime.evaluate", { expression: "document.querySelector('#file')" });
  await chosen.send("DOM.setFileInputFiles", { files: [file], objectId: result.objectId });
  await visit.page.locator("#said").getByText(word("speech.imported_wrong")).waitFor();
  rmSync(file);
});
