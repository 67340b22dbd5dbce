// A weak line: the page is there, its program is not yet.

import assert from "node:assert/strict";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";
import { SurveyPage } from "./harness/survey-page.mjs";
import { survey } from "./harness/words.mjs";

const programs = ({ path }) => /^\/a\/survey\..*\.wasm/.test(path);

/** From the next frame on, notes what the heading and the main controls look like in every frame. */
const film = (page) =>
  page.evaluate(() => {
    const frames = (window.journeyFrames = []);
    const look = () => {
      const boxes = [...document.querySelectorAll("h1, main label, main button, main input, main p, main li")].flatMap((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        // The plain start holds several pages, all but one hidden.
        return width === 0 ? [] : `${element.localName} ${Math.round(x)},${Math.round(y)} ${Math.round(width)}×${Math.round(height)}`;
      });
      const seen = JSON.stringify({ title: [...document.querySelectorAll("h1")].find((one) => one.checkVisibility())?.textContent ?? null, boxes });
      if (frames.at(-1) !== seen) frames.push(seen);
      requestAnimationFrame(look);
    };
    look();
  });

const filmed = (page) => page.evaluate(() => window.journeyFrames.map((frame) => JSON.parse(frame)));

const shifts = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
      }),
  );

journey("the survey begins before its program has arrived, and what was answered stays", async (place) => {
  const given = form("demo-pulse");
  const missing = place.line.fault(programs, "hold");
  const visit = await place.visitor("demo-pulse", { point: "1" });
  const steps = visit.steps(given);
  await missing.struck();
  await visit.start();
  await visit.at(steps[0][0]);
  // Nothing is answered yet; the person is where they were all the same.
  await visit.page.reload();
  await missing.struck(2);
  await visit.at(steps[0][0]);
  await visit.answer(...steps[0]);
  await visit.at(steps[1][0]);
  await visit.choose(...steps[1]);

  await visit.page.reload();
  await missing.struck(3);
  await visit.at(steps[1][0]);
  const chosen = steps[1][0].options.find(({ id }) => id === steps[1][1]);
  assert.equal(await visit.radio(chosen.text).isChecked(), true);

  missing();
  await visit.alive();
  await visit.at(steps[1][0]);
  assert.equal(await visit.radio(chosen.text).isChecked(), true);
  await visit.fill(given, { from: 1 });
  await visit.comment(null);
  await visit.submit();
  await visit.thanked();
  const [{ body }] = await place.arrived(1, "demo-pulse");
  assert.deepEqual(body.answers, given.answers);
  assert.equal(body.about.procedure, given.before.procedure);
  assert.equal(body.point, "1");
});

for (const [where, reach] of [
  ["on the start", async () => {}],
  ["on the first question", async (visit, steps) => {
    await visit.start();
    await visit.at(steps[0][0]);
    await visit.choose(...steps[0]);
  }],
  ["on the first item", async (visit, steps) => {
    await visit.start();
    await visit.answer(...steps[0]);
    await visit.at(steps[1][0]);
    await visit.choose(...steps[1]);
  }],
]) {
  journey(`the program takes over in place ${where}: nothing jumps and nothing flashes`, async (place) => {
    const missing = place.line.fault(programs, "hold");
    const visit = await place.visitor("demo-pulse");
    const steps = visit.steps(form("demo-pulse"));
    await missing.struck();
    await reach(visit, steps);
    await film(visit.page);
    const before = await shifts(visit.page);
    const checked = await visit.page.getByRole("radio", { checked: true }).count();
    missing();
    await visit.alive();
    await visit.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const frames = await filmed(visit.page);
    assert.equal(new Set(frames.map(({ title }) => title)).size, 1, "the heading stays in every frame");
    const [first] = frames;
    const last = frames.at(-1);
    // What was there stays where it was; more may appear below it.
    for (const box of first.boxes) assert.ok(last.boxes.includes(box), `${box} moved; now ${last.boxes.join(" | ")}`);
    assert.equal((await shifts(visit.page)) - before, 0, "no layout shift");
    assert.equal(await visit.page.getByRole("radio", { checked: true }).count(), checked);
  });
}

