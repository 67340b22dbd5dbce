// The hub with many forms: how fast it takes them, by batch, and how long the results of many take to
// come to a phone.

import { Phone } from "../harness/chrome.mjs";
import { sendAll } from "../harness/post.mjs";
import { campaignKey, sealedForm } from "../harness/seal.mjs";
import { CAMPAIGN } from "../harness/survey.mjs";
import { median, quantile, summary } from "../harness/statistics.mjs";
import { open } from "./visit.mjs";

const DEVICES = 4;

/** Forms per second by the size of a batch, from several devices at once. */
export const intake = async ({ hub, survey, batches, forms }) => {
  const key = campaignKey(hub.data);
  const results = [];
  for (const perBatch of batches) {
    // Single forms are slow enough to need fewer of them.
    const count = perBatch === 1 ? Math.ceil(forms / 4) : forms;
    const sealed = Array.from({ length: count }, () => sealedForm(key, survey));
    const { perSecond, waits } = await sendAll(hub.address, sealed, { perBatch, devices: DEVICES });
    results.push({ perBatch, devices: DEVICES, forms: count, perSecond, request: { median: median(waits), p99: quantile(waits, 0.99) } });
  }
  return results;
};

/** Sends until the hub's tally holds so many. */
export const fill = async ({ hub, survey, until }) => {
  const key = campaignKey(hub.data);
  for (let held = await hub.counted(CAMPAIGN); held < until; held = await hub.counted(CAMPAIGN)) {
    const sealed = Array.from({ length: Math.min(5_000, until - held) }, () => sealedForm(key, survey));
    await sendAll(hub.address, sealed, { perBatch: 100, devices: DEVICES });
  }
};

const adapter = `{ question: () => document.querySelector(".basis"), alive: () => document.querySelector(".figures svg") !== null }`;

/** Milliseconds until the results page shows its figures, and until the hub has answered with them. */
export const results = async ({ server, hub, probe, runs }) => {
  server.hub = hub.address;
  const asked = [];
  for (let run = 0; run < runs + 1; run += 1) {
    const begun = performance.now();
    const answer = await fetch(`${hub.address}/api/v1/campaigns/${CAMPAIGN}/tally`);
    await answer.arrayBuffer();
    asked.push(performance.now() - begun);
  }
  const [decided, ...again] = asked;
  const cold = [];
  const warm = [];
  for (let run = 0; run < runs; run += 1) {
    const phone = await Phone.start();
    try {
      for (const times of [cold, warm]) {
        const { tab, visit } = await open(phone, `${server.origin}/ket-qua/${CAMPAIGN}`, probe(adapter));
        times.push(visit.seen);
        await tab.evaluate("navigator.serviceWorker.ready.then(() => true)");
        await tab.close();
      }
    } finally {
      await phone.stop();
    }
  }
  const records = await hub.counted(CAMPAIGN);
  return { records, decided, answered: summary(again), cold: summary(cold), warm: summary(warm) };
};
