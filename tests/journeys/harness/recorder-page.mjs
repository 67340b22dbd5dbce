// Recording a lesson, and listening to what was recorded, as people do it.

import assert from "node:assert/strict";
import { LessonPage } from "./lesson-page.mjs";
import { go } from "./official.mjs";
import { pattern, word } from "./words.mjs";

/** A microphone that hums by itself, and a person who says yes, or no. */
export const MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];
export const NO_PERMISSION = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream=deny"];
export const NO_MICROPHONE = ["--use-fake-ui-for-media-stream"];

export class RecorderPage extends LessonPage {
  /** Chooses what is read, and in which language. */
  async choose(lesson, lang) {
    await this.page.locator(`#lesson option[value="${lesson}"]`).waitFor({ state: "attached" });
    await this.page.locator("#lesson").selectOption(lesson);
    await this.page.locator("#language").selectOption(lang);
    await this.button("speech.begin").click();
    await this.page.getByRole("heading", { name: this.word("speech.consent_title") }).waitFor();
  }

  /** The speaker agrees. */
  async agree() {
    await this.page.getByLabel(this.word("speech.consent_yes")).check();
    await this.button("speech.consent_start").click();
    await this.page.locator("#record").waitFor();
  }

  /** Reads the open part for about a second; it is kept. */
  async read() {
    await this.page.locator("#record").click();
    await this.page.getByText(this.word("speech.running", { seconds: 1 })).waitFor();
    await this.page.locator("#stop").click();
    await this.page.locator("#after").getByText(pattern("speech.kept", {}, this.language)).waitFor();
  }

  /** Opens a lesson at its first page. */
  async lesson(origin, id) {
    await this.page.goto(`${origin}/hoc/${id}`);
    await this.button("lesson.start").waitFor();
  }

  /** Listens to the open screen in the voice that is chosen, to its end. Says how much was marked meanwhile. */
  async listen() {
    await this.button("question.read").click();
    await this.page.locator(".sentence.spoken").first().waitFor();
    const marked = await this.page.evaluate(() => ({
      spoken: document.querySelectorAll(".sentence.spoken").length,
      all: document.querySelectorAll(".sentence").length,
    }));
    await this.button("question.read").waitFor();
    await this.page.locator(".sentence.spoken").first().waitFor({ state: "detached" });
    return marked;
  }

  /** The speeds of everything that was played on this page. */
  played() {
    return this.page.evaluate(() => window.played.map((audio) => ({ rate: audio.playbackRate, heard: audio.ended })));
  }
}

/** Notes what pages play. */
export const watchSound = () => {
  window.played = [];
  const Own = window.Audio;
  window.Audio = function Audio(...given) {
    const audio = new Own(...given);
    window.played.push(audio);
    return audio;
  };
};

/** A tab in which the officials' password is shown with every request, as a browser does once it was typed. */
export const official = async (place, device) => {
  const page = await device.tab();
  await go(place, page, "/can-bo/tieng-doc");
  await page.getByRole("heading", { level: 1, name: word("hub.speech.title") }).waitFor();
  return page;
};

export const LESSON = "password-otp";
export const TAY = "Tày";

/** A tablet at the recorder, with everything kept that it needs without a network. */
export const tablet = async (place, options = { extra: MICROPHONE }) => {
  const device = await place.device(options);
  await device.context.addInitScript(watchSound);
  const page = await device.tab();
  const visit = Object.assign(new RecorderPage(page), { device });
  await page.goto(`${place.origin}/hoc/thu-tieng`);
  await visit.button("speech.begin").waitFor();
  await page.goto(`${place.origin}/hoc`);
  await visit.complete();
  return visit;
};

export const open = async (place, device, path) => {
  const page = await device.tab();
  await page.goto(place.origin + path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return Object.assign(new RecorderPage(page), { device });
};

/** How many parts the voice that is chosen has here. */
export const parts = (page) =>
  page.evaluate(() => {
    const chosen = document.querySelector("#voice option:checked");
    return Number(/\((\d+) \//.exec(chosen?.textContent ?? "")?.[1] ?? 0);
  });

export const until = async (page, condition, argument) => page.waitForFunction(condition, argument, { timeout: 15_000 });

export const hears = (page, n) =>
  until(page, (wanted) => [...document.querySelectorAll("#voice option")].some((option) => option.textContent.includes(`(${wanted} /`)), n);

/** Parts of a lesson are recorded without a network. */
export const record = async (place, visit, n) => {
  await visit.device.offline(true);
  await visit.page.goto(`${place.origin}/hoc/thu-tieng#${LESSON}`);
  await visit.choose(LESSON, "tyz");
  await visit.agree();
  for (let part = 1; part <= n; part += 1) {
    await visit.read();
    if (part < n) await visit.button("speech.next").click();
  }
};

/** What the hub holds, by state. */
export const held = async (place) => {
  const rows = await place.hub.query("SELECT state, COUNT(*) AS n FROM speech GROUP BY state");
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
};

export const sent = async (place, n) => {
  const limit = Date.now() + 20_000;
  while (((await held(place)).waiting ?? 0) < n) {
    if (Date.now() > limit) assert.fail(`not sent: ${JSON.stringify(await held(place))}`);
    await new Promise((done) => setTimeout(done, 50));
  }
};
