// The learner's part, used as a person uses it: by what is written on the buttons.

import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { pattern, word } from "./words.mjs";

const root = new URL("../../../content/lessons/", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");

/** A practice with its words in one language: screens, tasks, and the right answer of each. */
export const practice = (id, language = "vi") => {
  const { screen } = parse(read(`practice/${id}/practice.toml`));
  const text = parse(read(`practice/${id}/text.${language}.toml`));
  return { title: text.title, screens: screen.map((one) => ({ ...one, ...text.screens[one.id] })), text };
};

export class LessonPage {
  constructor(page, language = "vi") {
    this.page = page;
    this.language = language;
  }

  word(key, fill) {
    return word(key, fill, this.language);
  }

  button(key) {
    return this.page.getByRole("button", { name: this.word(key), exact: true });
  }

  heading() {
    return this.page.getByRole("heading", { level: 1 });
  }

  /** What the page says about being kept: everything is here. */
  async complete(within = 60_000) {
    await this.page.locator("#kept-state").getByText(pattern("learn.kept_complete", {}, this.language)).waitFor({ timeout: within });
  }

  async start() {
    await this.button("lesson.start").click();
  }

  /** Gives the right answer to whatever is asked on this screen, by trying; says how many tries it took. */
  async answer(form) {
    const options = form.getByRole("radio");
    await options.first().waitFor();
    const count = await options.count();
    for (let tries = 0; tries < count; tries += 1) {
      await options.nth(tries).check();
      await form.locator(".verdict").waitFor({ state: "detached" });
      await form.locator("[type=submit]").click();
      await form.locator(".verdict").waitFor();
      if (await form.locator(".verdict.right").count()) return tries + 1;
    }
    throw new Error("no option is right");
  }

  /** Does all that a practice asks, to its result. */
  async practise(id) {
    const { text } = practice(id, this.language);
    for (let screens = 0; screens < 40; screens += 1) {
      const result = this.page.locator(".practice").getByText(pattern("practice.marks", {}, this.language));
      if (await result.count()) return;
      for (const form of await this.page.locator(".practice form").all()) {
        const field = form.getByRole("textbox");
        if (await field.count()) {
          const task = (await field.getAttribute("id")).replace(/^type-/, "");
          await field.fill(text.tasks[task].text);
          await form.locator("[type=submit]").click();
          await form.locator(".verdict.right").waitFor();
        } else {
          await this.answer(form);
        }
      }
      const before = await this.page.locator("#screen").innerText();
      await this.button("practice.next").click();
      await this.page.waitForFunction((old) => document.querySelector("#screen")?.innerText !== old, before).catch(() => {});
    }
    throw new Error(`the practice ${id} does not end`);
  }

  /** Goes to the end of the open lesson, doing what it asks. `look(kind)` sees each screen first. */
  async toTheEnd(look = async () => {}) {
    const end = this.page.getByRole("heading", { name: this.word("lesson.end"), exact: true });
    for (let screens = 0; screens < 60; screens += 1) {
      if (await end.count()) return screens;
      await look(await this.heading().innerText());
      if (await this.page.locator(".practice").count()) {
        const title = await this.heading().innerText();
        const id = ["filing", "inbox", "otp-call", "qr-payment"].find((one) => practice(one, this.language).title === title);
        await this.practise(id);
        await look(`${title}, its result`);
      } else {
        for (const form of await this.page.locator("form.asked").all()) await this.answer(form);
      }
      const before = await this.page.locator(".lesson .way").first().innerText();
      await this.page.locator("#next").click();
      await this.page.waitForFunction((old) => document.querySelector(".lesson .way")?.innerText !== old, before);
    }
    throw new Error("the lesson does not end");
  }
}
