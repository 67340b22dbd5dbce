// Every page stays within its own house: a strict policy, no other origin. All journeys check this in
// passing; here it is looked at by itself.

import assert from "node:assert/strict";
import { journey } from "./harness/journey.mjs";
import { go, headers } from "./harness/official.mjs";

const PAGES = ["/", "/k/demo", "/k/demo-pulse?d=1&l=en", "/ket-qua/demo", "/may-nay", "/gioi-thieu", "/hoc", "/hoc/file-dossier", "/cong-cu", "/cong-cu/766", "/cong-cu/chon-mau", "/can-bo", "/can-bo/demo", "/k/khong-co"];

journey("every page carries a policy that allows nothing from outside and nothing inline", async (place) => {
  for (const path of PAGES) {
    const answer = await fetch(place.origin + path, { headers: headers(place.hub, path) });
    const policy = answer.headers.get("content-security-policy");
    assert.ok(policy, `${path} has a policy`);
    assert.match(policy, /default-src 'none'/, path);
    assert.match(policy, /frame-ancestors '(self|none)'/, path);
    assert.match(policy, /base-uri 'none'/, path);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|https?:|\*/, path);
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff", path);
    assert.ok(answer.headers.get("referrer-policy"), path);
    assert.ok(answer.headers.get("x-lang-nghe-build"), path);
    const page = await answer.text();
    assert.doesNotMatch(page, /\sstyle="/, `${path}: no style attribute`);
    assert.doesNotMatch(page, /\son[a-z]+="/, `${path}: no handler attribute`);
    assert.doesNotMatch(page.replaceAll(/xmlns(:\w+)?="[^"]*"/g, ""), /(src|href|action)="(https?:)?\/\//, `${path}: no outside address`);
  }
});

journey("no page asks anybody else for anything, and the policy stops an injected script", async (place) => {
  const device = await place.device();
  const page = await device.tab();
  for (const path of PAGES) {
    await go(place, page, path);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
  }
  assert.ok(device.requests.length > PAGES.length);
  device.allow(/Content.Security.Policy/);
  await page.goto(`${place.origin}/k/demo`);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.journeyInjected = true";
    document.body.append(script);
    return window.journeyInjected === true;
  });
  assert.equal(ran, false);
});

journey("assets never change under a name and are kept for good, pages are always asked for", async (place) => {
  const html = await (await fetch(`${place.origin}/k/demo`)).text();
  const assets = [...html.matchAll(/\/a\/[\w.@-]+/g)].map(([path]) => path);
  assert.ok(assets.length >= 2, assets.join(" "));
  for (const path of new Set(assets)) {
    const answer = await fetch(place.origin + path);
    assert.equal(answer.status, 200, path);
    assert.match(answer.headers.get("cache-control"), /immutable/, path);
  }
  const page = await fetch(`${place.origin}/k/demo`);
  assert.doesNotMatch(page.headers.get("cache-control") ?? "", /immutable|max-age=[1-9]/);
  const worker = await fetch(`${place.origin}/sw.js`);
  assert.match(worker.headers.get("cache-control"), /no-cache|no-store|max-age=0/);
});
