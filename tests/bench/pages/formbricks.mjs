// Formbricks' player (@formbricks/surveys), one question a card. It holds a choice in memory until the
// card is left; nothing in it keeps answers on the device.

import { packaged } from "../harness/packages.mjs";
import { file } from "../harness/server.mjs";

const model = ({ title, questions }) => ({
  id: "bench",
  name: title,
  type: "link",
  status: "inProgress",
  welcomeCard: { enabled: false },
  thankYouCard: { enabled: false },
  hiddenFields: { enabled: false, fieldIds: [] },
  languages: [],
  questions: questions.map(({ id, text, options }) => ({
    id,
    type: "multipleChoiceSingle",
    headline: text,
    required: true,
    shuffleOption: "none",
    buttonLabel: "Tiếp tục",
    backButtonLabel: "Quay lại",
    choices: options.map((option) => ({ id: option.id, label: option.text })),
  })),
});

const page = `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Formbricks</title>
<script src="/formbricks/player.js" defer></script>
<script src="/formbricks/form.js" defer></script>
</head>
<body><div id="survey"></div></body>
</html>
`;

const script = (survey) => `formbricksSurveys.renderSurveyInline({
  containerId: "survey",
  survey: ${JSON.stringify(model(survey))},
  brandColor: "#12635c",
  isBrandingEnabled: false,
  isRedirectDisabled: true,
  onSubmit() {}, onResponse() {}, onFinished() {}, onClose() {}, onDisplay() {},
});
`;

export default {
  name: "formbricks",
  title: "Formbricks player 1.99.0",
  path: "/formbricks/",
  adapter: `{
    input: (n, o) => document.querySelectorAll('input[type=radio][name="' + QUESTIONS[n].id + '"]')[o],
    option(n, o) { return this.input(n, o)?.closest("label"); },
    chosen(n, o) { return this.input(n, o)?.checked === true; },
    kept(n, o) { return this.chosen(n, o); },
    next: () => document.querySelector("button[type=submit]"),
    alive: () => document.querySelector("input[type=radio]") !== null,
  }`,
  files: (survey) => [
    file("/formbricks/", page),
    // The package is a CommonJS module without dependencies: in a page it wants nothing but an "exports".
    file("/formbricks/player.js", `var exports={};${packaged("@formbricks/surveys/dist/index.js")}`),
    file("/formbricks/form.js", script(survey)),
  ],
};
