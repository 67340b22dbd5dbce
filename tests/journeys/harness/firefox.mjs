// A device with Firefox: driven over WebDriver BiDi, which Firefox speaks by itself.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

export class Firefox {
  /** Switches a new device on, with these of Firefox's own settings. */
  static async start(preferences = {}) {
    const device = new Firefox();
    device.profile = mkdtempSync(join(tmpdir(), "lang-nghe-firefox-"));
    device.browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
      headless: true,
      userDataDir: device.profile,
      extraPrefsFirefox: { "intl.accept_languages": "vi-VN,vi", ...preferences },
      // Firefox writes into its home folder besides the profile.
      env: { ...process.env, HOME: device.profile, TZ: "Asia/Ho_Chi_Minh", MOZ_DISABLE_CONTENT_SANDBOX: "1" },
    });
    return device;
  }

  async open(address) {
    const page = await this.browser.newPage();
    await page.setViewport({ width: 360, height: 740 });
    await page.goto(address, { waitUntil: "domcontentloaded" });
    return new FirefoxPage(page);
  }

  async stop() {
    await this.browser.close();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What is done here is done by the page's own elements: found by their words, clicked and filled in. */
export class FirefoxPage {
  constructor(page) {
    this.page = page;
  }

  /** Resolves with what this gives in the page, once it is something. */
  async until(what, look, ...values) {
    const end = Date.now() + 30_000;
    for (;;) {
      // A page that is being replaced gives an error instead of an answer.
      const found = await this.page.evaluate(look, ...values).catch(() => null);
      if (found) return found;
      if (Date.now() > end) throw new Error(`waited in vain until ${what}:\n${await this.text()}`);
    }
  }

  text() {
    return this.page.evaluate(() => document.body.innerText);
  }

  says(words) {
    return this.until(`the page says “${words}”`, (text) => document.body.innerText.replace(/\s+/g, " ").includes(text), words);
  }

  /** Presses the button, link or summary of these words. */
  press(words) {
    return this.until(
      `“${words}” can be pressed`,
      (text) => {
        const all = [...document.querySelectorAll("button, a, summary")];
        const found = all.find((one) => one.offsetParent !== null && one.textContent.trim() === text);
        found?.click();
        return found !== undefined;
      },
      words,
    );
  }

  /** Chooses the radio button whose label begins with these words, on the page with this heading. */
  choose(heading, words) {
    return this.until(
      `“${words}” can be chosen under “${heading}”`,
      (title, text) => {
        const seen = (one) => one.offsetParent !== null;
        if (title && ![...document.querySelectorAll("h1")].some((one) => seen(one) && one.textContent.trim() === title)) return false;
        const label = [...document.querySelectorAll("label")].find((one) => seen(one) && one.textContent.trim().startsWith(text));
        label?.click();
        return label !== undefined;
      },
      heading,
      words,
    );
  }

  /** Fills the field of this label. */
  write(label, value) {
    return this.until(
      `“${label}” can be filled`,
      (words, text) => {
        const named = (field) => [field.getAttribute("aria-label"), ...[...field.labels].map((one) => one.textContent.trim())];
        const field = [...document.querySelectorAll("input")].find((one) => named(one).includes(words));
        if (!field) return false;
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        return true;
      },
      label,
      value,
    );
  }

  /** Fills the field that a selector names. */
  fill(selector, value, at = 0) {
    return this.until(
      `${selector} can be filled`,
      (where, text, place) => {
        const field = document.querySelectorAll(where)[place];
        if (!field || (field.localName === "select" && ![...field.options].some((option) => option.value === text))) return false;
        field.value = text;
        for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
        return true;
      },
      selector,
      value,
      at,
    );
  }
}
