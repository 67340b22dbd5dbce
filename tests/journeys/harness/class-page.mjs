// A class at a mobile point, held as a volunteer holds it.

import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { pattern, word } from "./words.mjs";

const lesson = (id) => parse(readFileSync(new URL(`../../../content/lessons/${id}/lesson.toml`, import.meta.url), "utf8"));

/** The questions of a lesson: options in their order, and the position of the right one. */
export const checks = (id) => lesson(id).check.map(({ id: name, options, right }) => ({ name, options, right: options.indexOf(right) }));

export class ClassPage {
  constructor(page) {
    this.page = page;
  }

  button(key, fill) {
    return this.page.getByRole("button", { name: word(key, fill), exact: true });
  }

  /** Lets this device in with a code. */
  async letIn(code) {
    await this.page.locator("#pass-code").fill(code);
    await this.page.locator("#pass-go").click();
    await this.page.getByText(pattern("class.pass_is")).waitFor();
  }

  /** Opens a class: at a `point` of the campaign's list, or at any other `place`. */
  async begin({ place, point, lesson: id, way }) {
    await this.page.getByText(word("class.new"), { exact: true }).click();
    const list = this.page.locator("#where");
    if (point) await list.selectOption({ label: point });
    else if ((await list.count()) > 0) await list.selectOption("*");
    if (place) await this.page.locator("#place").fill(place);
    await this.page.locator(`#lesson option[value="${id}"]`).waitFor({ state: "attached" });
    await this.page.locator("#lesson").selectOption(id);
    await this.page.getByRole("radio", { name: new RegExp(word(`class.way_${way}`)) }).check();
    await this.button("class.begin").click();
    await this.page.locator(".hall .stages").waitFor({ timeout: 30_000 });
  }

  async stage(name) {
    await this.page.locator(`#stage-${name}`).click();
    await this.page.locator(`#stage-${name}[aria-current="step"]`).waitFor();
  }

  /** Heads of a group: the words of its age and gender. */
  async heads(age, gender, n) {
    await this.page.getByRole("textbox", { name: `${word(`ages.${age}`)}, ${word(`ages.${gender}`)}` }).fill(String(n));
  }

  /** Hands of every option of the question shown, the last for “I do not know”. */
  async hands(counts) {
    const fields = this.page.locator(".hall .counters").first().getByRole("textbox");
    for (const [at, count] of counts.entries()) await fields.nth(at).fill(String(count));
  }

  /** One person's answers: the position of an option, or null for “I do not know”. */
  async turn(person, answers) {
    await this.button("class.person_start", { n: person }).click();
    for (const answer of answers) {
      const options = this.page.locator(".hall form.asked").getByRole("radio");
      const before = await this.page.locator("#ask").innerText();
      await (answer === null ? options.last() : options.nth(answer)).check();
      await this.page.locator("#next").click();
      await this.page.waitForFunction((old) => document.querySelector("#ask")?.innerText !== old, before);
    }
    await this.page.getByText(word("class.person_done")).waitFor();
    await this.page.locator("#next").click();
  }

  /** The rows of the table of gains, as text. */
  gains() {
    return this.page.locator(".gains tbody tr").allInnerTexts();
  }
}
