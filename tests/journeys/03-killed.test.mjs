// The battery gives out in the middle of a survey.

import assert from "node:assert/strict";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";
import { SurveyPage } from "./harness/survey-page.mjs";

const reopen = async (place, visit) => {
  await visit.device.die();
  await visit.device.boot();
  const again = new SurveyPage(await visit.device.tab(), visit.survey);
  await again.open(place.origin);
  return again;
};

journey("a browser killed in mid-survey comes back to the same question with the same answers", async (place) => {
  const given = form("demo", { comment: "Còn nguyên" });
  const visit = await place.visitor("demo");
  await visit.start();
  await visit.fill(given, { until: 9 });
  const [tenth, option] = visit.steps(given)[9];
  await visit.at(tenth);
  await visit.choose(tenth, option);
  await visit.kept(tenth, option);

  const again = await reopen(place, visit);
  await again.at(tenth);
  const chosen = tenth.options.find(({ id }) => id === option);
  assert.equal(await again.radio(chosen.text).isChecked(), true);
  await again.fill(given, { from: 9 });
  await again.comment(given.comment);
  await again.submit();
  await again.thanked();
  const [{ body }, ...more] = await place.arrived(1);
  assert.equal(more.length, 0);
  assert.deepEqual(body.answers, given.answers);
});

journey("a form that was submitted survives a kill and is sent when the browser opens again", async (place) => {
  const given = form("demo-pulse");
  const visit = await place.visitor("demo-pulse");
  await visit.offlineReady();
  await place.line.down();
  await visit.answerAll(given);
  const again = await reopen(place, visit);
  await again.button("start.button").waitFor();
  await place.line.up();
  await again.page.reload();
  const [{ body }, ...more] = await place.arrived(1, "demo-pulse", 30_000);
  assert.equal(more.length, 0);
  assert.deepEqual(body.answers, given.answers);
});

journey("whoever comes back much later is asked whether the unfinished form is theirs, and sees none of it", async (place) => {
  const given = form("demo-pulse");
  const visit = await place.visitor("demo-pulse");
  await visit.start();
  await visit.fill(given, { until: 3 });
  await visit.kept(...visit.steps(given)[2]);
  const fresh = async (minutes) => {
    await visit.device.die();
    await visit.device.boot();
    const again = new SurveyPage(await visit.device.tab(), visit.survey);
    await again.later(minutes);
    await again.open(place.origin);
    await again.heading(again.word("resume.title")).waitFor();
    assert.equal(await again.page.getByRole("radio").count(), 0);
    return again;
  };
  const mine = await fresh(45);
  await mine.resume();
  await mine.at(mine.steps(given)[3][0]);

  const theirs = await fresh(120);
  await theirs.button("resume.restart").click();
  await theirs.start();
  await theirs.at(theirs.survey.before[0]);
  assert.equal(await theirs.page.getByRole("radio", { checked: true }).count(), 0);
});
