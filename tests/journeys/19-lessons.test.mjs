// Lessons in a village without signal: kept whole beforehand, found, gone through and practised offline.

import assert from "node:assert/strict";
import { journey } from "./harness/journey.mjs";
import { violations } from "./harness/axe.mjs";
import { LessonPage } from "./harness/lesson-page.mjs";
import { pattern, word } from "./harness/words.mjs";

const open = async (place, path, { device, language } = {}) => {
  const chosen = device ?? (await place.device());
  const page = await chosen.tab();
  await page.goto(`${place.origin}${path}${language ? `?l=${language}` : ""}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return Object.assign(new LessonPage(page, language), { device: chosen });
};

const isLesson = ({ path }) => /\.lesson$/.test(path);

journey("a learner does the filing lesson without a network, from a cold start to its end", { timeout: 180_000 }, async (place) => {
  const visit = await open(place, "/hoc");
  await visit.complete();
  await visit.device.offline(true);
  await place.line.down();
  await visit.device.die();
  await visit.device.boot();
  await visit.device.offline(true);
  const again = await open(place, "/hoc", { device: visit.device });
  await again.page.getByRole("link", { name: "nộp hồ sơ qua mạng" }).click();
  await again.button("lesson.start").waitFor();
  await again.start();
  const screens = await again.toTheEnd();
  assert.ok(screens > 12, `${screens} screens`);
  await again.page.getByText(pattern("lesson.marks")).waitFor();
  await place.line.up();
});

journey("a survey downloads nothing of the lessons", async (place) => {
  const visit = await place.visitor("demo");
  await visit.offlineReady();
  const theirs = place.line.requests.filter(({ path }) => /\/a\/learn\.|\.lessons?$|^\/hoc/.test(path));
  assert.deepEqual(theirs.map(({ path }) => path), []);
});

journey("a lesson is found with typing errors, without accents, as one types and without a network", async (place) => {
  const visit = await open(place, "/hoc");
  await visit.complete();
  await visit.device.offline(true);
  const first = visit.page.locator("#found a").first();
  for (const typed of ["mat khau", "mật khẩu", "mta khau", "matkhau"]) {
    await visit.page.getByLabel(word("learn.find")).fill(typed);
    assert.match(await first.innerText(), /mật khẩu|OTP/i, typed);
  }
  await visit.page.getByLabel(word("learn.find")).fill("zzqqxx");
  await visit.page.getByText(word("learn.found_none")).waitFor();
});

journey("a download that breaks keeps what had come and goes on from there", { timeout: 120_000 }, async (place) => {
  let passed = 0;
  // Six lessons come; the seventh breaks in the middle of its way, and so does all after it.
  const broken = place.line.fault((request) => isLesson(request) && ++passed > 6, "drop");
  const visit = await open(place, "/hoc");
  await visit.page.locator("#kept-state").getByText(pattern("learn.kept_waiting")).waitFor({ timeout: 30_000 });
  const came = place.line.requests.filter((request) => isLesson(request) && request.outcome === 200).map(({ path }) => path);
  assert.equal(came.length, 6);
  broken();
  await visit.page.reload();
  await visit.complete();
  for (const path of came) {
    assert.equal(place.line.requests.filter((request) => request.path === path).length, 1, `${path} was fetched again`);
  }
});

journey("a captive portal's page is never kept as a lesson", { timeout: 90_000 }, async (place) => {
  const portal = place.line.fault(isLesson, "portal");
  const visit = await open(place, "/hoc");
  await visit.page.locator("#kept-state").getByText(pattern("learn.kept_waiting")).waitFor({ timeout: 30_000 });
  portal();
  await visit.page.reload();
  await visit.complete();
});

journey("a lesson that is not wanted leaves the device and comes back when it is wanted", async (place) => {
  const visit = await open(place, "/hoc/tren-may");
  await visit.complete();
  const box = visit.page.getByRole("checkbox").first();
  const row = visit.page.locator(".keep").first();
  await box.uncheck();
  await row.getByText(word("learn.kept_not")).waitFor();
  await visit.page.reload();
  await row.getByText(word("learn.kept_not")).waitFor();
  await box.check();
  await row.getByText(word("learn.here")).waitFor();
});

const join = async (visit, picture, pin) => {
  const { page } = visit;
  await page.getByText(word("people.new"), { exact: true }).click();
  await page.getByRole("radio", { name: word(`people.${picture}`), exact: true }).check();
  if (pin) await page.getByLabel(word("people.new_pin")).fill(pin);
  await page.getByRole("button", { name: word("people.add"), exact: true }).click();
  await page.getByText(word("people.added")).waitFor();
};

journey("two learners on one tablet keep their own places, and a PIN keeps the other out", { timeout: 120_000 }, async (place) => {
  const visit = await open(place, "/hoc/nguoi-hoc");
  await join(visit, "boat");
  await visit.page.goto(`${place.origin}/hoc/phone-basics`);
  await visit.start();
  for (const n of [1, 2, 3]) {
    await visit.page.locator(".lesson .way").getByText(pattern("lesson.progress", { n })).waitFor();
    if (n < 3) await visit.page.locator("#next").click();
  }
  await visit.page.goto(`${place.origin}/hoc/nguoi-hoc`);
  await join(visit, "star", "2580");
  await visit.page.goto(`${place.origin}/hoc`);
  await visit.page.getByText(pattern("people.called", { picture: word("people.star") })).waitFor();
  assert.equal(await visit.page.locator(".go-on").count(), 0, "the second learner has begun nothing");
  await visit.page.goto(`${place.origin}/hoc/nguoi-hoc`);
  await visit.page.getByRole("button", { name: word("people.boat") }).click();
  await visit.page.getByText(word("people.chosen")).waitFor();
  await visit.page.getByRole("button", { name: word("people.star") }).click();
  await visit.page.getByLabel(word("people.pin"), { exact: true }).fill("1111");
  await visit.page.getByRole("button", { name: word("people.open"), exact: true }).click();
  await visit.page.getByText(word("people.wrong_pin")).waitFor();
  await visit.page.goto(`${place.origin}/hoc`);
  await visit.page.locator(".go-on a").click();
  await visit.page.locator(".lesson .way").getByText(pattern("lesson.progress", { n: 3 })).waitFor();
  await visit.page.goto(`${place.origin}/hoc/nguoi-hoc`);
  await visit.button("people.erase").click();
  await visit.button("people.erase_yes").click();
  await visit.page.getByText(word("people.erased")).waitFor();
  assert.equal(await visit.page.getByRole("button", { name: word("people.boat") }).count(), 0);
});

journey("axe finds nothing on any kind of block", { timeout: 300_000 }, async (place) => {
  const visit = await open(place, "/hoc");
  const found = [];
  const look = async (where) => found.push(...(await violations(visit.page, where)));
  await visit.page.locator(".tile").first().waitFor();
  await look("catalogue");
  for (const path of ["/hoc/nguoi-hoc", "/hoc/tren-may", "/hoc/on-lai", "/hoc/khong-co"]) {
    await visit.page.goto(place.origin + path);
    await visit.heading().waitFor();
    if (path.endsWith("nguoi-hoc")) await visit.page.getByText(word("people.new"), { exact: true }).click();
    await look(path);
  }
  const seen = new Set();
  for (const lesson of ["file-dossier", "pay-online", "password-otp", "fake-officials"]) {
    await visit.page.goto(`${place.origin}/hoc/${lesson}`);
    await visit.button("lesson.start").waitFor();
    if (seen.size === 0) await look("start of a lesson");
    await visit.start();
    await visit.toTheEnd(async (heading) => {
      const kind = await visit.page.evaluate(() => [...document.querySelectorAll(".lesson [class]")].map((one) => one.getAttribute("class")).join(" "));
      if (seen.has(kind)) return;
      seen.add(kind);
      await look(`${lesson}: ${heading}`);
    });
  }
  await look("end of a lesson");
  assert.deepEqual([...new Set(found)], []);
});

journey("everything in a lesson can be done with the keyboard alone", { timeout: 120_000 }, async (place) => {
  const visit = await open(place, "/hoc/password-otp");
  const { page } = visit;
  const focused = () => page.evaluate(() => document.activeElement?.id ?? "");
  await visit.button("lesson.start").focus();
  await page.keyboard.press("Enter");
  for (let screens = 0; screens < 40; screens += 1) {
    await page.waitForFunction(() => document.activeElement?.id === "heading");
    if ((await visit.heading().innerText()) === word("lesson.end")) return;
    if (await page.locator(".lesson form.asked").count()) {
      while ((await page.evaluate(() => document.activeElement?.getAttribute("type"))) !== "radio") await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      await page.keyboard.press("Enter");
      await page.locator(".verdict").first().waitFor();
    }
    for (let tabs = 0; (await focused()) !== "next"; tabs += 1) {
      assert.ok(tabs < 60, "the way on can be reached");
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
  }
  assert.fail("the lesson does not end");
});
