// A lesson in the voice of somebody from the village: recorded without a network, carried by hand, sent, heard by an
// official first, fetched by other tablets, and withdrawn.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { violations } from "./harness/axe.mjs";
import { ClassPage } from "./harness/class-page.mjs";
import { journey } from "./harness/journey.mjs";
import { clipped, smallTargets } from "./harness/layout.mjs";
import {
  hears, held, LESSON, NO_MICROPHONE, NO_PERMISSION, official, open, parts, record, sent, tablet, TAY, until, watchSound,
} from "./harness/recorder-page.mjs";
import { pattern, word } from "./harness/words.mjs";

journey("a lesson recorded without a network outlives the browser, and is read aloud in that voice", { timeout: 240_000 }, async (place) => {
  const first = await tablet(place);
  await record(place, first, 3);
  await first.page.getByText(pattern("speech.parts_done", { n: 3 })).waitFor();
  await first.device.die();
  await first.device.boot();
  await first.device.context.addInitScript(watchSound);
  await first.device.offline(true);
  const visit = await open(place, first.device, "/hoc/thu-tieng");
  const { page } = visit;
  const card = page.locator(".record .card");
  await card.getByText(pattern("speech.here_size", { n: 3 })).waitFor();
  await card.getByText(word("speech.is_waiting", { n: 3 })).waitFor();
  await visit.lesson(place.origin, LESSON);
  await page.locator("#voice").selectOption("tyz");
  assert.equal(await parts(page), 3);
  const marked = await visit.listen();
  assert.ok(marked.all > 1 && marked.spoken === marked.all, `the whole part is marked: ${JSON.stringify(marked)}`);
  assert.deepEqual(await visit.played(), [{ rate: 1, heard: true }]);
  await page.locator(".aloud .rate select").first().selectOption("slow");
  await visit.start();
  await page.locator(".lesson .way").waitFor();
  await visit.listen();
  assert.equal((await visit.played()).at(-1).rate, 0.75, "slower, as it was asked");
  await page.locator("#next").click();
  await visit.listen();
  await page.locator("#next").click();
  await page.getByText(word("speech.missing", { language: TAY })).waitFor();
  // The voice is remembered for the next lesson and the next day.
  await page.reload();
  await until(page, () => document.querySelector("#voice")?.value === "tyz");
});

journey("a part read again takes the place of the first, and erasing leaves nothing", { timeout: 120_000 }, async (place) => {
  const visit = await tablet(place);
  const { page } = visit;
  await record(place, visit, 1);
  await visit.button("speech.hear").click();
  await visit.button("speech.hush").waitFor();
  await visit.button("speech.hear").waitFor();
  assert.equal((await visit.played()).at(-1).heard, true);
  await visit.read();
  await visit.button("speech.finish").click();
  await page.locator(".record .card").getByText(pattern("speech.here_size", { n: 1 })).waitFor();
  const rows = () => page.evaluate(() => new Promise((done, failed) => {
    const request = indexedDB.open("lang-nghe-speech");
    request.onerror = failed;
    request.onsuccess = () => {
      const shelves = request.result.transaction(["about", "bytes"]);
      const counts = ["about", "bytes"].map((name) => new Promise((one) => {
        shelves.objectStore(name).count().onsuccess = ({ target }) => one(target.result);
      }));
      Promise.all(counts).then((all) => {
        request.result.close();
        done(all);
      });
    };
  }));
  assert.deepEqual(await rows(), [1, 1]);
  await visit.button("speech.erase").click();
  await visit.button("people.erase_yes").click();
  await page.getByText(word("speech.erased")).waitFor();
  assert.deepEqual(await rows(), [0, 0]);
  await page.getByText(word("speech.here_none")).waitFor();
});

