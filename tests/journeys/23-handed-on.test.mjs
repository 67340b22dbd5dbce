// What leaves the device from the lessons: a sheet that can be checked, and a lesson as one file.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { journey } from "./harness/journey.mjs";
import { clipped, smallTargets } from "./harness/layout.mjs";
import { violations } from "./harness/axe.mjs";
import { LessonPage, practice } from "./harness/lesson-page.mjs";
import { kept } from "./harness/storage.mjs";
import { pattern, word } from "./harness/words.mjs";

const open = async (place, path, device) => {
  const chosen = device ?? (await place.device());
  const page = await chosen.tab();
  await page.goto(place.origin + path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return Object.assign(new LessonPage(page), { device: chosen });
};

const joinAs = async (page, picture) => {
  await page.getByText(word("people.new"), { exact: true }).click();
  await page.getByRole("radio", { name: word(`people.${picture}`), exact: true }).check();
  await page.getByRole("button", { name: word("people.add"), exact: true }).click();
  await page.getByText(word("people.added")).waitFor();
};

const finish = async (visit, place, lesson) => {
  await visit.page.goto(`${place.origin}/hoc/${lesson}`);
  await visit.button("lesson.start").waitFor();
  await visit.start();
  await visit.toTheEnd();
};

journey("a sheet of finished lessons is made and checked without a network, and a changed one is found out", { timeout: 240_000 }, async (place) => {
  // Opened once: from then on the program of sheets is among what is kept.
  const visit = await open(place, "/hoc/kiem-tra");
  const { page } = visit;
  await page.goto(`${place.origin}/hoc`);
  await visit.complete();
  await visit.device.offline(true);
  await page.goto(`${place.origin}/hoc/to-hoan-thanh`);
  await page.getByText(word("sheet.none")).waitFor();
  await page.goto(`${place.origin}/hoc/nguoi-hoc`);
  await joinAs(page, "boat");
  await finish(visit, place, "phone-basics");
  await page.goto(`${place.origin}/hoc/to-hoan-thanh`);
  const code = page.locator(".proof .code");
  await code.waitFor();
  await page.getByText(word("sheet.official")).waitFor();
  assert.equal(await page.locator(".done li").count(), 1);
  const address = await code.getAttribute("href");
  assert.ok(address.startsWith(`${place.origin}/hoc/kiem-tra#`) && address.length < 450, address);
  const mark = /[0-9A-F]{4}(-[0-9A-F]{4}){2}/.exec(await page.locator(".proof").innerText())[0];
  const found = await violations(page, "sheet");
  await page.emulateMedia({ media: "print" });
  assert.ok(!(await page.getByRole("button", { name: word("sheet.print") }).isVisible()), "no buttons on paper");
  assert.ok(await page.locator(".paper").isVisible());
  await page.emulateMedia({ media: "screen" });
  const [picture] = await Promise.all([page.waitForEvent("download"), visit.button("sheet.picture").click()]);
  const bytes = readFileSync(await picture.path());
  assert.equal(bytes.subarray(1, 4).toString(), "PNG");
  assert.equal(bytes.readUInt32BE(16), 1080, "as wide as a chat shows it");

  await page.goto(address);
  await page.locator("#found-sheet").getByText(word("sheet.valid"), { exact: true }).waitFor();
  await page.getByText(word("sheet.valid_here")).waitFor();
  await page.getByText(word("sheet.own_mark", { mark })).waitFor();
  assert.equal(await page.locator(".result .done li").count(), 1);
  found.push(...(await violations(page, "check")));

  const check = async (text, key) => {
    await page.locator("#code").fill(text);
    await visit.button("sheet.check").click();
    await page.locator("#found-sheet").getByText(word(key), { exact: true }).waitFor();
  };
  // The list made longer by whoever holds the picture, under the same signature.
  const [head, claims, signature] = address.split("#")[1].split(".");
  const said = JSON.parse(Buffer.from(claims, "base64url"));
  assert.deepEqual(said.done, ["phone-basics"]);
  said.done.push("pay-online");
  const longer = Buffer.from(JSON.stringify(said)).toString("base64url");
  await check([head, longer, signature].join("."), "sheet.broken");
  await check("https://example.org/", "sheet.unreadable");
  await check(address, "sheet.valid");
  await page.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual([...(await clipped(page)), ...(await smallTargets(page))], []);
  assert.deepEqual(found, []);

  // Another device says so; node's own cryptography agrees.
  const other = await open(place, "/hoc");
  await other.page.goto(address);
  await other.page.getByText(word("sheet.valid_other")).waitFor();
  const { jwk } = JSON.parse(Buffer.from(head, "base64url"));
  const key = await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const fits = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, Buffer.from(signature, "base64url"), Buffer.from(`${head}.${claims}`));
  assert.ok(fits);
});

