// Nothing but a line of text: what the browser, the line and the server take by themselves.

import { file } from "../harness/server.mjs";

export default {
  name: "empty",
  title: "an empty page",
  path: "/empty",
  adapter: `{ question: () => document.querySelector("p"), alive: () => document.readyState !== "loading" }`,
  files: () => [
    file(
      "/empty",
      '<!doctype html><html lang="vi"><meta charset="utf-8">' +
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>.</title><p>.</p></html>\n',
    ),
  ],
};
