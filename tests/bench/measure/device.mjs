// What a device with many waiting forms feels: how soon the survey opens and how fast it answers, what
// a form takes of its storage, and how long the queue takes to leave.

import { PHONE, Phone, UNHINDERED } from "../harness/chrome.mjs";
import { campaignKey, sealedForm } from "../harness/seal.mjs";
import { shuffled, summary } from "../harness/statistics.mjs";
import { answerAll, open, probeFor } from "./visit.mjs";
import ours from "../pages/ours.mjs";

const put = `const write = (rows) => new Promise((done, failed) => {
  const request = indexedDB.open("lang-nghe");
  request.onerror = () => failed(request.error);
  request.onsuccess = () => {
    const base = request.result;
    const change = base.transaction("waiting", "readwrite", { durability: "relaxed" });
    for (const row of rows) change.objectStore("waiting").add(row);
    change.oncomplete = () => { base.close(); done(rows.length); };
    change.onabort = () => failed(change.error);
  };
});
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");`;

// Sealed bytes look like chance to whoever has no key, so chance of the same length does for whatever
// never opens them. Compression inside the browser has no hold on either.
const seed = (count, length) => `(async () => {
  ${put}
  for (let left = ${count}; left > 0; left -= 1000) {
    await write(Array.from({ length: Math.min(left, 1000) }, (_, at) => ({
      id: hex(crypto.getRandomValues(new Uint8Array(16))),
      campaign: "bench",
      sealed: crypto.getRandomValues(new Uint8Array(${length})),
      since: Date.now() - at,
    })));
  }
})()`;

const seedThese = (forms) => `(async () => {
  ${put}
  await write(${JSON.stringify(forms)}.map(({ id, campaign, sealed }) => ({
    id,
    campaign,
    sealed: Uint8Array.from(atob(sealed), (sign) => sign.charCodeAt(0)),
    since: Date.now(),
  })));
})()`;

const USED = "navigator.storage.estimate().then(({ usage, usageDetails }) => usageDetails?.indexedDB ?? usage)";
const WAITING = `new Promise((done, failed) => {
  const request = indexedDB.open("lang-nghe");
  request.onerror = () => failed(request.error);
  request.onsuccess = () => {
    const count = request.result.transaction("waiting").objectStore("waiting").count();
    count.onsuccess = () => { request.result.close(); done(count.result); };
    count.onerror = () => failed(count.error);
  };
})`;

// A page of the same origin that runs nothing, on a processor that is not slowed down.
const aside = async (phone, origin, work) => {
  const tab = await phone.tab();
  await tab.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await tab.go(`${origin}/favicon.svg`);
  const result = await work(tab);
  await tab.close();
  return result;
};

const firstVisit = async (phone, origin, script) => {
  const { tab } = await open(phone, origin + ours.path, script);
  await tab.evaluate(ours.installed);
  await tab.close();
};

/**
 * Opening and answering with so many forms waiting and no connection to the hub, the counts in a
 * shuffled order on one phone each time. Gives summaries by count.
 */
export const waiting = async ({ server, hub, survey, counts, runs, answers }) => {
  const script = probeFor(ours, survey.questions);
  const { origin } = server;
  const length = Buffer.from(sealedForm(campaignKey(hub.data), survey).sealed, "base64").length;
  const found = new Map(counts.map((count) => [count, { seen: [], answerable: [], takeover: [], answer: [], next: [], missed: [], bytes: [] }]));
  server.hub = null;
  for (const count of shuffled(counts)) {
    const phone = await Phone.start();
    try {
      await firstVisit(phone, origin, script);
      const bytes = await aside(phone, origin, async (tab) => {
        const before = await tab.evaluate(USED);
        await tab.evaluate(seed(count, length));
        return (await tab.evaluate(USED)) - before;
      });
      const here = found.get(count);
      if (count > 0) here.bytes.push(bytes / count);
      for (let run = 0; run < runs; run += 1) {
        await aside(phone, origin, (tab) => tab.evaluate(ours.forget));
        console.error(`· ${count} forms waiting, visit ${run + 1} of ${runs}`);
        const { tab, visit } = await open(phone, origin + ours.path, script);
        const felt = await answerAll(tab, answers);
        await tab.close();
        here.seen.push(visit.seen);
        here.answerable.push(visit.answerable);
        here.takeover.push(visit.takeover);
        here.answer.push(...felt.answers);
        here.next.push(...felt.nexts);
        here.missed.push(felt.missed.length);
        for (const miss of felt.missed) console.error(`· a tap missed with ${count} forms waiting: ${JSON.stringify(miss)}`);
      }
      const left = await aside(phone, origin, (tab) => tab.evaluate(WAITING));
      if (left !== count) throw new Error(`${count} forms waited and ${left} are left, although there was no hub`);
    } finally {
      await phone.stop();
    }
  }
  return counts.map((count) => ({
    waiting: count,
    sealed: length,
    ...Object.fromEntries(Object.entries(found.get(count)).map(([name, values]) => [name, summary(values)])),
  }));
};

/** A phone opens the survey with forms waiting and empties its queue to the real hub. */
export const empties = async ({ server, hub, survey, count }) => {
  const script = probeFor(ours, survey.questions);
  const { origin } = server;
  const key = campaignKey(hub.data);
  const results = [];
  for (const [name, line] of [["1.6 Mbps, 150 ms", PHONE.line], ["not slowed", UNHINDERED]]) {
    const forms = Array.from({ length: count }, () => sealedForm(key, survey));
    const before = await hub.counted("bench");
    const phone = await Phone.start({ line });
    try {
      server.hub = null;
      await firstVisit(phone, origin, script);
      await aside(phone, origin, async (tab) => {
        for (let at = 0; at < forms.length; at += 100) await tab.evaluate(seedThese(forms.slice(at, at + 100)));
      });
      server.hub = hub.address;
      const { tab } = await open(phone, origin + ours.path, script);
      const ms = await tab.evaluate(`(async () => {
        while ((await (${WAITING})) > 0) await new Promise((done) => setTimeout(done, 100));
        return performance.now();
      })()`);
      const counted = (await hub.counted("bench")) - before;
      if (counted !== count) throw new Error(`${count} forms left the phone and ${counted} were counted`);
      results.push({ line: name, forms: count, ms, perSecond: count / (ms / 1000) });
    } finally {
      await phone.stop();
    }
  }
  return results;
};