journey("a tap that began before the program came is not lost when it comes in between", async (place) => {
  const missing = place.line.fault(programs, "hold");
  const visit = await place.visitor("demo-pulse");
  const steps = visit.steps(form("demo-pulse"));
  await missing.struck();
  await visit.start();
  await visit.at(steps[0][0]);
  await visit.choose(...steps[0]);
  await visit.button("question.continue").scrollIntoViewIfNeeded();
  const box = await visit.button("question.continue").boundingBox();
  await visit.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await visit.page.mouse.down();
  const came = visit.page.waitForResponse((response) => programs({ path: new URL(response.url()).pathname }));
  missing();
  await (await came).finished();
  // A finger stays down for about so many frames; without one the program takes over within a few.
  const stays = await visit.page.evaluate(async () => {
    for (let frames = 0; frames < 40; frames += 1) await new Promise(requestAnimationFrame);
    return document.getElementById("start") !== null;
  });
  assert.ok(stays, "the page is not replaced under the finger");
  await visit.page.mouse.up();
  await visit.at(steps[1][0]);
  await visit.alive();
  await visit.at(steps[1][0]);
});

journey("without a program the page says that it is still opening, in plain words", async (place) => {
  const missing = place.line.fault(programs, "hold");
  const visit = await place.visitor("demo-pulse");
  const steps = visit.steps(form("demo-pulse"));
  await visit.start();
  await visit.answer(...steps[0]);
  await visit.at(steps[1][0]);
  await visit.choose(...steps[1]);
  await visit.next();
  await visit.page.getByText(visit.word("app.loading")).first().waitFor();
  missing();
  await visit.alive();
  await visit.at(steps[2][0]);
});

journey("a tap while the page itself is still coming starts the survey and keeps the service point", async (place) => {
  const given = form("demo-pulse");
  const missing = place.line.fault(programs, "hold");
  const thin = place.line.fault(({ path }) => path.startsWith("/k/"), { bytesPerSecond: 1_000 });
  const page = await (await place.device()).tab();
  const visit = new SurveyPage(page, survey("demo-pulse"));
  const steps = visit.steps(given);
  await page.goto(visit.address(place.origin, { point: "1" }), { waitUntil: "commit" });
  await visit.start();
  assert.equal(await page.evaluate(() => document.readyState), "loading", "the rest of the page is still coming");
  await visit.at(steps[0][0]);
  assert.equal(place.line.seen("GET", /^\/k\//).length, 1, "the page was not asked for again");
  await visit.choose(...steps[0]);
  thin();
  missing();
  await page.waitForLoadState();
  await visit.alive();
  await visit.fill(given);
  await visit.comment(null);
  await visit.submit();
  await visit.thanked();
  const [{ body }] = await place.arrived(1, "demo-pulse");
  assert.equal(body.point, "1");
});

journey("where no script runs at all a tap leads to the same address again", async (place) => {
  const page = await (await place.device()).tab();
  const visit = new SurveyPage(page, survey("demo-pulse"));
  await page.goto(visit.address(place.origin, { point: "luu-dong" }));
  await visit.alive();
  // What the program draws is what the hub sent: the same form, submitted by the browser itself.
  const submitted = page.waitForResponse((response) => response.request().method() === "POST");
  await page.evaluate(() => HTMLFormElement.prototype.submit.call(document.querySelector("form")));
  assert.equal((await submitted).status(), 303);
  await visit.alive();
  assert.equal(page.url(), visit.address(place.origin, { point: "luu-dong" }));
  await visit.button("start.button").waitFor();
});

journey("a browser that runs no scripts is told so before anything else, and keeps its address", async (place) => {
  const device = await place.device();
  const page = await device.tab();
  const session = await device.cdp(page);
  await session.send("Emulation.setScriptExecutionDisabled", { value: true });
  await page.goto(`${place.origin}/k/demo-pulse?d=1`);
  const said = page.locator("noscript p").first();
  await said.waitFor();
  const { y, height } = await said.boundingBox();
  assert.ok(y + height < 740, "it is seen without scrolling");
  assert.equal(new URL(page.url()).search, "?d=1");
});

journey("a hub that a proxy has put under a folder says so instead of waiting for ever", async (place) => {
  const page = await (await place.device()).tab();
  await page.route(() => true, async (route) => {
    const url = new URL(route.request().url());
    if (!url.pathname.startsWith("/khao-sat/")) return route.fulfill({ status: 404, body: "" });
    url.pathname = url.pathname.slice("/khao-sat".length);
    return route.fulfill({ response: await route.fetch({ url: url.href }) });
  });
  for (const address of ["/khao-sat/k/demo-pulse?d=1", "/khao-sat/", "/khao-sat/hoc", "/khao-sat/cong-cu/766"]) {
    await page.goto(place.origin + address);
    await page.getByRole("alert").filter({ hasText: "sai địa chỉ" }).waitFor();
    assert.equal(await page.getByRole("button").count(), 0, "nothing is asked that could not be sent");
  }
});
