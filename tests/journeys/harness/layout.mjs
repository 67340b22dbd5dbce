// What a person with a small or magnified screen sees.

/** Sentences about everything that is wider than the screen, or cut off. */
export const clipped = (page) =>
  page.evaluate(() => {
    const found = [];
    const root = document.documentElement;
    const width = root.clientWidth;
    if (root.scrollWidth > width) found.push(`the page is ${root.scrollWidth} px wide on a screen of ${width}`);
    const name = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 140);
    for (const element of document.body.querySelectorAll("*")) {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      if (box.width <= 1 || box.height <= 1 || style.visibility === "hidden") continue;
      // Kept for screen readers, or shown only with the focus (the skip link).
      if (style.clipPath !== "none" || style.opacity === "0" || style.position === "absolute" && box.bottom <= 0) continue;
      if (element.closest("svg") && element.localName !== "svg") continue;
      // Within something that scrolls by itself, as a wide table may.
      let scrolls = false;
      for (let up = element.parentElement; up; up = up.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(up).overflowX) && up !== document.body && up !== root) scrolls = true;
      }
      if (!scrolls && (box.right > width + 1 || box.left < -1)) found.push(`reaches ${Math.round(box.right)}: ${name(element)}`);
      // What is longer than a field moves within it.
      const cuts = element.localName !== "input" && /hidden|clip/.test(style.overflowX + style.overflowY);
      if (cuts && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) {
        found.push(`cut off: ${name(element)}`);
      }
    }
    return found;
  });

/** Applies a person's own style sheet, as an extension does; a policy for the page's styles has no say in it. */
export const ownStyle = (page, css) =>
  page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, css);

/** WCAG 1.4.12 */
export const TEXT_SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }`;

/** The browser's text size at 200 %. */
export const LARGE_TEXT = "html { font-size: 200% !important; }";

/** Everything that is neither chosen nor written may be animated; nothing may while a person asked for stillness. */
export const moving = (page) => page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running").length);

/** Targets a finger must hit that are smaller than this many pixels. */
export const smallTargets = (page, least = 44) =>
  page.evaluate((px) => {
    const found = [];
    for (const control of document.querySelectorAll("button, a[href], input, textarea, select, summary")) {
      const area = control.matches("input[type=radio], input[type=checkbox]") ? (control.labels?.[0] ?? control) : control;
      const box = area.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || box.bottom <= 0) continue;
      // A link inside a sentence is as high as its line (WCAG 2.5.8 exempts it).
      if (control.localName === "a" && getComputedStyle(control).display === "inline") continue;
      if (box.height < px - 0.5 || box.width < px - 0.5) {
        found.push(`${Math.round(box.width)}×${Math.round(box.height)}: ${control.outerHTML.slice(0, 120)}`);
      }
    }
    return found;
  }, least);
