// The lower bound: the same questions as one HTML page with native radios, a few lines of style, and a
// script of one line that keeps every answer in localStorage.

import { file } from "../harness/server.mjs";

const escape = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

const html = ({ title, questions }) => `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:38rem;margin:auto;padding:1rem}
fieldset{border:0;padding:0;margin:0 0 2rem}legend{font-weight:650;padding:0}label{display:block;padding:.5rem 0}</style>
</head>
<body>
<h1>${escape(title)}</h1>
<form>
${questions.map(fieldset).join("\n")}
<button>Gửi</button>
</form>
<script>document.forms[0].addEventListener("change",e=>localStorage.setItem("form",new URLSearchParams(new FormData(e.currentTarget))))</script>
</body>
</html>
`;

const fieldset = ({ id, text, options }) =>
  `<fieldset><legend>${escape(text)}</legend>${options
    .map((option) => `<label><input type="radio" name="${id}" value="${option.id}"> ${escape(option.text)}</label>`)
    .join("")}</fieldset>`;

export default {
  name: "plain",
  title: "plain HTML form",
  path: "/plain",
  adapter: `{
    input: (n, o) => document.getElementsByName(QUESTIONS[n].id)[o],
    option(n, o) { return this.input(n, o)?.parentNode; },
    chosen(n, o) { return this.input(n, o)?.checked === true; },
    kept: (n, o) => new URLSearchParams(localStorage.getItem("form") ?? "").get(QUESTIONS[n].id) === QUESTIONS[n].options[o].id,
    alive: () => document.readyState !== "loading",
  }`,
  files: (survey) => [file("/plain", html(survey))],
};
