// Every page at both sizes, light and dark, for people to look at: target/screenshots/<look>/<page>.png
//
//   node screenshots.mjs [folder]

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { LOOKS } from "./harness/axe.mjs";
import { share } from "./harness/desk-page.mjs";
import { Device } from "./harness/device.mjs";
import { form } from "./harness/form.mjs";
import { Hub } from "./harness/hub.mjs";
import { Line } from "./harness/line.mjs";
import { go } from "./harness/official.mjs";
import { SurveyPage } from "./harness/survey-page.mjs";
import { survey } from "./harness/words.mjs";

const folder = process.argv[2] ?? fileURLToPath(new URL("../../target/screenshots/", import.meta.url));

const hub = await Hub.start();
const line = await Line.open(() => hub.address);
const device = await Device.start({ origin: line.origin });

const take = async (page, name) => {
  for (const look of LOOKS) {
    await page.setViewportSize(look.size);
    await page.emulateMedia({ colorScheme: look.scheme, reducedMotion: "reduce" });
    const where = join(folder, look.name.replace(", ", "-"));
    mkdirSync(where, { recursive: true });
    await page.screenshot({ path: join(where, `${name}.png`), fullPage: true });
  }
  console.log(name);
};

/** A page that is not ready yet is left out, not a reason to show nothing. */
const part = async (name, walk) => {
  try {
    await walk();
  } catch (fault) {
    console.error(`${name}: ${fault.message}`);
    process.exitCode = 1;
  }
};

const visitor = async (campaign, options = {}) => {
  const visit = new SurveyPage(await device.tab(), survey(campaign, options.language));
  await visit.open(line.origin, options);
  return visit;
};

await part("survey", async () => {
  const given = form("demo", { about: { mode: "self", gender: "female" }, comment: "Nên có thêm ghế chờ cho người già." });
  const visit = await visitor("demo", { point: "1" });
  await visit.alive();
  await take(visit.page, "01-start");
  await visit.start();
  await visit.at(visit.survey.before[0]);
  await take(visit.page, "02-procedure");
  await visit.fill(given, { until: 1 });
  await visit.at(visit.survey.items[0]);
  await visit.next();
  await visit.problem().waitFor();
  await take(visit.page, "03-left-open");
  await visit.choose(visit.survey.items[0], "4");
  await take(visit.page, "04-question");
  await visit.fill(given, { from: 1, until: 17 });
  await visit.at(visit.survey.after[0]);
  await take(visit.page, "05-about");
  await visit.fill(given, { from: 17 });
  await take(visit.page, "06-comment");
  await visit.comment(given.comment);
  await visit.heading(visit.word("check.title")).waitFor();
  await take(visit.page, "07-check");
  await visit.later(45);
  await visit.page.reload();
  await visit.heading(visit.word("resume.title")).waitFor();
  await take(visit.page, "08-resume");
  await visit.resume();
  await visit.submit();
  await visit.sent();
  await take(visit.page, "09-thanks");
  await visit.page.close();
});

await part("waiting", async () => {
  const visit = await visitor("demo-pulse");
  await visit.offlineReady();
  const busy = line.fault(({ path }) => path.startsWith("/api/"), 503);
  await visit.answerAll(form("demo-pulse"));
  await visit.waits();
  await take(visit.page, "10-waiting");
  await visit.nextPerson();
  await take(visit.page, "11-start-with-waiting");
  await visit.page.goto(`${line.origin}/may-nay`);
  await visit.page.getByRole("heading", { level: 1 }).waitFor();
  await take(visit.page, "12-this-device-waiting");
  busy();
  await visit.page.close();
});

await part("english", async () => {
  const visit = await visitor("demo-pulse", { language: "en" });
  await visit.alive();
  await take(visit.page, "13-english");
  await visit.page.close();
});

await part("shared", async () => {
  await share({ origin: line.origin }, device);
  const visit = await visitor("demo-pulse");
  for (let n = 0; n < 6; n += 1) {
    const pick = (item, at) => item.options[(n + at) % 2 === 0 ? item.options.length - 2 : (n * 3 + at) % item.options.length].id;
    await visit.answerAll(form("demo-pulse", { pick }));
    await visit.sent();
    await visit.nextPerson();
  }
  await visit.page.close();
});

for (const [name, path] of [
  ["20-home", "/"], ["21-about", "/gioi-thieu"], ["22-this-device", "/may-nay"], ["23-results", "/ket-qua/demo-pulse"],
  ["24-results-withheld", "/ket-qua/demo"], ["25-officials", "/can-bo"], ["26-officials-campaign", "/can-bo/demo-pulse"],
  ["27-unknown-survey", "/k/khong-co"], ["28-not-found", "/khong-co"],
]) {
  await part(name, async () => {
    const page = await device.tab();
    await go({ hub, origin: line.origin }, page, path);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await take(page, name);
    await page.close();
  });
}

await device.stop().catch((fault) => console.error(fault.message));
await line.down();
await hub.dispose();
