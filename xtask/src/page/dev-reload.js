// For `cargo xtask dev`: loads the page again when the hub serves another build.
(() => {
  let first;
  setInterval(async () => {
    try {
      const now = (await fetch("/healthz", { cache: "no-store" })).headers.get("x-lang-nghe-build");
      first ??= now;
      if (now && now !== first) location.reload();
    } catch {
      // The hub is starting again; the next tick asks it.
    }
  }, 700);
})();
