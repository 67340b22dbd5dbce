// A phone or a tablet: a Chromium of its own with an empty profile. It notes everything that must never
// happen on any page (a script error, a broken Content-Security-Policy, a request to somebody else) and
// fails the journey with it at the end.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { lookAfter } from "./children.mjs";
import { FLAGS } from "./chromium.mjs";

export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 800 };

export class Device {
  #process;
  #browser;
  #allowed = [];

  /** What must not happen and did. */
  complaints = [];
  /** Requests of any page or worker, as `GET http://…`. */
  requests = [];

  /**
   * Switches a new device on. `origin` is the only place it may talk to; `whole` asks for a browser with all that stands
   * around a page (its settings, Background Sync), `program` is a browser besides the usual ones.
   */
  static async start({ origin, size = PHONE, scheme = "light", profile = null, extra = [], whole = false, program = null }) {
    const device = new Device();
    Object.assign(device, { origin, size, scheme, extra, whole, program });
    device.profile = profile ?? mkdtempSync(join(tmpdir(), "lang-nghe-device-"));
    await device.boot();
    return device;
  }

  async boot() {
    const whole = process.env.CHROMIUM ?? "/usr/bin/chromium";
    const program = this.program ?? (this.whole ? whole : (process.env.HEADLESS_SHELL ?? whole));
    const environment = { ...process.env, TZ: "Asia/Ho_Chi_Minh" };
    // `detached` makes it the head of its own process group: killing the group is the battery giving out.
    const child = spawn(
      program,
      [...FLAGS, ...this.extra, `--user-data-dir=${this.profile}`, "--remote-debugging-port=0", "--accept-lang=vi-VN,vi",
        `--window-size=${this.size.width},${this.size.height}`, "about:blank"],
      { detached: true, stdio: ["ignore", "ignore", "pipe"], env: environment },
    );
    this.#process = lookAfter(child, { group: true });
    const endpoint = await listening(this.#process);
    this.#browser = await chromium.connectOverCDP(endpoint);
    [this.context] = this.#browser.contexts();
    this.context.setDefaultTimeout(10_000);
    await this.context.addInitScript(watchPolicy);
    this.context.on("page", (page) => this.#watch(page));
    this.context.on("request", (request) => this.#note(request));
    this.context.on("serviceworker", (worker) => this.#watchWorker(worker));
    for (const page of this.context.pages()) this.#watch(page);
  }

  /** A new tab, in the device's size and colours. */
  async tab() {
    const page = await this.context.newPage();
    await page.setViewportSize(this.size);
    await page.emulateMedia({ colorScheme: this.scheme, reducedMotion: "reduce" });
    return page;
  }

  /** Raw access to the browser's own controls for a page. */
  cdp(page) {
    return this.context.newCDPSession(page);
  }

  /** Aeroplane mode, for pages and workers alike. */
  offline(value) {
    return this.context.setOffline(value);
  }

  /** From here on a complaint that matches is expected. */
  allow(pattern) {
    this.#allowed.push(pattern);
  }

  /** The battery gives out: no goodbye to any page. */
  async die() {
    const gone = new Promise((done) => this.#process.once("exit", done));
    process.kill(-this.#process.pid, "SIGKILL");
    await gone;
    await this.#browser.close().catch(() => {});
  }

  /** Switches off and throws if anything happened that must not. */
  async stop() {
    await this.#browser.close().catch(() => {});
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const gone = new Promise((done) => this.#process.once("exit", done));
      try {
        process.kill(-this.#process.pid, "SIGKILL");
      } catch {
        // Gone already.
      }
      await gone;
    }
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
    const left = this.complaints.filter((complaint) => !this.#allowed.some((pattern) => pattern.test(complaint)));
    if (left.length > 0) throw new Error(`the device complains:\n  ${left.join("\n  ")}`);
  }

  #note(request) {
    const url = new URL(request.url());
    if (!url.protocol.startsWith("http")) return;
    this.requests.push(`${request.method()} ${url.href}`);
    if (url.origin !== this.origin) this.complaints.push(`a request to another origin: ${url.href}`);
  }

  #watch(page) {
    page.on("pageerror", (error) => this.complaints.push(`an error on ${page.url()}: ${error.stack ?? error.message}`));
    page.on("console", (message) => {
      const text = message.text();
      // A request that fails is what many journeys are about, and the browser says so by itself.
      if (/Failed to load resource|net::ERR_/.test(text)) return;
      // Where a journey holds the program back, the words wait for it: a remark on speed, not a fault.
      if (/was preloaded using link preload but not used/.test(text)) return;
      if (message.type() === "error" || message.type() === "warning" || /Content.Security.Policy/i.test(text)) {
        this.complaints.push(`${message.type()} on ${page.url()}: ${text}`);
      }
    });
    page.on("crash", () => this.complaints.push(`${page.url()} crashed`));
  }

  #watchWorker(worker) {
    worker.on?.("console", (message) => {
      if (message.type() === "error" && !/Failed to load resource|net::ERR_/.test(message.text())) {
        this.complaints.push(`error in the service worker: ${message.text()}`);
      }
    });
  }
}

// Runs in every page before any of its own scripts.
const watchPolicy = () => {
  addEventListener("securitypolicyviolation", (event) => {
    console.error(`Content-Security-Policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
};

// Chromium says on its error output where it can be driven.
const listening = (child) =>
  new Promise((done, failed) => {
    let said = "";
    const timer = setTimeout(() => failed(new Error(`Chromium did not start:\n${said}`)), 20_000);
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`Chromium ended (${code}):\n${said}`)));
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (text) => {
      said += text;
      const address = /DevTools listening on (ws:\S+)/.exec(said);
      if (address) {
        clearTimeout(timer);
        said = "";
        done(address[1]);
      }
    });
  });

/** Whether a file of the profile folder holds these bytes: the tablet in a thief's hands. */
export const bytesOf = (file) => readFileSync(file);
