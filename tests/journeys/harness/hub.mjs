// The real hub, as a child process with a data folder of its own.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { lookAfter } from "./children.mjs";
import { query } from "./database.mjs";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

const fromEnvironment = (name, fallback) => {
  const value = process.env[name] ?? fallback;
  if (!existsSync(value)) {
    throw new Error(`${value} is not there: build it first (cargo xtask build), or set ${name}`);
  }
  return value;
};

/** The built page that the journeys run on. */
export const DIST = fromEnvironment("LANG_NGHE_DIST", join(repository, "dist"));
const PROGRAM = fromEnvironment("LANG_NGHE_HUB", join(repository, "target/hub/lang-nghe-hub"));

export const CONTENT = join(repository, "content");

const freePort = () =>
  new Promise((done, failed) => {
    const probe = net.createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

export class Hub {
  #process = null;
  #log = "";

  static async start({ dist = DIST, content = CONTENT, options = [], stepEvery = 1 } = {}) {
    const hub = new Hub();
    hub.data = mkdtempSync(join(tmpdir(), "lang-nghe-hub-"));
    Object.assign(hub, { dist, content, options, stepEvery });
    await hub.restart();
    return hub;
  }

  /** Starts it (again) on the same data. */
  async restart() {
    this.port = await freePort();
    this.#process = lookAfter(spawn(
      PROGRAM,
      ["--listen", `127.0.0.1:${this.port}`, "--data", this.data, "--dist", this.dist, "--content", this.content,
        "--demo", "--step-every", String(this.stepEvery), ...this.options],
      { stdio: ["ignore", "pipe", "pipe"] },
    ));
    const keep = (text) => (this.#log = (this.#log + text).slice(-20_000));
    this.#process.stdout.setEncoding("utf8").on("data", keep);
    this.#process.stderr.setEncoding("utf8").on("data", keep);
    const until = Date.now() + 15_000;
    while (!(await this.#ready())) {
      if (this.#process.exitCode !== null) throw new Error(`the hub ended:\n${this.#log}`);
      if (Date.now() > until) throw new Error(`the hub is not ready:\n${this.#log}`);
    }
  }

  get address() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What it wrote to its log. */
  get log() {
    return this.#log;
  }

  /** Asks it to finish, and waits until it has. */
  stop() {
    return this.#end("SIGTERM");
  }

  /** The power fails. */
  kill() {
    return this.#end("SIGKILL");
  }

  async #end(signal) {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await gone;
  }

  async dispose() {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }

  async #ready() {
    try {
      const answer = await fetch(`${this.address}/readyz`);
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false;
    }
  }

  /** Rows of its database. */
  query(sql) {
    const file = readdirSync(this.data).find((name) => /\.(sqlite3?|db)$/.test(name));
    return query(join(this.data, file), sql);
  }

  /** The bodies of all records it holds for a campaign. */
  async records(campaign = "demo") {
    const rows = await this.query(`SELECT id, body FROM records WHERE campaign = '${campaign}' ORDER BY id`);
    return rows.map(({ id, body }) => ({ id, body: JSON.parse(body) }));
  }

  /** Waits until a step has counted all that came. Figures move with the clock, here every second. */
  async stepped(campaign = "demo") {
    const waiting = `SELECT (SELECT count(*) FROM records WHERE campaign = '${campaign}' AND step IS NULL)
      + (SELECT count(*) FROM steps WHERE campaign = '${campaign}' AND taking <> 0) AS n`;
    const until = Date.now() + 120_000;
    for (;;) {
      const [row] = await this.query(waiting);
      if (row.n === 0) return;
      if (Date.now() > until) throw new Error(`no step counts what came for ${campaign}:\n${this.#log}`);
    }
  }

  /** How many records its tally holds: what was counted, not what was received. */
  async counted(campaign = "demo") {
    await this.stepped(campaign);
    const [row] = await this.query(`SELECT coalesce(sum(records), 0) AS n FROM tallies WHERE campaign = '${campaign}'`);
    return row.n;
  }

  /** The released results as everybody gets them. */
  async released(campaign = "demo") {
    await this.stepped(campaign);
    const answer = await fetch(`${this.address}/api/v1/campaigns/${campaign}/tally`);
    if (!answer.ok) throw new Error(`tally of ${campaign}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}
