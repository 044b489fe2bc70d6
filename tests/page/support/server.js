import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const TARGET = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, "target");
const SERVER = path.join(TARGET, "debug/activity-query-server");
const SAMPLE = path.join(ROOT, "examples/files/sample");

/** What the sample fleet's file of this name holds. */
export async function sample(name) {
  return JSON.parse(await readFile(path.join(SAMPLE, `${name}.json`), "utf8"));
}

/** The sample's activities over and over, three days apart: 1,232 of them. */
export async function manyActivities() {
  const activities = await sample("activities");
  const day = 86_400_000;
  return Array.from({ length: 28 }, (_, round) =>
    activities.map((activity, at) => ({
      ...activity,
      id: 1000 + round * activities.length + at,
      parent_id: null,
      creation_time: earlier(activity.creation_time, 3 * round * day),
    })),
  ).flat();
}

function earlier(time, milliseconds) {
  return `${new Date(Date.parse(time) - milliseconds).toISOString().slice(0, 19)}Z`;
}

/**
 * Starts a server on a free port, with a fleet of its own, for one test.
 *
 * @param {import("node:test").TestContext} t
 * @param {{activities?: object[]|string, computers?: object[], searches?: object[],
 *   keys?: {key: string, secret: string}, hosts?: string[]}} options other names of its host
 * @returns {Promise<string>} the address
 */
export async function serve(t, { keys, hosts = [], ...records } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), "page-"));
  const options = ["--listen", "127.0.0.1:0", ...hosts.flatMap((host) => ["--host", host])];
  for (const kind of ["activities", "computers", "searches"]) {
    const file = path.join(folder, `${kind}.json`);
    const given = records[kind] ?? (await sample(kind));
    await writeFile(file, typeof given === "string" ? given : JSON.stringify(given));
    options.push(`--${kind}`, file);
  }
  if (keys !== undefined) {
    const file = path.join(folder, "secret");
    await writeFile(file, keys.secret, { mode: 0o600 });
    options.push("--access-key", keys.key, "--secret-key-file", file);
  }
  const server = spawn(SERVER, options, { stdio: ["ignore", "ignore", "pipe"] });
  t.after(async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    if (server.exitCode === null && server.kill()) await ended;
    await rm(folder, { recursive: true });
  });
  return address(server);
}

/** Reads the address from the log. */
function address(server) {
  return new Promise((resolve, reject) => {
    let log = "";
    server.stderr.setEncoding("utf8");
    server.stderr.on("data", (text) => {
      log += text;
      const found = log.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found !== null) resolve(found[0]);
    });
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${log}`)));
  });
}
