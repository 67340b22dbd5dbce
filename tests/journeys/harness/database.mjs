// Looks straight into the hub's SQLite file: what an answer became is checked where it lies, not where
// it is reported. Node has SQLite built in from 22 on; before that Python's is asked.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const builtIn = await import("node:sqlite").catch(() => null);

const ASK_PYTHON = `
import json, sqlite3, sys
base = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True, timeout=10)
base.row_factory = sqlite3.Row
plain = lambda value: value.hex() if isinstance(value, bytes) else value
print(json.dumps([{key: plain(row[key]) for key in row.keys()} for row in base.execute(sys.argv[2])]))
`;

const plain = (value) => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return typeof value === "bigint" ? Number(value) : value;
};

/** Rows of a query, bytes as hexadecimal text. */
export const query = async (file, sql) => {
  if (builtIn) {
    const base = new builtIn.DatabaseSync(file, { readOnly: true });
    try {
      return base.prepare(sql).all().map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(value)])));
    } finally {
      base.close();
    }
  }
  const { stdout } = await run("python3", ["-c", ASK_PYTHON, file, sql], { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout);
};
