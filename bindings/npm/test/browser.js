/** A browser, and a server of this machine for what it shows. */

import assert from "node:assert/strict";
import { createReadStream, existsSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const SHOTS = path.join(process.env.CARGO_TARGET_DIR ?? path.join(ROOT, "target"), "npm-screenshots");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm", ".css": "text/css", ".json": "application/json" };

/** Serves files of the repository, and pages that a test writes. */
export async function serve(pages = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (pages[pathname] !== undefined) {
      return response.setHeader("content-type", TYPES[path.extname(pathname)]).end(pages[pathname]);
    }
    const file = path.join(ROOT, path.normalize(pathname));
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    response.setHeader("content-type", TYPES[path.extname(file)] ?? "text/plain");
    createReadStream(file).pipe(response);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** Opens a page; when the test ends, the browser must have had nothing to complain of. */
export async function open(t, server, pathname, options = {}) {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"],
  });
  const page = await browser.newPage(options);
  page.setDefaultTimeout(10_000);
  const problems = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !/favicon/.test(message.location().url)) {
      problems.push(message.text());
    }
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  t.after(async () => {
    await browser.close();
    server.close();
    assert.deepEqual(problems, []);
  });
  await page.goto(server.address + pathname);
  return page;
}

/** Fails where someone who uses other senses or a keyboard would be stopped. */
export async function accessible(page, within = "html") {
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
  const { violations, passes } = await page.evaluate((within) => globalThis.axe.run(within), within);
  assert.ok(passes.length > 3, "axe looked at nothing");
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
}

/** Keeps a picture of the page. */
export async function picture(page, name) {
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
}
