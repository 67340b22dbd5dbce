// Files of the packages that the other tools' pages are made from.

import { readFileSync } from "node:fs";

const modules = new URL("../node_modules/", import.meta.url);

/** The text of a file of an installed package. */
export const packaged = (path) => {
  try {
    return readFileSync(new URL(path, modules), "utf8");
  } catch (error) {
    throw new Error(`${path} is not installed: run \`npm ci --ignore-scripts\` in tests/bench`, { cause: error });
  }
};
