// A browser that has just started is still busy with itself; what it does then is no page's fault.

import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const LOOK_MS = 100;
const LONGEST_MS = 5_000;
/** Processor time within one look that still counts as quiet, in ticks of ten milliseconds. */
const QUIET_TICKS = 1;

/** Processor time of a process group in ticks; nothing where the system does not tell. */
const ticks = (group) => {
  let sum = 0;
  for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (Number(fields[2]) === group) sum += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It ended between being listed and being read.
    }
  }
  return sum;
};

/** Resolves when the processes of this group have come to rest: three quiet looks in a row. */
export const settled = async (group) => {
  const until = Date.now() + LONGEST_MS;
  try {
    let before = ticks(group);
    for (let quiet = 0; quiet < 3 && Date.now() < until; ) {
      await pause(LOOK_MS);
      const now = ticks(group);
      quiet = now - before <= QUIET_TICKS ? quiet + 1 : 0;
      before = now;
    }
  } catch {
    // No /proc on this system: a fixed rest has to do.
    await pause(1_000);
  }
};
