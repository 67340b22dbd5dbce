// What happens at the edges: languages, voices, closed surveys, and storage that will not.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { form } from "./harness/form.mjs";
import { CONTENT } from "./harness/hub.mjs";
import { journey } from "./harness/journey.mjs";
import { SurveyPage } from "./harness/survey-page.mjs";
import { counts } from "./harness/storage.mjs";
import { pattern, survey, word } from "./harness/words.mjs";

journey("another language keeps the answers and the place", async (place) => {
  const given = form("demo-pulse", { comment: "Still mine" });
  const visit = await place.visitor("demo-pulse");
  await visit.start();
  await visit.fill(given, { until: 3 });
  const [, option] = visit.steps(given)[3];
  await visit.choose(visit.steps(given)[3][0], option);
  await visit.page.getByRole("link", { name: visit.word("app.other_language") }).click();
  const english = new SurveyPage(visit.page, survey("demo-pulse", "en"));
  const [question] = english.steps(given)[3];
  await english.at(question);
  assert.equal(await visit.page.evaluate(() => document.documentElement.lang), "en");
  const chosen = question.options.find(({ id }) => id === option);
  assert.equal(await english.radio(chosen.text).isChecked(), true);
  await english.fill(given, { from: 3 });
  await english.comment(given.comment);
  await english.submit();
  await english.thanked();
  const [{ body }] = await place.arrived(1, "demo-pulse");
  assert.deepEqual(body.answers, given.answers);
  assert.equal(body.lang, "en");
});

journey("an English address opens an English survey", async (place) => {
  const visit = await place.visitor("demo-pulse", { language: "en" });
  assert.equal(await visit.page.evaluate(() => document.documentElement.lang), "en");
  await visit.answerAll(form("demo-pulse", { language: "en" }));
  const [{ body }] = await place.arrived(1, "demo-pulse");
  assert.equal(body.lang, "en");
});

journey("reading aloud is offered where there is a Vietnamese voice, and only there", async (place) => {
  const silent = await place.visitor("demo-pulse");
  await silent.alive();
  await silent.start();
  await silent.at(silent.survey.before[0]);
  assert.equal(await silent.button("question.read").count(), 0);

  const device = await place.device();
  await device.context.addInitScript(() => {
    window.journeySpoken = [];
    speechSynthesis.getVoices = () => [{ lang: "vi-VN", name: "Việt", localService: true, default: false, voiceURI: "vi" }];
    speechSynthesis.speak = (utterance) => window.journeySpoken.push({ text: utterance.text, lang: utterance.lang });
    Object.defineProperty(SpeechSynthesisUtterance.prototype, "voice", { set() {}, get: () => null, configurable: true });
  });
  const visit = await place.visitor("demo-pulse", { device });
  await visit.alive();
  await visit.start();
  const [question] = visit.survey.before;
  await visit.at(question);
  await visit.button("question.read").click();
  const spoken = await visit.page.evaluate(() => window.journeySpoken);
  assert.ok(spoken.some(({ text }) => text.includes(question.question)), JSON.stringify(spoken));
  assert.ok(spoken.every(({ lang }) => lang.startsWith("vi")));
  assert.ok(spoken.map(({ text }) => text).join(" ").includes(question.options[0].text), "the choices are read too");
});

const contentWith = (edit) => {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-content-"));
  cpSync(CONTENT, folder, { recursive: true });
  const file = join(folder, "campaigns/demo-pulse.toml");
  writeFileSync(file, edit(readFileSync(file, "utf8")));
  return folder;
};

for (const [name, key, edit] of [
  ["has ended", "hub.page.closed_title", (text) => text.replace(/^closes = .*$/m, 'closes = "2026-02-01"')],
  ["has not begun", "hub.page.before_title", (text) => text.replace(/^opens = .*$/m, 'opens = "2027-12-01"')],
]) {
  let content;
  journey(`a survey that ${name} says so and asks nothing`, { hub: () => ({ content: (content = contentWith(edit)) }) }, async (place) => {
    const device = await place.device();
    const page = await device.tab();
    await page.goto(`${place.origin}/k/demo-pulse`);
    await page.getByRole("heading", { level: 1, name: pattern(key) }).waitFor();
    assert.equal(await page.getByRole("button", { name: word("start.button") }).count(), 0);
    rmSync(content, { recursive: true });
  });
}

journey("an address of no survey says so", async (place) => {
  const device = await place.device();
  const page = await device.tab();
  const answer = await page.goto(`${place.origin}/k/khong-co`);
  assert.equal(answer.status(), 404);
  await page.getByRole("heading", { level: 1, name: pattern("hub.page.missing_title") }).waitFor();
});