journey("recordings go from one tablet to another in a file, without a network, and a file that breaks off gives what came whole", { timeout: 240_000 }, async (place) => {
  const from = await tablet(place);
  await record(place, from, 2);
  await from.button("speech.finish").click();
  const [download] = await Promise.all([from.page.waitForEvent("download"), from.button("speech.export").click()]);
  assert.equal(download.suggestedFilename(), `lang-nghe-${LESSON}-tyz.speech`);
  const whole = readFileSync(await download.path());
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-speech-"));
  const write = (name, bytes) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const to = await tablet(place);
  await to.device.offline(true);
  await to.page.goto(`${place.origin}/hoc/thu-tieng`);
  const said = to.page.locator("#said");
  const take = (file) => to.page.locator("#file").setInputFiles(file);
  await take(write("other.speech", "<html>not ours</html>"));
  await said.getByText(word("speech.imported_wrong")).waitFor();
  const changed = Buffer.from(whole);
  changed[changed.length - 5] ^= 1;
  await take(write("cut.speech", whole.subarray(0, whole.length - 5)));
  await said.getByText(word("speech.imported_cut", { n: 1 })).waitFor();
  await take(write("changed.speech", changed));
  await said.getByText(word("speech.imported_bad", { n: 1 })).waitFor();
  await take(write("whole.speech", whole));
  await said.getByText(word("speech.imported", { n: 1 })).waitFor();
  await take(write("again.speech", whole));
  await said.getByText(word("speech.imported_none")).waitFor();
  await to.lesson(place.origin, LESSON);
  await to.page.locator("#voice").selectOption("tyz");
  assert.equal(await parts(to.page), 2);
  await to.listen();
});

journey("what was recorded is sent once, heard by an official, fetched by a second tablet, and gone when it is withdrawn", { timeout: 300_000 }, async (place) => {
  const one = await tablet(place);
  await record(place, one, 3);
  await one.button("speech.finish").click();
  // The hub gets the first one, and its answer is lost.
  const cut = place.line.fault(({ method }) => method === "PUT", "cut");
  await one.device.offline(false);
  await cut.struck();
  cut();
  await sent(place, 3);
  await one.page.locator(".record .card").getByText(word("speech.is_held", { n: 3 })).waitFor({ timeout: 30_000 });
  assert.deepEqual(await held(place), { waiting: 3 });

  // Nobody else hears it before an official did.
  const two = await tablet(place, {});
  await two.lesson(place.origin, LESSON);
  await one.lesson(place.origin, LESSON);
  assert.equal(await two.page.locator("#voice").count(), 0);
  const desk = await place.device();
  const locked = await desk.tab();
  desk.allow(/401|Unauthorized/);
  const refused = await locked.goto(`${place.origin}/can-bo/tieng-doc`).catch(() => null);
  assert.ok(refused === null || refused.status() === 401);
  const officer = await official(place, desk);
  const found = await violations(officer, "officials");
  assert.equal(await officer.locator("audio").count(), 3);
  const heard = await officer.locator("audio").first().evaluate(async (audio) => {
    const ended = new Promise((done) => {
      audio.onended = () => done("heard");
      audio.onerror = () => done(audio.error.message);
    });
    await audio.play();
    return ended;
  });
  assert.equal(heard, "heard");
  for (const left of [2, 1, 0]) {
    await officer.getByRole("button", { name: word("hub.speech.offer") }).first().click();
    await until(officer, (n) => [...document.querySelectorAll("button[value=offered]")].length === n, left);
  }
  await officer.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual([...(await clipped(officer)), ...(await smallTargets(officer))], []);
  assert.deepEqual(found, []);
  assert.deepEqual(await held(place), { offered: 3 });

  // The second tablet chooses the voice; the line breaks in the middle and what had come stays.
  let passed = 0;
  const isRecording = ({ method, path }) => method === "GET" && /\/api\/v1\/speech\/[0-9a-f]{64}$/.test(path);
  const broken = place.line.fault((request) => isRecording(request) && ++passed > 1, "drop");
  await two.page.reload();
  await two.page.locator("#voice").waitFor();
  await two.page.locator("#voice").selectOption("tyz");
  await broken.struck();
  const came = place.line.requests.filter((request) => isRecording(request) && request.outcome === 200).map(({ path }) => path);
  assert.equal(came.length, 1);
  broken();
  await hears(two.page, 3);
  assert.equal(place.line.requests.filter((request) => isRecording(request) && request.path === came[0]).length, 1, "it was not fetched again");
  await two.device.offline(true);
  await two.device.die();
  await two.device.boot();
  await two.device.context.addInitScript(watchSound);
  await two.device.offline(true);
  const later = await open(place, two.device, `/hoc/${LESSON}`);
  await hears(later.page, 3);
  // What was chosen last may not have reached the disk; what was fetched has.
  await later.page.locator("#voice").selectOption("tyz");
  await later.listen();
  assert.deepEqual(await later.played(), [{ rate: 1, heard: true }]);

  // Withdrawn: gone from the hub, and from every tablet when it has a connection.
  await officer.setViewportSize({ width: 1280, height: 800 });
  await officer.locator("details summary", { hasText: word("hub.speech.withdraw") }).first().click();
  await officer.getByRole("button", { name: word("hub.speech.withdraw_yes") }).first().click();
  await until(officer, () => document.querySelectorAll("audio").length === 2);
  assert.equal((await place.hub.query("SELECT COUNT(*) AS n FROM speech_bytes"))[0].n, 2);
  await later.device.offline(false);
  await later.page.reload();
  await hears(later.page, 2);
  await one.page.reload();
  await hears(one.page, 2);
  await later.page.goto(`${place.origin}/hoc/tren-may`);
  const box = later.page.locator("section[aria-labelledby=voices]").getByRole("checkbox");
  await box.uncheck();
  await later.page.locator("section[aria-labelledby=voices]").getByText(word("learn.kept_not")).waitFor();
  await later.page.locator("section[aria-labelledby=voices]").getByText(pattern("speech.kept_state", { here: 0 })).waitFor();
});

