// The one survey that every page asks: which procedure it was about, then thirty questions of five
// levels and "don't know". Its words are read from the same files that our own page is made from.

import { readFileSync } from "node:fs";
import { parse } from "smol-toml";

const root = new URL("../../../", import.meta.url);
const toml = (path) => parse(readFileSync(new URL(path, root), "utf8"));

export const CAMPAIGN = "bench";
export const INSTRUMENT = "bench-30";
export const VERSION = "2026.1";

/** Title, and questions with their options, in the order they are asked. */
export const survey = () => {
  const folder = `tests/bench/content/instruments/${INSTRUMENT}/${VERSION}`;
  const { item, scale } = toml(`${folder}/instrument.toml`);
  const texts = toml(`${folder}/text.vi.toml`);
  const profile = toml("content/profile/2/profile.toml");
  const profileTexts = toml("content/profile/2/text.vi.toml");
  const before = profile.question.filter(({ place }) => place === "before");
  return {
    title: texts.title,
    questions: [
      ...before.map(({ id, options }) => ({
        id,
        text: profileTexts[id].question,
        options: options.map((option) => ({ id: option, text: profileTexts[id].options[option] })),
      })),
      ...item.map(({ id, scale: name }) => ({
        id,
        text: texts.items[id].plain,
        options: scale
          .find((other) => other.id === name)
          .options.map((option) => ({ id: option.id, text: texts.scales[name][option.id] })),
      })),
    ],
  };
};
