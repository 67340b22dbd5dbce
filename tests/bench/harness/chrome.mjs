// A phone: a Chromium of its own with an empty profile, a slow processor and a weak line.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lookAfter } from "../../journeys/harness/children.mjs";
import { FLAGS as CHROMIUM } from "../../journeys/harness/chromium.mjs";
import { Browser } from "./cdp.mjs";
import { settled } from "./settled.mjs";

const FLAGS = [
  ...CHROMIUM,
  "--disable-extensions",
  "--accept-lang=vi-VN,vi",
  "--enable-precise-memory-info",
  "--remote-debugging-pipe",
];

/** What every page is measured with. */
export const PHONE = {
  size: { width: 360, height: 740 },
  /** The processor is this many times slower. */
  slower: 4,
  /** The line, in Chromium's own terms: milliseconds, and bytes per second. */
  line: { offline: false, latency: 150, downloadThroughput: (1.6e6 / 8) | 0, uploadThroughput: (750e3 / 8) | 0 },
};
export const OFFLINE = { offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0 };
export const UNHINDERED = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };

/** Whatever a tab is wanted for is done by then, or hangs: then the phone is switched off, which says so. */
const LONGEST_MS = 180_000;

export class Phone {
  #child;
  #browser;
  #workers = new Set();
  #watchdog;

  /** Switches on a phone that has never seen any page. */
  static async start({ line = PHONE.line, slower = PHONE.slower } = {}) {
    const phone = new Phone();
    phone.profile = mkdtempSync(join(tmpdir(), "lang-nghe-bench-"));
    phone.line = line;
    phone.slower = slower;
    const program = process.env.CHROMIUM ?? "chromium";
    phone.#child = lookAfter(
      spawn(program, [...FLAGS, `--user-data-dir=${phone.profile}`, "about:blank"], {
        detached: true,
        stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
        env: { ...process.env, TZ: "Asia/Ho_Chi_Minh" },
      }),
      { group: true },
    );
    phone.#browser = new Browser(phone.#child);
    phone.#watch();
    phone.version = (await phone.#browser.send("Browser.getVersion")).product;
    // Service workers are throttled like pages: each is caught before its first line runs.
    phone.#browser.on("Target.attachedToTarget", (event) => phone.#attached(event));
    await phone.#browser.send("Target.setAutoAttach", {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: "service_worker" }],
    });
    await settled(phone.#child.pid);
    return phone;
  }

  #attached({ sessionId, targetInfo }) {
    // A worker that has ended meanwhile needs no line.
    const gone = () => {};
    const session = this.#browser.session(sessionId);
    if (targetInfo.type === "service_worker") {
      this.#workers.add(session);
      session.send("Network.enable").catch(gone);
      session.send("Network.emulateNetworkConditions", this.line).catch(gone);
    }
    session.send("Runtime.runIfWaitingForDebugger").catch(gone);
  }

  /** The line of everything that is opened from now on, and of the workers that run. */
  async setLine(line) {
    this.line = line;
    for (const worker of this.#workers) {
      await worker.send("Network.emulateNetworkConditions", line).catch(() => this.#workers.delete(worker));
    }
  }

  /** A new tab on a blank page, slowed down, with this script before any of a page's own. */
  async tab(script = "") {
    this.#watch();
    const { targetId } = await this.#browser.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.#browser.send("Target.attachToTarget", { targetId, flatten: true });
    const tab = this.#browser.session(sessionId);
    tab.close = () => this.#browser.send("Target.closeTarget", { targetId });
    const { width, height } = PHONE.size;
    await tab.send("Page.enable");
    await tab.send("Network.enable");
    await tab.send("Runtime.enable");
    await tab.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 2, mobile: true });
    await tab.send("Emulation.setTouchEmulationEnabled", { enabled: true });
    await tab.send("Network.emulateNetworkConditions", this.line);
    await tab.send("Emulation.setCPUThrottlingRate", { rate: this.slower });
    if (script) await tab.send("Page.addScriptToEvaluateOnNewDocument", { source: script });
    return tab;
  }

  #watch() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#kill(), LONGEST_MS);
  }

  #kill() {
    try {
      process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // Gone already.
    }
  }

  async stop() {
    clearTimeout(this.#watchdog);
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = new Promise((done) => this.#child.once("exit", done));
      this.#kill();
      await gone;
    }
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