journey("without consent nothing is recorded, and without a microphone the page says what to do", { timeout: 120_000 }, async (place) => {
  for (const [extra, key] of [[NO_PERMISSION, "speech.denied"], [NO_MICROPHONE, "speech.absent"]]) {
    const device = await place.device({ extra });
    const visit = await open(place, device, "/hoc/thu-tieng");
    await visit.button("speech.begin").click();
    await visit.page.getByText(word("speech.choose")).waitFor();
    await visit.page.waitForFunction(() => document.activeElement?.getAttribute("aria-invalid") === "true");
    assert.equal(await visit.page.evaluate(() => document.activeElement.getAttribute("aria-describedby")), "begin-wrong");
    await visit.choose(LESSON, "vi");
    assert.equal(await visit.page.locator("#agrees").isChecked(), false, "nothing is ticked beforehand");
    await visit.button("speech.consent_start").click();
    await visit.page.getByText(word("speech.consent_missing")).waitFor();
    await visit.agree();
    await visit.page.locator("#record").click();
    await visit.page.getByText(word(key)).waitFor();
    await visit.page.locator("#after").getByText(word("speech.not_yet")).waitFor();
  }
});

journey("the recorder works by keyboard on a small screen, and axe finds nothing", { timeout: 240_000 }, async (place) => {
  const visit = await tablet(place);
  const { page } = visit;
  const found = [];
  const look = async (where) => {
    found.push(...(await violations(page, where)));
    await page.setViewportSize({ width: 320, height: 640 });
    found.push(...(await clipped(page)), ...(await smallTargets(page)));
  };
  await page.goto(`${place.origin}/hoc/thu-tieng#${LESSON}`);
  await visit.button("speech.begin").waitFor();
  await look("begin");
  await visit.choose(LESSON, "hmn");
  await look("consent");
  const focused = (id) => page.waitForFunction((wanted) => document.activeElement?.id === wanted, id);
  const tabTo = async (id) => {
    for (let tabs = 0; (await page.evaluate(() => document.activeElement?.id)) !== id; tabs += 1) {
      assert.ok(tabs < 40, `#${id} can be reached`);
      await page.keyboard.press("Tab");
    }
  };
  await tabTo("agrees");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await focused("heading");
  await tabTo("record");
  await page.keyboard.press("Enter");
  await focused("stop");
  await page.getByText(word("speech.running", { seconds: 1 })).waitFor();
  await page.locator("#level").waitFor();
  found.push(...(await violations(page, "recording", [{ name: "phone", size: { width: 360, height: 740 }, scheme: "dark" }])));
  await page.keyboard.press("Enter");
  await focused("after");
  await look("recorded");
  await visit.button("speech.finish").click();
  await page.locator(".record .card").waitFor();
  await look("kept");
  assert.deepEqual([...new Set(found)], []);
});

