// Forms in numbers that nobody fills in by hand, sealed as phones do and sent to the hub.

import { keyOf, sealed } from "../../bench/harness/hpke.mjs";

const BATCH = 50;

/** Sends these forms to the hub; each is what `body` gives for its number, on top of an empty form of `pulse-1`. */
export const send = async (hub, campaign, count, body) => {
  const key = keyOf(hub.data, campaign);
  const plain = {
    v: 1, campaign, instrument: "pulse-1", version: "2026.2", profile: "2", day: "2026-06-01", mode: "self", lang: "vi",
    answers: {}, about: {}, app: "0.1.0",
  };
  const records = Array.from({ length: count }, (_, number) => sealed(key, { ...plain, ...body(number) }));
  for (let at = 0; at < records.length; at += BATCH) {
    const answer = await fetch(`${hub.address}/api/v1/records`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ records: records.slice(at, at + BATCH) }),
    });
    const { answers } = await answer.json();
    const refused = answers.filter(({ result }) => result !== "accepted");
    if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused[0])}`);
  }
};

/** Answers to `pulse-1` that lean upwards, the more so the higher `lean`; the same number gives the same. */
export const pulse = (number, lean = 0) => {
  const level = (salt) => String(Math.max(1, Math.min(5, 1 + ((number * 7 + salt * 3) % 5) + lean)));
  return {
    "time-1": level(1), "attitude-1": level(2), "clarity-1": number % 9 === 0 ? "na" : level(3), "feedback-1": level(4),
    "extra-money-1": number % 8 === 0 ? "yes" : "no",
  };
};
