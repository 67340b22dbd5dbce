// The citizen's page as a person meets it: headings, radios, buttons, by role and by name.

import { pattern, word } from "./words.mjs";

export class SurveyPage {
  constructor(page, survey) {
    Object.assign(this, { page, survey, language: survey.language });
  }

  word(key, fill) {
    return word(key, fill, this.language);
  }

  pattern(key, fill) {
    return pattern(key, fill, this.language);
  }

  button(key, fill) {
    return this.page.getByRole("button", { name: this.word(key, fill), exact: true });
  }

  heading(text) {
    return this.page.getByRole("heading", { level: 1, name: text });
  }

  radio(text) {
    return this.page.getByRole("radio", { name: text, exact: true });
  }

  address(origin, { point, language } = {}) {
    const url = new URL(`/k/${this.survey.id}`, origin);
    if (point) url.searchParams.set("d", point);
    if (language) url.searchParams.set("l", language);
    return url.href;
  }

  async open(origin, options) {
    await this.page.goto(this.address(origin, options));
  }

  /** The page's code has taken over the plain start. */
  async alive() {
    await this.page.waitForFunction(() => document.getElementById("start") === null && document.getElementById("main") !== null);
  }

  /**
   * Taps a button, now at its end, now in its middle, and never below the mark of an answer: a tap where the last one was,
   * on a page drawn less than half a second ago, is taken for the second half of a double tap, and no person reads and
   * answers that fast.
   */
  async tap(button) {
    this.right = !this.right;
    await button.waitFor();
    let box = null;
    // A page that is being drawn replaces its buttons.
    while (box === null) box = await button.boundingBox();
    await button.click({ position: { x: this.right ? box.width - 20 : box.width / 2, y: box.height / 2 } });
  }

  start() {
    return this.tap(this.button("start.button"));
  }

  /** Resolves when this question is the one on screen. */
  async at(question) {
    await this.heading(question.question).waitFor();
  }

  async choose(question, option) {
    const { text } = question.options.find(({ id }) => id === option);
    // The page before the program and the program's own both hold this question while one takes over from the other.
    await this.radio(text).filter({ visible: true }).check({ force: true });
  }

  next() {
    return this.tap(this.button("question.continue"));
  }

  back() {
    return this.tap(this.button("question.back"));
  }

  skip() {
    return this.tap(this.button("question.skip"));
  }

  async answer(question, option) {
    await this.at(question);
    await this.choose(question, option);
    await this.next();
  }

  /** The steps of a form, in order, each a question and the option to choose (or none, to skip). */
  steps(form) {
    const { before, items, after } = this.survey;
    return [
      ...before.map((question) => [question, form.before[question.id]]),
      ...items.map((question) => [question, form.answers[question.id]]),
      ...after.map((question) => [question, form.about[question.id]]),
    ];
  }

  /**
   * From the first question to the last of the list, or as far as `until` says. What is on screen is chosen by the
   * page's own elements, one call a question: for journeys that are about something else than tapping.
   */
  async fill(form, { from = 0, until = Infinity } = {}) {
    for (const [{ question, options }, option] of this.steps(form).slice(from, until)) {
      const words = option === undefined ? null : options.find(({ id }) => id === option).text;
      const onward = this.word(words === null ? "question.skip" : "question.continue");
      await this.#once(`“${question}” is answered`, answerOnScreen, { question, words, onward });
    }
  }

  /** The same with a finger: every option and button is waited for, brought into view, hit and looked at. */
  async fillByHand(form) {
    for (const [question, option] of this.steps(form)) {
      if (option !== undefined) await this.answer(question, option);
      else {
        await this.at(question);
        await this.skip();
      }
    }
  }

  /** Presses a button by the page's own means, on the page with this heading. */
  press(key, heading = null) {
    const given = { words: this.word(key), heading: heading && this.word(heading) };
    return this.#once(`“${given.words}” is pressed`, pressOnScreen, given);
  }

