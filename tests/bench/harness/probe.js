// Runs in every measured page before any of its own scripts: a person with no reaction time. It looks
// once a frame, taps what can be tapped, and notes when. The same for every page; what differs is the
// page's adapter, which says where its questions are.
((adapter) => {
  const marks = {};
  const now = () => performance.now();

  // Called in a frame; `then` runs once that frame has been painted.
  const afterPaint = (then) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = then;
    channel.port2.postMessage(0);
  };

  const onScreen = (element) => {
    if (!element?.isConnected || !element.checkVisibility({ visibilityProperty: true })) return false;
    const { top, bottom, width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && bottom > 0 && top < innerHeight;
  };

  let finish;
  const done = new Promise((resolve) => (finish = resolve));
  let answered;
  const firstAnswer = new Promise((resolve) => (answered = resolve));
  let tries = 0;
  let introduced = false;
  let asked = false;

  const tap = async () => {
    // Another option each time: a radio that was tapped before its page listened says nothing when it
    // is tapped again.
    const option = tries++ % 2;
    adapter.option(0, option)?.click();
    if (await adapter.kept(0, option)) {
      marks.answerable = now();
      marks.option = option;
      answered(true);
    } else requestAnimationFrame(tap);
  };

  const look = () => {
    const intro = adapter.intro?.();
    if (!introduced && onScreen(intro)) {
      introduced = true;
      afterPaint(() => {
        marks.intro = now();
        intro.click();
      });
    }
    if (!asked && onScreen(adapter.question ? adapter.question() : adapter.option(0, 0))) {
      asked = true;
      afterPaint(() => {
        marks.seen = now();
        if (adapter.option) tap();
      });
    }
    if (marks.alive === undefined && adapter.alive()) marks.alive = now();
    const all = marks.seen !== undefined && marks.alive !== undefined;
    if (all && (!adapter.option || marks.answerable !== undefined)) finish({ ...marks });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  // What a module calls its memory is no part of the JavaScript heap; it is counted beside it.
  const memories = [];
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await real.apply(WebAssembly, given);
      memories.push((made.instance ?? made).exports.memory);
      return made;
    };
  }

  const long = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) long.push({ startTime, duration });
  }).observe({ type: "longtask", buffered: true });

  const frames = (count) =>
    new Promise((resolve) => {
      const next = () => (count-- > 0 ? requestAnimationFrame(next) : resolve());
      next();
    });

  let result;
  // From the finger's leaving the glass to the first painted frame in which `shown` holds.
  const watch = (shown) => {
    result = new Promise((resolve) => {
      addEventListener(
        "pointerup",
        ({ timeStamp }) => {
          const check = () => (shown() ? afterPaint(() => resolve(now() - timeStamp)) : requestAnimationFrame(check));
          requestAnimationFrame(check);
        },
        { capture: true, once: true },
      );
    });
  };

  // Bringing the next control into view is the measurer's doing: what it costs is no task of the page's.
  const own = [];

  const aim = async (element) => {
    if (!element) throw new Error("nothing to tap");
    const begun = now();
    own.push({ begun, ended: Infinity });
    element.scrollIntoView({ block: "center", behavior: "instant" });
    await frames(3);
    const { left, top, width, height } = element.getBoundingClientRect();
    own.at(-1).ended = now();
    return { x: left + Math.min(width / 2, 60), y: top + height / 2 };
  };

  globalThis.__bench = {
    adapter,
    done,
    /** Resolves when the first answer is kept. */
    answered: firstAnswer,
    marks,
    wasm: () => memories.reduce((sum, memory) => sum + (memory?.buffer.byteLength ?? 0), 0),
    /** Durations of the page's own long tasks after this moment. */
    longTasks: (from) =>
      long
        .filter(({ startTime }) => startTime > from && !own.some(({ begun, ended }) => startTime >= begun && startTime <= ended))
        .map(({ duration }) => duration),
    frames,
    /** Milliseconds of the last tap; null when it has shown nothing within this time. */
    result: (longest) => Promise.race([result, new Promise((late) => setTimeout(late, longest, null))]),
    /** Where to tap for an answer; from then on the next tap is timed. */
    async answer(question, option) {
      const place = await aim(adapter.option(question, option));
      watch(() => adapter.chosen(question, option));
      return place;
    },
    /** Where to tap for the next question, or nothing when all questions are on one page. */
    async next(question) {
      const button = adapter.next?.();
      // Already there: the tap before was only late to show.
      if (!button || onScreen(adapter.option(question, 0))) return null;
      const place = await aim(button);
      watch(() => onScreen(adapter.option(question, 0)));
      return place;
    },
    /** Whether the first answer is still there. */
    held: async () => adapter.chosen(0, marks.option) && (await adapter.kept(0, marks.option)),
    /** Files that came, in full and as sent, before a moment. */
    files: () =>
      [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].map((entry) => ({
        path: new URL(entry.name).pathname,
        // The body as it travelled: browsers add a flat 300 bytes for the headers, and nothing travels
        // from a cache. A page found unchanged is headers only.
        sent: Math.max(0, entry.transferSize - 300),
        came: entry.responseEnd,
        asked: entry.startTime,
      })),
  };
})(ADAPTER);
