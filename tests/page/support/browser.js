import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const SHOTS = path.join(process.env.CARGO_TARGET_DIR ?? path.join(ROOT, "target"), "page-screenshots");
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const ARGUMENTS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A name of this machine that is not a secure context, as that of a server in a network.
  "--host-resolver-rules=MAP fleet.test 127.0.0.1",
];

let started;

/** One browser for all tests of a file. */
function browser() {
  started ??= chromium.launch({ executablePath: "/usr/bin/chromium", args: ARGUMENTS });
  return started;
}

/** Ends the browser: for `after` of each file. */
export async function quit() {
  await (await started)?.close();
}

/**
 * Opens the page as a reader in Berlin would. When the test ends, the browser
 * must have had nothing to complain of but what the test expected, and must
 * have asked nobody but the server.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} address with the path
 * @param {import("playwright-core").BrowserContextOptions & {isPlain?: boolean}} options a plain
 *   page is that of a server without the parser for browsers: it asks the server
 * @param {Date} [options.now] the time that the page sees, which stands still
 */
export async function visit(t, address, { isPlain = false, now, ...options } = {}) {
  const context = await (await browser()).newContext({
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.problems = [];
  page.underWay = 0;
  page.lastHeard = Date.now();
  const heard = (change) => {
    page.underWay += change;
    page.lastHeard = Date.now();
  };
  page.on("request", () => heard(1));
  page.on("requestfinished", () => heard(-1));
  page.on("requestfailed", () => heard(-1));
  const { origin } = new URL(address);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) page.problems.push(message.text());
  });
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("dialog", (dialog) => {
    page.problems.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== origin) page.problems.push(`asked ${request.url()}`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // The page ends calls whose answers it no longer wants.
    if (reason !== "net::ERR_ABORTED") page.problems.push(`${request.url()} failed: ${reason}`);
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(page.problems, []);
  });
  if (now !== undefined) await page.clock.setFixedTime(now);
  if (isPlain) await page.route(`${origin}/*`, plain);
  await page.goto(address);
  await settled(page);
  return page;
}

const PLAIN = await readFile(path.join(ROOT, "examples/server/page/index.html"), "utf8");

/** Answers with the page of the plain modules. */
async function plain(route) {
  if (!["/", ""].includes(new URL(route.request().url()).pathname)) return route.continue();
  const response = await route.fetch();
  const headers = { ...response.headers() };
  delete headers["content-encoding"];
  await route.fulfill({ response, headers, body: PLAIN.replaceAll("/assets/", "/assets/plain/") });
}

/** Takes back the one complaint that a refused call brings with it. */
export function expectRefusal(page, status) {
  const [problem, ...others] = page.problems;
  assert.match(problem ?? "", new RegExp(`responded with a status of ${status}`));
  assert.deepEqual(others, []);
  page.problems = [];
}

/** How long nothing must happen: longer than the page waits for the next key. */
const QUIET = 300;

/** Waits until nothing is under way, and nothing waits to be. */
export async function settled(page) {
  page.lastHeard = Date.now();
  while (page.underWay > 0 || Date.now() - page.lastHeard < QUIET) await page.waitForTimeout(25);
  await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
}

/** Writes a query and searches for it. */
export async function search(page, query) {
  await page.getByLabel("Query", { exact: true }).fill(query);
  await page.keyboard.press("Enter");
  await settled(page);
}

/** Keeps a picture of the page, whatever is under way. */
export async function picture(page, name) {
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
}

/**
 * Keeps a picture of the page as it is, which must be accessible and not wider
 * than the window.
 */
export async function state(page, name) {
  await settled(page);
  const width = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(width[0] <= width[1], `${name} is ${width[0]} px wide in a window of ${width[1]} px`);
  await picture(page, name);
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
  assert.ok(passes.length > 10, `${name}: axe looked at nothing`);
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(" ")}`);
  assert.deepEqual(told, [], name);
}
