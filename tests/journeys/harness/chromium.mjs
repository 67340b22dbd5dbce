// How Chromium is started wherever this project starts one: alone, without talking to anybody about itself.

export const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--disable-default-apps",
  "--disable-search-engine-choice-screen",
  "--disable-features=Translate,OptimizationHints,MediaRouter",
  "--password-store=basic",
  "--use-mock-keychain",
  "--mute-audio",
  // As on a phone: they take no room beside the page.
  "--hide-scrollbars",
];