journey("a lesson becomes one file without a network; it asks for nothing and axe finds nothing in it", { timeout: 120_000 }, async (place) => {
  const visit = await open(place, "/hoc");
  await visit.complete();
  await visit.device.offline(true);
  await visit.page.goto(`${place.origin}/hoc/file-dossier`);
  await visit.button("lesson.start").waitFor();
  await visit.page.getByText(word("handout.title"), { exact: true }).click();
  await visit.page.getByRole("link", { name: `${place.origin}/hoc/file-dossier` }).waitFor();
  const [download] = await Promise.all([visit.page.waitForEvent("download"), visit.button("handout.make").click()]);
  assert.equal(download.suggestedFilename(), "lang-nghe-file-dossier.html");
  const file = join(mkdtempSync(join(tmpdir(), "lang-nghe-file-")), download.suggestedFilename());
  await download.saveAs(file);
  assert.ok(readFileSync(file).length < 60_000, `${readFileSync(file).length} bytes`);
  const page = await visit.device.tab();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  await page.getByRole("heading", { level: 1 }).waitFor();
  assert.deepEqual(asked, [pathToFileURL(file).href], "the file itself and nothing else");
  assert.equal(await page.locator("script, link, img, iframe").count(), 0);
  assert.ok((await page.locator("main svg").count()) > 1);
  const option = page.locator("details.yes").first();
  await option.locator("summary").click();
  await option.getByText(word("handout.right")).waitFor();
  assert.deepEqual(await violations(page, "file"), []);
  await page.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual(await clipped(page), []);
});

journey("a practice left in the middle goes on where it was, after a reload and on another day", { timeout: 120_000 }, async (place) => {
  const visit = await open(place, "/hoc/nguoi-hoc");
  const { page } = visit;
  await joinAs(page, "star");
  await page.goto(`${place.origin}/hoc/file-dossier`);
  await visit.button("lesson.start").waitFor();
  await visit.start();
  while ((await page.locator(".practice").count()) === 0) {
    for (const form of await page.locator("form.asked").all()) await visit.answer(form);
    const before = await page.locator(".lesson .way").first().innerText();
    await page.locator("#next").click();
    await page.waitForFunction((old) => document.querySelector(".lesson .way")?.innerText !== old, before);
  }
  const { screens, text } = practice("filing");
  const screen = async () => (await page.locator(".practice .way").innerText()).trim();
  const second = word("practice.screen", { n: 2, total: screens.length });
  for (const form of await page.locator(".practice form").all()) {
    const field = form.getByRole("textbox");
    if (await field.count()) {
      await field.fill(text.tasks[(await field.getAttribute("id")).replace(/^type-/, "")].text);
      await form.getByRole("button").click();
      await form.locator(".verdict.right").waitFor();
    } else {
      await visit.answer(form);
    }
  }
  await visit.button("practice.next").click();
  await page.locator(".practice .way").getByText(second).waitFor();
  await kept(page, "/values/learner", /practice filing \w+:1:/);
  await page.reload();
  await page.locator(".practice .way").getByText(second).waitFor();
  assert.equal(await screen(), second);
  // Another day: the tab is gone, the learner is not.
  await page.close();
  const again = await open(place, "/hoc/file-dossier", visit.device);
  await again.button("lesson.continue").click();
  await again.page.locator(".practice .way").getByText(second).waitFor();
  await again.button("question.back").first().click();
  assert.ok((await again.page.locator(".practice").innerText()).includes(word("practice.screen", { n: 1, total: screens.length })));
});

journey("nothing is marked on a question that was not answered, whatever was tapped on the one before", { timeout: 120_000 }, async (place) => {
  const visit = await open(place, "/hoc/password-otp");
  await visit.start();
  let asked = 0;
  await visit.toTheEnd(async () => {
    if (await visit.page.locator(".practice").count()) return;
    const radios = visit.page.locator(".lesson form.asked input[type=radio]");
    if ((await radios.count()) === 0) return;
    asked += 1;
    assert.equal(await visit.page.locator(".lesson form.asked input[type=radio]:checked").count(), 0, `question ${asked}`);
  });
  assert.ok(asked >= 2, `${asked} questions`);
});

journey("a procedure is found beside the lessons and leads to both a lesson and the surveys", async (place) => {
  const visit = await open(place, "/hoc");
  for (const typed of ["khai sinh", "khai sihn", "giay khai sinh"]) {
    await visit.page.getByLabel(word("learn.find")).fill(typed);
    await visit.page.locator("#procedures .procedure").first().getByText("Đăng ký khai sinh", { exact: true }).waitFor();
  }
  await visit.page.getByText(pattern("learn.found_both")).waitFor();
  await visit.page.locator("#procedures").getByRole("link", { name: word("learn.procedure_survey") }).first().waitFor();
  assert.deepEqual(await violations(visit.page, "found"), []);
  await visit.page.getByLabel(word("learn.find")).fill("mật khẩu");
  await visit.page.locator("#procedures").waitFor({ state: "detached" });
  await visit.page.getByLabel(word("learn.find")).fill("khai sinh");
  await visit.page.locator("#procedures").getByRole("link", { name: pattern("learn.procedure_learn") }).first().click();
  await visit.button("lesson.start").waitFor();
});

journey("lessons do not bring the program of classes and sheets along, and without a network its absence is said", { timeout: 120_000 }, async (place) => {
  const visit = await open(place, "/hoc");
  await visit.complete();
  const theirs = place.line.requests.filter(({ path }) => path.startsWith("/a/class."));
  assert.deepEqual(theirs.map(({ path }) => path), []);
  await visit.device.offline(true);
  await visit.page.goto(`${place.origin}/hoc/lop`);
  await visit.page.getByRole("heading", { name: word("lesson.failed"), exact: true }).waitFor();
});