journey("a full device says so, and nothing that was answered is lost", async (place) => {
  const given = form("demo-pulse");
  const device = await place.device();
  // Chromium does not hold IndexedDB to a quota set from outside, so the page's own writes are refused
  // with the error that a full device gives.
  await device.context.addInitScript(() => {
    for (const name of ["put", "add"]) {
      const write = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (...values) {
        if (window.journeyFull) throw new DOMException("full", "QuotaExceededError");
        return write.apply(this, values);
      };
    }
  });
  const visit = await place.visitor("demo-pulse", { device });
  await visit.alive();
  await visit.start();
  await visit.fill(given, { until: 3 });
  await visit.kept(...visit.steps(given)[2]);
  await visit.page.evaluate(() => (window.journeyFull = true));
  const [question, option] = visit.steps(given)[3];
  await visit.at(question);
  await visit.choose(question, option);
  await visit.says("problem.full");
  // The survey itself goes on in memory; only the last step needs the storage.
  await visit.next();
  await visit.fill(given, { from: 4 });
  await visit.comment(null);
  await visit.heading(visit.word("check.title")).waitFor();
  await visit.submit();
  await visit.says("problem.full");
  assert.equal(await visit.heading(visit.word("thanks.title")).count(), 0);
  await visit.page.evaluate(() => (window.journeyFull = false));
  await visit.button("problem.retry").click();
  await visit.thanked();
  const [{ body }, ...more] = await place.arrived(1, "demo-pulse");
  assert.equal(more.length, 0);
  assert.deepEqual(body.answers, given.answers);
});

journey("a browser that gives no storage says so at once, and the form is sent while the page is open", async (place) => {
  const given = form("demo-pulse");
  const device = await place.device();
  await device.context.addInitScript(() => {
    const refused = () => {
      throw new DOMException("denied", "SecurityError");
    };
    Object.defineProperty(window, "indexedDB", { get: refused });
    Object.defineProperty(window, "localStorage", { get: refused });
  });
  const visit = await place.visitor("demo-pulse", { device });
  await visit.says("problem.unavailable");
  await visit.fillAll(given);
  await visit.submit();
  await visit.heading(visit.word("thanks.title")).waitFor();
  await visit.sent();
  // Never in the words for something that is on the device.
  assert.equal(await visit.page.getByText(visit.word("thanks.saved"), { exact: true }).count(), 0);
  const [{ body }] = await place.arrived(1, "demo-pulse");
  assert.deepEqual(body.answers, given.answers);
});

