// Browsers below the floor are told what to do, on every page; one right above it sends.

import assert from "node:assert/strict";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";
import { oldChromium } from "./harness/old-chromium.mjs";
import { pattern } from "./harness/words.mjs";

// What a browser of that age says by itself about a policy and a syntax that it does not know.
const OWN_REMARKS = /Permissions-Policy|'wasm-unsafe-eval'|Content-Security-Policy|securitypolicy|Unrecognized feature|SyntaxError/i;

const PAGES = ["/", "/ket-qua/demo", "/may-nay", "/gioi-thieu", "/hoc", "/hoc/lop", "/cong-cu", "/cong-cu/766", "/cong-cu/cham-phieu"];

journey("a browser below the floor says on every page what to do, and fetches nothing that cannot run", async (place) => {
  const device = await place.device({ program: await oldChromium(92) });
  device.allow(OWN_REMARKS);
  const page = await device.tab();
  const kept = "lang-nghe draft 1\nwhen 1\nstep before/procedure\nanswer before/procedure land";
  await page.goto(`${place.origin}/favicon.svg`);
  await page.evaluate((text) => localStorage.setItem("ln.early.demo-pulse", text), kept);
  for (const path of ["/k/demo-pulse?d=1", ...PAGES]) {
    await page.goto(place.origin + path);
    await page.waitForFunction(() => document.querySelector("#cannot").getClientRects().length > 0);
    const { address, start, width } = await page.evaluate(() => ({
      address: document.querySelector("#here").value,
      start: (document.querySelector("#start")?.getClientRects().length ?? 0) > 0,
      width: document.querySelector("#cannot").getBoundingClientRect().width,
    }));
    assert.equal(address, place.origin + path, "the address to copy is whole");
    assert.equal(start, false, "nothing that leads nowhere");
    assert.ok(width <= 360);
  }
  // The questions' words (3 KB) are asked for by the page itself, before any script could say that they will not be needed.
  const asked = device.requests.filter((request) => /\/a\/[^ ]+\.(js|wasm)/.test(request));
  assert.deepEqual(asked, []);
  await page.goto(`${place.origin}/k/demo-pulse?d=1`);
  assert.match(await page.evaluate(() => document.querySelector("#cannot").innerText), /phiếu giấy/);
  assert.equal(await page.evaluate(() => localStorage.getItem("ln.early.demo-pulse")), kept, "what was answered is still there");
  // Pages without a program are readable.
  await page.goto(`${place.origin}/khong-co`);
  assert.match(await page.evaluate(() => document.querySelector("h1").innerText), pattern("hub.page.missing_title"));
  assert.ok((await page.evaluate(() => document.querySelector("svg.mark").getBoundingClientRect().width)) < 50, "the mark does not fill the screen");
});

journey("a browser right above the floor sends a form", { timeout: 120_000 }, async (place) => {
  const device = await place.device({ program: await oldChromium(102) });
  device.allow(OWN_REMARKS);
  const given = form("demo-pulse");
  const visit = await place.visitor("demo-pulse", { device, point: "1" });
  await visit.press("start.button");
  await visit.fill(given);
  await visit.press("question.continue", "question.comment");
  await visit.press("check.submit");
  await visit.page.waitForFunction((sent) => document.body.innerText.includes(sent), visit.word("thanks.sent"));
  const [{ body }] = await place.arrived(1, "demo-pulse");
  assert.deepEqual(body.answers, given.answers);
  assert.equal(body.point, "1");
});

journey("a program that does not compile ends in words and is not fetched again and again", async (place) => {
  const device = await place.device();
  device.allow(/CompileError/);
  await device.context.addInitScript(() => {
    const broken = () => Promise.reject(new WebAssembly.CompileError("as a browser says that lacks a feature"));
    WebAssembly.instantiateStreaming = broken;
    WebAssembly.instantiate = broken;
  });
  const page = await device.tab();
  await page.goto(`${place.origin}/k/demo-pulse?d=1`);
  await page.locator("#cannot").waitFor({ state: "visible" });
  await page.goto(`${place.origin}/gioi-thieu`);
  await page.locator("#cannot").waitFor({ state: "visible" });
  await page.evaluate(() => new Promise((done) => setTimeout(done, 1500)));
  assert.ok(device.requests.filter((request) => /\/a\/desk\.[^ ]+\.wasm/.test(request)).length <= 2);
});

journey("a program that does not come over the line is said to be late on every page, and starts when it comes", { timeout: 90_000 }, async (place) => {
  const missing = place.line.fault(({ path }) => /^\/a\/desk\..*\.js/.test(path), "drop");
  const device = await place.device();
  const page = await device.tab();
  await page.goto(`${place.origin}/gioi-thieu`);
  await page.locator("#late").waitFor({ state: "visible" });
  missing();
  await page.getByRole("heading", { level: 1 }).waitFor();
});
