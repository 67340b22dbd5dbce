// One phone visits one page: for the first time, with thirty answers, and again.

import { readFileSync } from "node:fs";
import { OFFLINE, PHONE, Phone } from "../harness/chrome.mjs";

const PROBE = readFileSync(new URL("../harness/probe.js", import.meta.url), "utf8");
const LONGEST_MS = 90_000;

const within = (promise, what) => {
  let timer;
  const late = new Promise((_, failed) => {
    timer = setTimeout(() => failed(new Error(`${what}: not within ${LONGEST_MS / 1000} s`)), LONGEST_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** The probe with a page's adapter in it, as the script that runs before the page's own. */
export const probeFor = (page, questions) => {
  const short = questions.map(({ id, options }) => ({ id, options: options.map((option) => ({ id: option.id })) }));
  return PROBE.replace("(ADAPTER)", () => `(((QUESTIONS) => (${page.adapter}))(${JSON.stringify(short)}))`);
};

/** Opens the page in a new tab and waits until it has been taken over. Gives the tab and what was seen. */
export const open = async (phone, url, script) => {
  const tab = await phone.tab(script);
  const traffic = watchTraffic(tab);
  await within(tab.go(url), `${url} loads`);
  const marks = await within(tab.evaluate("__bench.done"), `${url} can be answered`);
  if (marks.answerable !== undefined && !(await stillHeld(tab))) throw new Error(`${url} lost the first answer`);
  const files = (await tab.evaluate("__bench.files()")).filter((entry) => entry.asked < marks.alive + 1);
  const first = marks.answerable ?? marks.seen;
  return {
    tab,
    visit: {
      intro: marks.intro,
      seen: marks.seen,
      answerable: marks.answerable,
      takeover: marks.alive,
      came: whole(files, first),
      all: whole(files, Infinity),
      arrived: traffic.by(first),
    },
  };
};

// Our page writes what it took over once more; until then the answer is in the mark it was taken from.
const stillHeld = async (tab) => {
  for (let look = 0; look < 50; look += 1) {
    if (await tab.evaluate("__bench.held()")) return true;
    await tab.evaluate("__bench.frames(2)");
  }
  return false;
};

// Bytes of answers with their headers, by when they came.
const watchTraffic = (tab) => {
  const requests = new Map();
  let begun;
  tab.on("Network.requestWillBeSent", ({ requestId, timestamp }) => {
    begun ??= timestamp;
    requests.set(requestId, { parts: [], ended: null });
  });
  tab.on("Network.dataReceived", ({ requestId, timestamp, encodedDataLength }) =>
    requests.get(requestId)?.parts.push({ timestamp, bytes: Math.max(0, encodedDataLength) }),
  );
  tab.on("Network.loadingFinished", ({ requestId, timestamp, encodedDataLength }) => {
    const request = requests.get(requestId);
    if (request) request.ended = { timestamp, bytes: encodedDataLength };
  });
  const before = (moment) => ({ timestamp }) => (timestamp - begun) * 1000 <= moment;
  /** What had come by a moment, also of files that were still on their way. */
  const by = (moment) =>
    [...requests.values()].reduce((sum, { parts, ended }) => {
      if (ended && before(moment)(ended)) return sum + ended.bytes;
      return sum + parts.filter(before(moment)).reduce((all, { bytes }) => all + bytes, 0);
    }, 0);
  return { by };
};

// Bodies as sent; a file from the cache weighs nothing.
const whole = (files, moment) => {
  const came = files.filter((entry) => entry.came <= moment && entry.sent > 0);
  return {
    bytes: came.reduce((sum, { sent }) => sum + sent, 0),
    files: came.map(({ path, sent }) => ({ path, bytes: sent })),
  };
};

const tap = async (tab, { x, y }) => {
  await tab.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y }] });
  await tab.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  return tab.evaluate(`__bench.result(${MISSED_MS})`);
};

/** A tap that has shown nothing for so long has missed: the page moved under the finger. */
const MISSED_MS = 3_000;

/** Answers so many questions after the first. Gives milliseconds from each tap to its paint, and misses. */
export const answerAll = async (tab, count) => {
  const answers = [];
  const nexts = [];
  const missed = [];
  const timed = async (aim) => {
    for (let look = 0; look < 5; look += 1) {
      const place = await tab.evaluate(aim);
      if (place === null) return null;
      const ms = await tap(tab, place);
      if (ms !== null) return ms;
      missed.push({ aim, hit: await tab.evaluate(`document.elementFromPoint(${place.x}, ${place.y})?.outerHTML.slice(0, 200)`) });
    }
    throw new Error(`five taps missed: ${JSON.stringify(missed.at(-1))}`);
  };
  for (let question = 1; question <= count; question += 1) {
    const onward = await timed(`__bench.next(${question})`);
    if (onward !== null) nexts.push(onward);
    answers.push(await timed(`__bench.answer(${question}, ${question % 5})`));
  }
  return { answers, nexts, missed };
};

const heap = async (tab) => {
  await tab.send("HeapProfiler.collectGarbage");
  const { usedSize } = await tab.send("Runtime.getHeapUsage");
  return { js: usedSize, wasm: await tab.evaluate("__bench.wasm()") };
};

/**
 * Whether the first question can be answered although nothing but the page itself has come: what is
 * called needed is proved to be all that is needed.
 */
export const answersAlone = async (page, { origin, survey }) => {
  const phone = await Phone.start();
  try {
    const tab = await phone.tab(probeFor(page, survey.questions));
    await tab.send("Network.setBlockedURLs", { urls: page.later.map((path) => `*${path}*`) });
    await tab.send("Page.navigate", { url: origin + page.path });
    await within(tab.evaluate("__bench.answered"), `${page.name} is answered before the rest of it has come`);
  } finally {
    await phone.stop();
  }
};

/** Everything about one page on one fresh phone. */
export const measure = async (page, { origin, survey, answers }) => {
  const phone = await Phone.start();
  try {
    const script = probeFor(page, survey.questions);
    const url = origin + page.path;
    const { tab, visit: cold } = await open(phone, url, script);
    // What came in time without being needed is told apart; `answersAlone` proves that it is not.
    const later = ({ path }) => page.later?.some((start) => path.startsWith(start)) ?? false;
    const files = cold.came.files.filter((entry) => !later(entry));
    cold.needed = { bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), files };
    const result = { cold, browser: phone.version };
    if (answers > 0 && cold.answerable !== undefined) {
      Object.assign(result, await answerAll(tab, answers));
      result.long = await tab.evaluate(`__bench.longTasks(${cold.takeover})`);
    }
    result.heap = await heap(tab);
    if (page.installed) await within(tab.evaluate(page.installed), `${page.name} installs`);
    await leave(tab, origin, page);
    const again = await open(phone, url, script);
    result.warm = again.visit;
    if (page.offline) {
      await leave(again.tab, origin, page);
      await phone.setLine(OFFLINE);
      const without = await open(phone, url, script);
      result.offline = without.visit;
      await phone.setLine(PHONE.line);
    }
    return result;
  } finally {
    await phone.stop();
  }
};

// What was answered is forgotten on a page of the same origin that runs nothing.
const leave = async (tab, origin, page) => {
  await tab.go(`${origin}/favicon.svg`);
  await tab.evaluate(page.forget ?? "localStorage.clear()");
  await tab.close();
};
