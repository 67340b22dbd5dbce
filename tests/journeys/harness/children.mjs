// Nothing that a journey started outlives it, also when the tests are interrupted.

const children = new Map();

const endAll = () => {
  for (const [child, group] of children) {
    try {
      process.kill(group ? -child.pid : child.pid, "SIGKILL");
    } catch {
      // Gone already.
    }
  }
};

process.on("exit", endAll);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));

/** Ends this child with the tests; with all of its process group where it heads one. */
export const lookAfter = (child, { group = false } = {}) => {
  children.set(child, group);
  child.once("exit", () => children.delete(child));
  return child;
};
