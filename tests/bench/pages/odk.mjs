// ODK Web Forms, its Vue component bundled with what it needs and nothing else. It shows all questions
// on one page and keeps answers in memory only.

import { build } from "esbuild";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { file } from "../harness/server.mjs";

const escape = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

// Items are written out per question: references are another way to say the same, with more work for
// the program that reads them.
const xform = ({ title, questions }) => `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>${escape(title)}</h:title><model>
<instance><data id="bench" version="1">${questions.map(({ id }) => `<${id}/>`).join("")}<orx:meta><orx:instanceID/></orx:meta></data></instance>
${questions.map(({ id }) => `<bind nodeset="/data/${id}" type="string"/>`).join("")}
<bind nodeset="/data/orx:meta/orx:instanceID" type="string" preload="uid" readonly="true()"/>
</model></h:head>
<h:body>
${questions
  .map(
    ({ id, text, options }) =>
      `<select1 ref="/data/${id}"><label>${escape(text)}</label>${options
        .map((option) => `<item><label>${escape(option.text)}</label><value>${option.id}</value></item>`)
        .join("")}</select1>`,
  )
  .join("\n")}
</h:body>
</h:html>
`;

const program = `import { createApp, h } from "vue";
import { OdkWebForm, webFormsPlugin } from "@getodk/web-forms";
const form = await fetch("/odk/form.xml").then((answer) => answer.text());
createApp({
  render: () => h(OdkWebForm, { formXml: form, fetchFormAttachment: () => Promise.reject(new Error("none")) }),
}).use(webFormsPlugin).mount("#survey");
`;

const page = (scripts) => `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ODK Web Forms</title>
<link rel="preload" as="fetch" crossorigin href="/odk/form.xml">
${scripts.filter((name) => name !== "form.js").map((name) => `<link rel="modulepreload" href="/odk/${name}">`).join("\n")}
<script type="module" src="/odk/form.js"></script>
</head>
<body><div id="survey"></div></body>
</html>
`;

export default {
  name: "odk",
  title: "ODK Web Forms 0.22.0",
  path: "/odk/",
  adapter: `{
    group: (n) => document.querySelectorAll(".question-container")[n],
    input(n, o) { return this.group(n)?.querySelectorAll("input[type=radio]")[o]; },
    option(n, o) { return this.input(n, o)?.closest("label"); },
    chosen(n, o) { return this.input(n, o)?.checked === true; },
    kept(n, o) { return this.chosen(n, o); },
    alive() { return this.input(0, 0) !== undefined; },
  }`,
  async files(survey) {
    const { outputFiles, metafile } = await build({
      stdin: { contents: program, resolveDir: fileURLToPath(new URL("..", import.meta.url)), sourcefile: "form.js" },
      bundle: true,
      format: "esm",
      splitting: true,
      minify: true,
      write: false,
      metafile: true,
      outdir: "odk",
      entryNames: "form",
      define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false" },
      legalComments: "none",
      logLevel: "error",
    });
    // The map is fetched only by forms that have one.
    const entry = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint !== undefined);
    const first = entry.imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => basename(path));
    return [
      file("/odk/", page(["form.js", ...first])),
      file("/odk/form.xml", xform(survey)),
      ...outputFiles.map(({ path, text }) => file(`/odk/${basename(path)}`, text)),
    ];
  },
};
