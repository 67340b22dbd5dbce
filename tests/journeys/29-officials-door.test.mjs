// The officials' door in a real browser: closed without the password, open with it as long as the browser runs, and
// nothing of what is behind it stays on the device.

import assert from "node:assert/strict";
import { violations } from "./harness/axe.mjs";
import { journey } from "./harness/journey.mjs";
import { clipped, smallTargets } from "./harness/layout.mjs";
import { password } from "./harness/official.mjs";
import { dump } from "./harness/storage.mjs";
import { word } from "./harness/words.mjs";

/** What a person does when the browser asks: types this password, or presses Cancel. */
const asked = async (device, page, typed) => {
  const cdp = await device.cdp(page);
  const times = { asked: 0 };
  cdp.on("Fetch.requestPaused", ({ requestId }) => cdp.send("Fetch.continueRequest", { requestId }).catch(() => {}));
  cdp.on("Fetch.authRequired", ({ requestId }) => {
    times.asked += 1;
    const said = typed === null ? { response: "CancelAuth" } : { response: "ProvideCredentials", username: "", password: typed };
    cdp.send("Fetch.continueWithAuth", { requestId, authChallengeResponse: said }).catch(() => {});
  });
  await cdp.send("Fetch.enable", { handleAuthRequests: true });
  return times;
};

journey("whoever cancels the browser's question reads where the password is found, in two languages", { timeout: 120_000 }, async (place) => {
  const device = await place.device();
  device.allow(/401|Unauthorized/);
  const page = await device.tab();
  await asked(device, page, null);
  for (const address of ["/can-bo", "/can-bo/demo-pulse", "/can-bo/demo-lop/lop.csv", "/can-bo/khong-co"]) {
    const answer = await page.goto(place.origin + address);
    assert.equal(answer.status(), 401, address);
    await page.getByRole("heading", { level: 1, name: word("hub.door.title") }).waitFor();
    await page.getByText(word("hub.door.where")).waitFor();
  }
  assert.deepEqual(await violations(page, "door"), []);
  await page.setViewportSize({ width: 320, height: 568 });
  assert.deepEqual([...(await clipped(page)), ...(await smallTargets(page))], []);
  await page.goto(`${place.origin}/can-bo?l=en`);
  await page.getByText(word("hub.door.where", {}, "en")).waitFor();
});

journey("one password opens every page for officials, and the device keeps nothing of them", { timeout: 120_000 }, async (place) => {
  const device = await place.device();
  const page = await device.tab();
  await page.goto(`${place.origin}/`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  const times = await asked(device, page, password(place.hub));
  await page.goto(`${place.origin}/can-bo`);
  await page.getByRole("heading", { level: 1, name: word("hub.officials.title") }).waitFor();
  for (const address of ["/can-bo/demo-pulse", "/can-bo/demo-pulse/to-dan", "/can-bo/demo-lop", "/can-bo/tieng-doc"]) {
    assert.equal((await page.goto(place.origin + address)).status(), 200, address);
  }
  assert.ok(times.asked <= 2, `asked ${times.asked} times`);
  // A page of the app that the same browser opens afterwards sends its forms without the password.
  await page.goto(`${place.origin}/k/demo-pulse`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => new URL(url).pathname);
  });
  assert.ok(kept.length > 5, String(kept));
  assert.deepEqual(kept.filter((path) => path.startsWith("/can-bo")), []);
  assert.ok(!JSON.stringify(await dump(page)).includes(password(place.hub)));
  await place.line.down();
  const offline = await page.goto(`${place.origin}/can-bo/demo-pulse`).catch((fault) => fault.message);
  assert.match(String(offline), /ERR_/, "the service worker answers nothing for officials");
});
