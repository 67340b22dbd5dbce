// What somebody answers, and the record that has to come of it.

import assert from "node:assert/strict";
import { survey as read } from "./words.mjs";

/**
 * A complete form. `pick(item, index)` names the option for an item (default: the options in turn, so
 * that neighbours differ and a shifted answer is noticed).
 */
export const form = (campaign, { pick, procedure = "land", about = {}, comment = null, language = "vi" } = {}) => {
  const survey = read(campaign, language);
  const inTurn = (item, index) => item.options[index % item.options.length].id;
  return {
    survey,
    before: Object.fromEntries(survey.before.map((question) => [question.id, procedure])),
    answers: Object.fromEntries(survey.items.map((item, index) => [item.id, (pick ?? inTurn)(item, index)])),
    about,
    comment,
  };
};

/** The body that the hub must hold after this form, without what only the device can know (id). */
export const expectedRecord = (form, { point = null, day, language = form.survey.language }) => {
  const about = { ...form.before, ...form.about };
  delete about.mode;
  return {
    v: 1,
    campaign: form.survey.id,
    instrument: form.survey.instrument,
    version: form.survey.version,
    profile: form.survey.profile,
    day,
    mode: form.about.mode ?? "unstated",
    lang: language,
    ...(point === null ? {} : { point }),
    answers: form.answers,
    about,
    ...(form.comment === null ? {} : { comment: form.comment }),
  };
};

/** What a record says of the person: without its ids, and without what the device noticed. Whoever fills in here does not
 *  read, and on a quick machine that is noticed; nothing else may be. */
export const said = ({ id, app, flags = [], ...body }) => {
  assert.ok(flags.every((flag) => flag === "fast"), `noticed: ${flags}`);
  return body;
};

/** The day in Việt Nam now, as records carry it. */
export const today = () =>
  new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh", year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date());
