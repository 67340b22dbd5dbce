// Forms of the bench campaign with invented answers.

import { keyOf, sealed } from "./hpke.mjs";
import { CAMPAIGN, INSTRUMENT, VERSION } from "./survey.mjs";

/** The public key of the hub's bench campaign. */
export const campaignKey = (data) => keyOf(data, CAMPAIGN);

const pick = (list) => list[Math.floor(Math.random() * list.length)];

/** A sealed form with invented answers, as it travels to the hub. */
export const sealedForm = (key, { questions }) => {
  const [procedure, ...items] = questions;
  return sealed(key, {
    v: 1,
    campaign: CAMPAIGN,
    instrument: INSTRUMENT,
    version: VERSION,
    profile: "1",
    day: "2026-06-01",
    mode: pick(["self", "assisted"]),
    lang: "vi",
    point: pick(["1", "2", "luu-dong"]),
    answers: Object.fromEntries(items.map((item) => [item.id, pick(item.options).id])),
    about: { procedure: pick(procedure.options).id, age: pick(["18-24", "25-34", "35-49", "50-60"]) },
    app: "0.1.0",
  });
};
