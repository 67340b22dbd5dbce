// The page's first lines of script, in front of everything that can be tapped: the survey can be started and its first
// question answered before the program has arrived, and before the page itself is here whole. Every tap is kept at
// once, in the form of a draft; the program reads it, takes the page over and removes what stands here.
(() => {
  const html = document.documentElement;
  const name = location.pathname.split("/")[2];
  const key = "ln.early." + name;
  const by = (id) => document.getElementById(id);
  const one = (at, what) => at.querySelector(what);
  // Nothing of it has come yet, or the program has taken over: then there is no start and nothing to do.
  const start = () => by("start");
  const pages = () => [...document.querySelectorAll("#start [data-step]")];
  // The page that is open, or that is to be as soon as it has come; before the first is none.
  let at = 0;
  let touched = false;

  // Storage may be refused: then the page itself remembers, until it is closed.
  const stored = (work) => { try { return work(localStorage); } catch {} };

  const keep = () => {
    const page = pages()[at];
    if (!page) return;
    const lines = ["lang-nghe draft 1", "when " + Date.now(), "step " + page.dataset.step];
    for (const { name, value } of start().querySelectorAll(":checked")) lines.push(`answer ${name} ${value}`);
    html.dataset.early = lines.join("\n");
    stored((local) => local.setItem(key, html.dataset.early));
  };
  const show = () => pages().forEach((page, index) => { page.hidden = index !== at; });
  const open = (to) => {
    at = to;
    touched = true;
    const page = pages()[at];
    // Tapped before the next page has come: it is opened when it does.
    if (!page) return;
    show();
    keep();
    scrollTo(0, 0);
    one(page, "h1")?.focus({ preventScroll: true });
  };

  addEventListener("submit", (event) => {
    const page = event.target.closest("#start [data-step]");
    if (!page) return;
    event.preventDefault();
    const missing = one(page, "[type=radio]") && !one(page, ":checked");
    for (const part of page.querySelectorAll(".problem, .error")) part.hidden = !missing;
    if (missing) {
      const parts = [...page.querySelectorAll(".hint[id], .error")];
      one(page, "fieldset").setAttribute("aria-describedby", parts.map(({ id }) => id).join(" "));
      one(page, ".problem").focus();
    }
    else open(pages().indexOf(page) + 1);
  }, true);
  addEventListener("change", () => {
    if (!start()) return;
    touched = true;
    keep();
  }, true);
  // The program waits for the finger: a page replaced between press and release would lose the tap.
  for (const name of ["pointerdown", "pointerup", "pointercancel"]) {
    addEventListener(name, () => { if (start()) html.dataset.press = name; }, true);
  }
  addEventListener("click", (event) => {
    const element = start() && event.target.closest("a, button");
    if (!element) return;
    if (element.className === "back") open(at - 1);
    if (element.hreflang) {
      event.preventDefault();
      const url = new URL(location);
      url.searchParams.set("l", element.hreflang);
      location.replace(url);
    }
  }, true);

  // A form that the program has kept: nothing of the start is shown, so that nothing flashes.
  const draft = stored((local) => local.getItem("ln.draft." + name));
  if (draft) at = -1;

  // Reloaded before the program came. What was left for longer may be someone else's.
  const restore = () => {
    const kept = stored((local) => local.getItem(key)) || "";
    const when = +/^when (\d+)/m.exec(kept)?.[1];
    if (!(Math.abs(Date.now() - when) < 18e5)) return;
    html.dataset.early = kept;
    for (const [, name, value] of kept.matchAll(/^answer (\S+) (\S+)/gm)) {
      const field = one(start(), `[name="${name}"][value="${value}"]`);
      if (field) field.checked = true;
    }
    at = Math.max(0, pages().findIndex((page) => `${kept}\n`.includes(`\nstep ${page.dataset.step}\n`)));
    show();
  };

  // Called as the page comes in, before what has come is painted.
  const arrived = new MutationObserver(() => {
    if (draft) show();
    else if (touched && pages()[at]?.hidden) open(at);
    // The last part of the start.
    const last = by("reopening");
    if (!last) return;
    arrived.disconnect();
    if (draft) last.hidden = false;
    else if (!touched) restore();
  });
  arrived.observe(html, { childList: true, subtree: true });
})();