journey("data of a newer version is left untouched, and the page says what to do", async (place) => {
  const device = await place.device();
  const page = await device.tab();
  await page.goto(`${place.origin}/favicon.svg`);
  const look = (target) =>
    target.evaluate(async () => {
      const base = await new Promise((done, failed) => {
        const request = indexedDB.open("lang-nghe");
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
      const kept = await new Promise((done) => {
        const request = base.transaction("later").objectStore("later").getAll();
        request.onsuccess = () => done(request.result);
      });
      const seen = { version: base.version, stores: [...base.objectStoreNames], kept };
      base.close();
      return seen;
    });
  await page.evaluate(
    () =>
      new Promise((done, failed) => {
        const request = indexedDB.open("lang-nghe", 99);
        request.onupgradeneeded = () => request.result.createObjectStore("later").put("of tomorrow", 1);
        request.onsuccess = () => {
          request.result.close();
          done();
        };
        request.onerror = () => failed(request.error);
      }),
  );
  const before = await look(page);
  const visit = await place.visitor("demo-pulse", { device });
  await visit.says("problem.newer");
  assert.deepEqual(await look(page), before);
  assert.deepEqual(before, { version: 99, stores: ["later"], kept: ["of tomorrow"] });
});

journey("a waiting form that cannot be read is kept and does not hold up the others", async (place) => {
  const visit = await place.visitor("demo-pulse");
  await visit.offlineReady();
  await visit.device.offline(true);
  await visit.answerAll(form("demo-pulse"));
  await visit.page.evaluate(
    () =>
      new Promise((done) => {
        const request = indexedDB.open("lang-nghe");
        request.onsuccess = () => {
          const transaction = request.result.transaction("waiting", "readwrite");
          const store = transaction.objectStore("waiting");
          store.keyPath ? store.put({ [store.keyPath]: 9999, nonsense: true }) : store.put("nonsense", 9999);
          transaction.oncomplete = () => {
            request.result.close();
            done();
          };
        };
      }),
  );
  await visit.device.offline(false);
  await visit.page.reload();
  await place.arrived(1, "demo-pulse", 30_000);
  await visit.page.waitForFunction(() => true);
  assert.equal((await counts(visit.page)).waiting, 1, "the unreadable one is still there");
});

journey("a clock that is wrong by years, either way, and put right again hides nothing of what was sent", { timeout: 90_000 }, async (place) => {
  const visit = await place.visitor("demo-pulse");
  let forms = 0;
  for (const instant of [Date.UTC(2099, 0, 1), Date.now(), Date.UTC(1970, 0, 2), Date.now()]) {
    await visit.page.clock.setFixedTime(instant);
    await visit.open(place.origin);
    await visit.alive();
    await visit.answerAll(form("demo-pulse"));
    await visit.sent();
    await place.arrived((forms += 1), "demo-pulse");
  }
  const lines = await visit.page.getByText(visit.pattern("status.refused")).count();
  assert.equal(lines, 0);
  assert.equal((await counts(visit.page)).refused, 0);
});

journey("a page that is seen tries again within a minute however often it failed, and at once when it is asked to", async (place) => {
  const visit = await place.visitor("demo-pulse");
  await visit.page.clock.install();
  await visit.open(place.origin);
  await visit.alive();
  const down = place.line.fault(({ path }) => path.startsWith("/api/"), "drop");
  await visit.answerAll(form("demo-pulse"));
  await visit.waits();
  for (let failures = 0; failures < 9; failures += 1) {
    const before = down.hits();
    await visit.page.clock.fastForward(61_000);
    await place.line.until(() => down.hits() > before, "it is tried again within a minute");
    // The answer to a try is when the page knows when the next one is due.
    await visit.page.waitForFunction(() => !document.getElementById("foot").textContent.includes("Đang gửi"));
  }
  down();
  await visit.button("status.send").click();
  await visit.sent();
  assert.equal((await place.arrived(1, "demo-pulse")).length, 1);
});

journey("what is typed in parts is counted and kept as it is read, and what nobody can see is not kept", async (place) => {
  const visit = await place.visitor("demo-pulse");
  const typed = "chờ lâu ".repeat(191);
  const parts = typed.normalize("NFD");
  assert.ok(parts.length > 2_000 && typed.length < 2_000);
  await visit.start();
  await visit.fill(form("demo-pulse"));
  const field = visit.page.getByRole("textbox", { name: visit.word("question.comment") });
  await field.focus();
  await visit.page.keyboard.insertText(parts);
  await visit.says("question.comment_left", { n: 2_000 - typed.length });
  await visit.next();
  await visit.submit();
  await visit.thanked();
  await visit.nextPerson();
  for (const comment of ["a\u0007b\u001bc\nd", "\u200b\u200d\ufeff"]) {
    await visit.start();
    await visit.fill(form("demo-pulse"));
    await visit.comment(comment);
    await visit.submit();
    await visit.thanked();
    await visit.nextPerson();
  }
  const comments = (await place.arrived(3, "demo-pulse")).map(({ body }) => body.comment);
  assert.deepEqual(new Set(comments), new Set([typed.trim(), "abc\nd", undefined]));
});

journey("the second half of a double tap opens nothing, and a tap a moment later does", async (place) => {
  const visit = await place.visitor("demo-pulse");
  await visit.answerAll(form("demo-pulse"));
  // Where something can be tapped on the last page, a tap on "send" is made to end.
  const way = visit.page.getByRole("link", { name: visit.word("thanks.results") });
  await visit.page.evaluate(() => scrollTo(0, 0));
  const { x, y, width, height } = await way.boundingBox();
  const spot = [x + width / 2, y + height / 2];
  assert.ok(spot[1] < visit.page.viewportSize().height, "it is seen without scrolling");
  await visit.nextPerson();
  await visit.page.clock.install();
  await visit.open(place.origin);
  await visit.alive();
  await visit.fillAll(form("demo-pulse"));
  await visit.button("check.submit").evaluate((button, y) => {
    const box = button.getBoundingClientRect();
    scrollBy(0, box.top + box.height / 2 - y);
  }, spot[1]);
  // The clock stands still: a slow machine taps as fast as a quick one.
  await visit.page.clock.pauseAt(Date.now() + 60_000);
  await visit.page.mouse.click(...spot);
  await visit.thanked();
  await visit.page.clock.runFor(100);
  assert.equal(await visit.page.evaluate(() => scrollY), 0);
  await visit.page.mouse.click(...spot);
  await visit.page.evaluate(() => document.title);
  assert.match(visit.page.url(), /\/k\/demo-pulse$/);
  await visit.heading(visit.word("thanks.title")).waitFor();
  await visit.page.clock.runFor(600);
  await visit.page.mouse.click(...spot);
  await visit.page.waitForURL(/\/ket-qua\/demo-pulse/);
});

journey("a code of no service point is said, and the survey goes on without one", async (place) => {
  const known = await place.visitor("demo-pulse", { point: "1" });
  await known.alive();
  const lost = await place.visitor("demo-pulse", { point: "99" });
  await lost.alive();
  await lost.says("status.point");
  const said = await lost.page.getByText(lost.word("status.point")).boundingBox();
  assert.ok(said.y + 24 <= 740, "its first line is seen without scrolling");
  assert.equal(await known.page.getByText(known.word("status.point")).count(), 0);
  await lost.answerAll(form("demo-pulse"));
  const [{ body }] = await place.arrived(1, "demo-pulse");
  assert.equal(body.point, undefined);
});
