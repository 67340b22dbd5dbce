// SurveyJS (survey-core with survey-js-ui), one question a page, which starts soonest. Answers are kept
// in localStorage at every change, as its documentation shows.

import { packaged } from "../harness/packages.mjs";
import { file } from "../harness/server.mjs";

const model = ({ title, questions }) => ({
  title,
  locale: "vi",
  showQuestionNumbers: "off",
  questionsOnPageMode: "questionPerPage",
  elements: questions.map(({ id, text, options }) => ({
    type: "radiogroup",
    name: id,
    title: text,
    isRequired: true,
    choices: options.map((option) => ({ value: option.id, text: option.text })),
  })),
});

const page = `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SurveyJS</title>
<link rel="stylesheet" href="/surveyjs/survey-core.css">
<script src="/surveyjs/survey-core.js" defer></script>
<script src="/surveyjs/survey-js-ui.js" defer></script>
<script src="/surveyjs/form.js" defer></script>
</head>
<body><div id="survey"></div></body>
</html>
`;

const script = (survey) => `const model = new Survey.Model(${JSON.stringify(model(survey))});
model.onValueChanged.add(() => localStorage.setItem("form", JSON.stringify(model.data)));
model.render(document.getElementById("survey"));
`;

export default {
  name: "surveyjs",
  title: "SurveyJS 2.5.38",
  path: "/surveyjs/",
  adapter: `{
    input: (n, o) => document.querySelector('[data-name="' + QUESTIONS[n].id + '"]')?.querySelectorAll("input[type=radio]")[o],
    option(n, o) { return this.input(n, o)?.closest("label"); },
    chosen(n, o) { return this.input(n, o)?.checked === true; },
    kept: (n, o) => JSON.parse(localStorage.getItem("form") ?? "{}")[QUESTIONS[n].id] === QUESTIONS[n].options[o].id,
    next: () => document.querySelector(".sd-navigation__next-btn"),
    alive: () => document.querySelector("input[type=radio]") !== null,
  }`,
  files: (survey) => [
    file("/surveyjs/", page),
    file("/surveyjs/survey-core.css", packaged("survey-core/survey-core.fontless.min.css")),
    file("/surveyjs/survey-core.js", packaged("survey-core/survey.core.min.js")),
    file("/surveyjs/survey-js-ui.js", packaged("survey-js-ui/survey-js-ui.min.js")),
    file("/surveyjs/form.js", script(survey)),
  ],
};
