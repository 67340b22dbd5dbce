// One journey: a hub, a line to it, and as many devices as it needs, all of them gone afterwards.

import { mkdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { Device } from "./device.mjs";
import { Hub } from "./hub.mjs";
import { Line } from "./line.mjs";
import { SurveyPage } from "./survey-page.mjs";
import { survey } from "./words.mjs";

const RESULTS = fileURLToPath(new URL("../results/", import.meta.url));

class Place {
  #devices = [];

  static async open(options) {
    const place = new Place();
    place.hub = await Hub.start(options);
    place.line = await Line.open(() => place.hub.address);
    return place;
  }

  get origin() {
    return this.line.origin;
  }

  /** A new device at this place. */
  async device(options = {}) {
    const device = await Device.start({ origin: this.origin, ...options });
    this.#devices.push(device);
    return device;
  }

  /** A new device with the survey's address opened, as after scanning the poster. */
  async visitor(campaign, { device, language = "vi", point, ...options } = {}) {
    const chosen = device ?? (await this.device(options));
    const page = await chosen.tab();
    const visit = new SurveyPage(page, survey(campaign, language));
    await visit.open(this.origin, { point, language: language === "vi" ? undefined : language });
    return Object.assign(visit, { device: chosen });
  }

  /** Resolves when the hub holds this many records of a campaign. */
  async arrived(n, campaign = "demo", within = 15_000) {
    const until = Date.now() + within;
    for (;;) {
      const records = await this.hub.records(campaign);
      if (records.length >= n) return records;
      if (Date.now() > until) throw new Error(`${records.length} records of ${campaign} arrived, not ${n}`);
    }
  }

  async picture(name) {
    mkdirSync(RESULTS, { recursive: true });
    let number = 0;
    for (const device of this.#devices) {
      for (const page of device.context?.pages() ?? []) {
        number += 1;
        const file = join(RESULTS, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, "-").slice(0, 80)}-${number}.png`);
        await page.screenshot({ path: file, timeout: 3000 }).catch(() => {});
      }
    }
  }

  async close() {
    const faults = [];
    for (const device of this.#devices) await device.stop().catch((fault) => faults.push(fault));
    await this.line.down();
    await this.hub.dispose();
    if (faults.length > 0) throw new Error(faults.map((fault) => fault.message).join("\n"));
  }
}

/**
 * A test with a place of its own. What any device complained of fails it too. A wait that ran out is tried once more in a
 * new place, and told: the machine may have been busy. A wrong answer is never tried again.
 */
export const journey = (name, ...rest) => {
  const body = rest.pop();
  const [options = {}] = rest;
  test(name, { timeout: 2 * (options.timeout ?? 60_000) }, async (t) => {
    try {
      await once(name, options, body, t);
    } catch (fault) {
      if (fault.name !== "TimeoutError" && !/^waited in vain/.test(fault.message)) throw fault;
      t.diagnostic(`late, so once more: ${fault.message.split("\n")[0]}`);
      await once(name, options, body, t);
    }
  });
};

const once = async (name, options, body, t) => {
  const place = await Place.open(typeof options.hub === "function" ? options.hub() : (options.hub ?? {}));
  let fault = null;
  try {
    await body(place, t);
  } catch (caught) {
    fault = caught;
    await place.picture(name);
  }
  try {
    await place.close();
  } catch (complaint) {
    if (fault === null) throw complaint;
    fault.message += `\n${complaint.message}`;
  }
  if (fault) throw fault;
};
