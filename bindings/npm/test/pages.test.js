import assert from "node:assert/strict";
import { test } from "node:test";
import { open, picture, serve } from "./browser.js";
import { queries, records, tools } from "./cases.js";

test("the example searches the sample fleet", async (t) => {
  const page = await open(t, await serve(), "/bindings/npm/examples/search.html", {
    viewport: { width: 900, height: 600 },
  });
  const answer = page.locator("output");
  await answer.filter({ hasText: "match" }).waitFor();
  assert.ok((await page.getByRole("listitem").count()) > 1);
  const box = page.getByRole("combobox", { name: "Search" });
  await box.fill("status:succeeded computer:tag:laptop");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByText("136: ").waitFor();
  await picture(page, "example-search");
});

test("the conformance suite holds in a browser, too", async (t) => {
  const cases = JSON.stringify([...queries(), ...tools()], (_, value) =>
    typeof value === "bigint" ? String(value) : value,
  );
  const script = `
    import * as api from "/bindings/npm/lib/index.js";
    import { Suite } from "/bindings/npm/test/suite.js";
    await api.init();
    const suite = new Suite(api, ${JSON.stringify(records)});
    globalThis.results = ${cases}.map(([file, cases]) => ({ file, ...suite.run(file, cases) }));`;
  const pages = { "/suite.html": '<!doctype html><script type="module" src="/run.js"></script>', "/run.js": script };
  const page = await open(t, await serve(pages), "/suite.html");
  await page.waitForFunction(() => globalThis.results !== undefined, undefined, { timeout: 60_000 });
  const results = await page.evaluate(() => globalThis.results);
  assert.equal(results.length, 24);
  assert.deepEqual(results.filter(({ failures }) => failures.length > 0), []);
});