  /** Resolves once `act` gives true in the page. */
  async #once(what, act, given) {
    const end = Date.now() + 10_000;
    // A page that is being loaded gives an error instead of an answer.
    while (!(await this.page.evaluate(act, given).catch(() => false))) {
      if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    }
  }

  /** The free text, or past it. */
  async comment(text) {
    await this.heading(this.word("question.comment")).waitFor();
    if (text !== null) await this.page.getByRole("textbox", { name: this.word("question.comment") }).fill(text);
    await this.next();
  }

  /** From the start to "check your answers". */
  async fillAll(form, { byHand = false } = {}) {
    await this.start();
    await (byHand ? this.fillByHand(form) : this.fill(form));
    await this.comment(form.comment);
    await this.heading(this.word("check.title")).waitFor();
  }

  submit() {
    return this.tap(this.button("check.submit"));
  }

  async thanked() {
    await this.heading(this.word("thanks.title")).waitFor();
    await this.page.getByText(this.word("thanks.saved")).first().waitFor();
  }

  async sent() {
    await this.page.getByText(this.word("thanks.sent")).first().waitFor();
  }

  /** A whole form, start to thank-you. */
  async answerAll(form) {
    await this.fillAll(form);
    await this.submit();
    await this.thanked();
  }

  async nextPerson() {
    await this.tap(this.button("thanks.next"));
    await this.button("start.button").waitFor();
  }

  /** From the last page to one answer. */
  async change(question) {
    await this.page.getByRole("button", { name: this.word("check.change") }).filter({ hasText: question.short ?? question.question }).click();
  }

  /** Resolves when the device's storage has this answer. */
  async kept(question, option) {
    await this.page.waitForFunction(
      (line) =>
        new Promise((done) => {
          const request = indexedDB.open("lang-nghe");
          request.onsuccess = () => {
            const drafts = request.result.transaction("drafts").objectStore("drafts").getAll();
            drafts.onsuccess = () => {
              request.result.close();
              const bytes = (value) => (ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? value : value?.bytes);
              const texts = drafts.result.map((draft) => (typeof draft === "string" ? draft : new TextDecoder().decode(bytes(draft))));
              done(texts.some((text) => text.includes(line)));
            };
          };
        }),
      `/${question.id} ${option}`,
      { polling: 50 },
    );
  }

  /** Goes on with the unfinished form. */
  async resume() {
    await this.button("resume.continue").click();
  }

  /** The summary of what is wrong on this page. */
  problem() {
    return this.page.getByRole("alert").filter({ hasText: this.word("question.problem") });
  }

  /** Resolves when the page says this, whatever stands in its places. */
  async says(key, fill) {
    await this.page.getByText(this.pattern(key, fill)).first().waitFor();
  }

  /** Resolves when the thank-you page says that the form waits. */
  waits() {
    return this.says("thanks.waiting");
  }

  /** Resolves when nothing waits on the device any more. */
  async settled() {
    await this.page.waitForFunction(
      () =>
        new Promise((done) => {
          const request = indexedDB.open("lang-nghe");
          request.onsuccess = () => {
            const count = request.result.transaction("waiting").objectStore("waiting").count();
            count.onsuccess = () => {
              request.result.close();
              done(count.result === 0);
            };
          };
        }),
      null,
      { polling: 100, timeout: 20_000 },
    );
  }

  /** By the device's clock it is so many minutes later, from the next opening on. */
  async later(minutes) {
    await this.page.clock.setFixedTime(Date.now() + minutes * 60_000);
  }

  /** Resolves when the page states that it works without a network. */
  async offlineReady() {
    await this.page.getByText(this.word("status.offline")).first().waitFor({ timeout: 20_000 });
  }
}

// In the page: answers the question if it is on screen. The start that came with the page and the program's own page
// both hold it while one takes over from the other; only one of them is visible.
const answerOnScreen = ({ question, words, onward }) => {
  // Without the marks of a browser that translates.
  const said = (one) => one.textContent.replace(/[«»]/g, "").trim();
  // As old browsers know it too.
  const visible = (all) => [...document.querySelectorAll(all)].filter((one) => one.getClientRects().length > 0);
  const shown = (all, text) => visible(all).find((one) => said(one) === text);
  if (!visible("h1").some((one) => said(one).includes(question))) return false;
  if (words !== null) {
    const option = shown("label", words)?.control;
    if (!option) return false;
    if (!option.checked) option.click();
    if (!option.checked) return false;
  }
  const button = shown("button", onward);
  button?.click();
  return button !== undefined;
};

const pressOnScreen = ({ words, heading }) => {
  const shown = (all, text) => [...document.querySelectorAll(all)].find((one) => one.getClientRects().length > 0 && one.textContent.trim() === text);
  if (heading !== null && !shown("h1", heading)) return false;
  const button = shown("button", words);
  button?.click();
  return button !== undefined;
};
