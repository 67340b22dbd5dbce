// The words on screen, read from the files that the app itself is made from: a journey finds a control
// by the name that a person hears, and no test repeats a sentence.

import { readFileSync, readdirSync } from "node:fs";
import { parse } from "smol-toml";

const root = new URL("../../../", import.meta.url);
const toml = (path) => parse(readFileSync(new URL(path, root), "utf8"));

const languages = { vi: toml("content/ui/vi.toml"), en: toml("content/ui/en.toml") };

const lookUp = (language, key) => {
  const text = key.split(".").reduce((table, part) => table?.[part], languages[language]);
  if (typeof text !== "string") throw new Error(`content/ui/${language}.toml has no text for ${key}`);
  return text;
};

/** The text of a key with its places filled in. */
export const word = (key, fill = {}, language = "vi") =>
  lookUp(language, key).replace(/\{(\w+)\}/g, (place, name) => (name in fill ? String(fill[name]) : place));

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The text of a key as a pattern; places that are not filled in match anything. */
export const pattern = (key, fill = {}, language = "vi") =>
  new RegExp(
    lookUp(language, key)
      .split(/(\{\w+\})/)
      .map((part) => {
        const place = /^\{(\w+)\}$/.exec(part);
        if (!place) return escape(part).replace(/\s+/g, "\\s+");
        return place[1] in fill ? escape(String(fill[place[1]])) : ".+?";
      })
      .join(""),
  );

/** One table of words, for looking through all of them. */
export const table = (name, language = "vi") => languages[language][name];

/** The newest version of an instrument, or of the questions around every instrument (`profile`). */
export const newest = (folder) =>
  readdirSync(new URL(`content/${folder}/`, root)).sort((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1);

/** A campaign with everything that its form asks, in the order it is asked. */
export const survey = (campaign, language = "vi") => {
  const { id, instrument, version, text, ...rest } = toml(`content/campaigns/${campaign}.toml`);
  const folder = `content/instruments/${instrument}/${version}`;
  const definition = toml(`${folder}/instrument.toml`);
  const texts = toml(`${folder}/text.${language}.toml`);
  const around = newest("profile");
  const profile = toml(`content/profile/${around}/profile.toml`);
  const profileTexts = toml(`content/profile/${around}/text.${language}.toml`);
  const scale = (name) => definition.scale.find(({ id: other }) => other === name).options.map((option) => option.id);
  const asked = (question) => ({
    id: question.id,
    question: profileTexts[question.id].question,
    options: question.options.map((option) => ({ id: option, text: profileTexts[question.id].options[option] })),
  });
  return {
    ...rest,
    id,
    instrument,
    version,
    profile: around,
    language,
    text: text[language],
    factors: definition.factor.map((factor) => ({ id: factor.id, text: texts.factors[factor.id] })),
    before: profile.question.filter((question) => question.place === "before").map(asked),
    items: definition.item.map((item) => ({
      id: item.id,
      factor: item.factor,
      question: texts.items[item.id].plain,
      formal: texts.items[item.id].formal,
      short: texts.items[item.id].short,
      options: scale(item.scale).map((option) => ({ id: option, text: texts.scales[item.scale][option] })),
    })),
    after: profile.question.filter((question) => question.place === "after").map(asked),
  };
};
