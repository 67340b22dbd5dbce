// The page's first lines of script: the survey can be started and its first question answered before
// the program has arrived. Every tap is kept at once, in the form of a draft; the program reads it,
// takes the page over and removes what stands here.
(() => {
  const start = document.getElementById("start");
  const html = document.documentElement;
  if (!start) return;
  const name = location.pathname.split("/")[2];
  const key = "ln.early." + name;
  const pages = [...start.querySelectorAll("[data-step]")];
  const one = (at, what) => at.querySelector(what);
  let at = 0;

  // Storage may be refused: then the page itself remembers, until it is closed.
  const stored = (work) => { try { return work(localStorage); } catch {} };

  const keep = () => {
    const lines = ["lang-nghe draft 1", "when " + Date.now(), "step " + pages[at].dataset.step];
    for (const { name, value } of start.querySelectorAll(":checked")) lines.push(`answer ${name} ${value}`);
    html.dataset.early = lines.join("\n");
    stored((local) => local.setItem(key, html.dataset.early));
  };
  const show = (to) => {
    pages.forEach((page, index) => { page.hidden = index !== to; });
    at = to;
  };
  const open = (to) => {
    show(to);
    keep();
    scrollTo(0, 0);
    one(pages[to], "h1").focus({ preventScroll: true });
  };

  start.addEventListener("submit", (event) => {
    event.preventDefault();
    const page = pages[at];
    const missing = one(page, "[type=radio]") && !one(page, ":checked");
    for (const part of page.querySelectorAll(".problem, .error")) part.hidden = !missing;
    if (missing) {
      const parts = [...page.querySelectorAll(".hint[id], .error")];
      one(page, "fieldset").setAttribute("aria-describedby", parts.map(({ id }) => id).join(" "));
    }
    if (missing) one(page, ".problem").focus();
    else open(at + 1);
  });
  start.addEventListener("change", keep);
  // The program waits for the finger: a page replaced between press and release would lose the tap.
  for (const name of ["pointerdown", "pointerup", "pointercancel"]) {
    addEventListener(name, () => { if (start.isConnected) html.dataset.press = name; }, true);
  }
  start.addEventListener("click", (event) => {
    const element = event.target.closest("a, button");
    if (!element) return;
    if (element.className === "back") open(at - 1);
    if (element.hreflang) {
      event.preventDefault();
      const url = new URL(location);
      url.searchParams.set("l", element.hreflang);
      location.replace(url);
    }
  });

  // A form that the program has kept: nothing of the start is shown, so that nothing flashes.
  if (stored((local) => local.getItem("ln.draft." + name))) {
    show(-1);
    one(start, "#reopening").hidden = false;
  } else {
    // Reloaded before the program came. What was left for longer may be someone else's.
    const kept = stored((local) => local.getItem(key)) || "";
    const when = +/^when (\d+)/m.exec(kept)?.[1];
    if (Math.abs(Date.now() - when) < 18e5) {
      html.dataset.early = kept;
      for (const [, name, value] of kept.matchAll(/^answer (\S+) (\S+)/gm)) {
        const field = one(start, `[name="${name}"][value="${value}"]`);
        if (field) field.checked = true;
      }
      show(Math.max(0, pages.findIndex((page) => `${kept}\n`.includes(`\nstep ${page.dataset.step}\n`))));
    }
  }

})();