/** A device with a Vietnamese voice, as the browser shows one: it speaks quickly, and fails when it is told to. */
const withVoice = () => {
  window.spoken = [];
  window.breaks = null;
  speechSynthesis.getVoices = () => [{ lang: "vi-VN", name: "Việt", localService: true, default: false, voiceURI: "vi" }];
  speechSynthesis.cancel = () => {};
  speechSynthesis.speak = (utterance) => {
    window.spoken.push(utterance.text);
    const event = window.breaks ? Object.assign(new Event("error"), { error: window.breaks }) : new Event("end");
    setTimeout(() => utterance.dispatchEvent(event), 150);
  };
};

journey("why an answer is right is read aloud, and a voice that fails gives its button back", { timeout: 120_000 }, async (place) => {
  const device = await place.device();
  await device.context.addInitScript(withVoice);
  const visit = await open(place, device, `/hoc/${LESSON}`);
  const { page } = visit;
  await visit.start();
  const form = page.locator("form.asked");
  while ((await form.count()) === 0) {
    if (await page.locator(".practice").count()) await visit.practise("otp-call");
    const before = await page.locator(".lesson .way").first().innerText();
    await page.locator("#next").click();
    await until(page, (old) => document.querySelector(".lesson .way")?.innerText !== old, before);
  }
  await form.getByRole("radio").first().check();
  await form.locator("[type=submit]").click();
  const because = (await form.locator(".verdict").innerText()).trim();
  await page.evaluate(() => (window.spoken = []));
  await form.locator(".listen").click();
  await form.locator(".verdict .spoken").first().waitFor();
  await form.locator(".verdict .spoken").first().waitFor({ state: "detached" });
  assert.equal((await page.evaluate(() => window.spoken)).join(" "), because, "the explanation, and nothing else");
  // Another answer, another explanation.
  await form.getByRole("radio").nth(1).check();
  await form.locator(".listen").waitFor({ state: "detached" });
  await form.locator("[type=submit]").click();
  await page.evaluate(() => (window.spoken = []));
  await form.locator(".listen").click();
  await form.locator(".verdict .spoken").first().waitFor();
  await form.locator(".verdict .spoken").first().waitFor({ state: "detached" });
  assert.equal((await page.evaluate(() => window.spoken)).join(" "), (await form.locator(".verdict").innerText()).trim());
  const read = page.locator(".aloud").getByRole("button", { name: word("question.read"), exact: true });
  await page.evaluate(() => (window.breaks = "synthesis-failed"));
  await read.click();
  await page.getByText(word("speech.voice_failed")).waitFor();
  await read.waitFor();
  assert.equal(await page.locator(".sentence.spoken").count(), 0);
  // Stopping is no failure.
  await page.evaluate(() => (window.breaks = "canceled"));
  await read.click();
  const stop = page.locator(".aloud").getByRole("button", { name: word("question.stop"), exact: true });
  await stop.click();
  await read.waitFor();
  assert.equal(await page.getByText(word("speech.voice_failed")).count(), 0);
});

journey("a class hears its lesson in the voice that was recorded", { timeout: 180_000 }, async (place) => {
  const visit = await tablet(place);
  await record(place, visit, 2);
  await visit.page.goto(`${place.origin}/hoc/lop`);
  const room = new ClassPage(visit.page);
  await room.begin({ place: "Nhà văn hóa thôn Đoài", lesson: LESSON, way: "hands" });
  await room.stage("lesson");
  await visit.page.locator("#voice").waitFor();
  await visit.page.locator("#voice").selectOption("tyz");
  const marked = await visit.listen();
  assert.ok(marked.all > 1 && marked.spoken === marked.all, `the whole screen is marked: ${JSON.stringify(marked)}`);
  assert.deepEqual(await visit.played(), [{ rate: 1, heard: true }]);
  await visit.page.locator("#next").click();
  await visit.page.getByText(word("speech.missing", { language: TAY })).waitFor();
});
