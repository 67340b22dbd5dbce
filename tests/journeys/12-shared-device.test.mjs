// One tablet for a village: many people, one after another, and nobody meets the one before.

import assert from "node:assert/strict";
import { form } from "./harness/form.mjs";
import { share } from "./harness/desk-page.mjs";
import { send } from "./harness/forms.mjs";
import { journey } from "./harness/journey.mjs";
import { dump } from "./harness/storage.mjs";
import { pattern, word } from "./harness/words.mjs";

/** Time passes on the device's clock, and nobody touches the screen. */
const touchNothingFor = (page, seconds) => page.clock.fastForward(seconds * 1000);

const alone = async (place) => {
  const device = await place.device();
  await share(place, device);
  const visit = await place.visitor("demo-pulse", { device });
  await visit.page.clock.install();
  await visit.open(place.origin);
  await visit.alive();
  await visit.start();
  await visit.fill(form("demo-pulse"), { until: 3 });
  return visit;
};

journey("a form left alone is asked for, and a touch keeps it", async (place) => {
  const visit = await alone(place);
  const [question] = visit.steps(form("demo-pulse"))[3];
  await touchNothingFor(visit.page, 95);
  await visit.page.getByRole("dialog", { name: visit.word("idle.title") }).waitFor();
  await visit.button("idle.stay").click();
  await visit.page.getByRole("dialog", { name: visit.word("idle.title") }).waitFor({ state: "hidden" });
  await visit.at(question);
  await touchNothingFor(visit.page, 60);
  await visit.at(question);
});

journey("a form that nobody comes back to is erased, and the next person meets a clean start", async (place) => {
  const visit = await alone(place);
  await touchNothingFor(visit.page, 160);
  await visit.button("start.button").waitFor();
  assert.ok(!(await dump(visit.page)).some(([where]) => where.includes("/drafts/")), "no draft is left");
  await visit.start();
  await visit.at(visit.survey.before[0]);
  assert.equal(await visit.page.getByRole("radio", { checked: true }).count(), 0);
});

/** What can be followed out of the open page. */
const ways = (page) => page.getByRole("link").allTextContents();

journey("a shared device shows nothing of the answers and leads nowhere but to the next person", async (place) => {
  const device = await place.device();
  await share(place, device);
  const shared = await place.visitor("demo-pulse", { device });
  await shared.alive();
  const language = shared.word("app.other_language");
  const inside = [shared.word("app.skip"), language];
  assert.deepEqual(await ways(shared.page), inside);
  await shared.answerAll(form("demo-pulse"));
  await shared.sent();
  assert.deepEqual(await ways(shared.page), inside);
  assert.equal(await shared.page.getByText(shared.word("thanks.summary")).count(), 0);
  assert.equal(await shared.page.getByText(shared.pattern("thanks.points")).count(), 0);
  await shared.nextPerson();

  // Nobody stands beside a phone of one's own: the summary is shown, and the next person is not the main thing.
  const own = await place.visitor("demo-pulse");
  await own.answerAll(form("demo-pulse"));
  await own.page.getByText(own.word("thanks.summary")).waitFor();
  await own.page.getByRole("link", { name: own.word("thanks.results") }).waitFor();
  const looks = (visit) =>
    visit.button("thanks.next").evaluate((button) => getComputedStyle(button).backgroundColor);
  assert.equal(await looks(own), "rgba(0, 0, 0, 0)");
});

journey("a device of one person never warns and never erases", async (place) => {
  const visit = await place.visitor("demo-pulse");
  await visit.page.clock.install();
  await visit.open(place.origin);
  await visit.alive();
  await visit.start();
  await visit.fill(form("demo-pulse"), { until: 3 });
  const [question] = visit.steps(form("demo-pulse"))[3];
  await touchNothingFor(visit.page, 400);
  await visit.at(question);
  assert.equal(await visit.page.getByRole("dialog", { name: visit.word("idle.title") }).count(), 0);
});

journey("a shared device shows its own tally from ten forms on, and not before", { timeout: 240_000 }, async (place) => {
  const device = await place.device();
  await share(place, device);
  const visit = await place.visitor("demo-pulse", { device });
  const desk = await device.tab();
  const results = async () => {
    await desk.bringToFront();
    await desk.goto(`${place.origin}/ket-qua/demo-pulse`);
    await desk.getByRole("heading", { level: 1 }).waitFor();
  };
  const picks = ["5", "4", "4", "2", "1", "5", "4", "4", "2", "1"];
  for (const [at, option] of picks.entries()) {
    // A tab in the background draws seldom.
    await visit.page.bringToFront();
    await visit.answerAll(form("demo-pulse", { pick: (item) => (item.id === "extra-money-1" ? "no" : option) }));
    await visit.nextPerson();
    await results();
    const here = desk.getByRole("region", { name: word("results.here"), exact: true });
    await here.waitFor();
    if (at < picks.length - 1) {
      await here.getByText(pattern("report.basis_none", { threshold: 10 })).first().waitFor();
      assert.equal(await here.getByRole("table").count(), 0, `no figures after ${at + 1} forms`);
    } else {
      await here.getByRole("table").first().waitFor();
      // Six of ten are satisfied with each.
      await here.getByText(/\b60(,0)?\s?%/).filter({ visible: true }).first().waitFor();
      await here.getByText(word("report.small_sample")).filter({ visible: true }).first().waitFor();
    }
  }
  // A personal device has no results of its own.
  const personal = await (await place.device()).tab();
  await personal.goto(`${place.origin}/ket-qua/demo-pulse`);
  await personal.getByRole("region", { name: word("results.hub"), exact: true }).waitFor();
  assert.equal(await personal.getByRole("region", { name: word("results.here"), exact: true }).count(), 0);
});

journey("published results are shown with their date, and again without a network", async (place) => {
  const given = form("demo-pulse", { pick: (item) => (item.id === "extra-money-1" ? "no" : "4") });
  await send(place.hub, "demo-pulse", 9, () => ({ answers: given.answers }));
  const visit = await place.visitor("demo-pulse");
  await visit.answerAll(given);
  await visit.sent();
  await visit.offlineReady();
  await place.hub.stepped("demo-pulse");
  const desk = await visit.device.tab();
  await desk.goto(`${place.origin}/ket-qua/demo-pulse`);
  const hub = desk.getByRole("region", { name: word("results.hub"), exact: true });
  await hub.getByRole("table").first().waitFor();
  await hub.getByText(/\b100(,0)?\s?%/).filter({ visible: true }).first().waitFor();
  await desk.getByText(word("results.official")).waitFor();
  await place.line.down();
  await desk.reload();
  await hub.getByRole("table").first().waitFor();
  await hub.getByText(pattern("results.hub_old")).waitFor();
});
