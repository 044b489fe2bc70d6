import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, open, picture, serve } from "./browser.js";

const PLAYGROUND = "/bindings/npm/playground/index.html";

for (const [name, options] of [
  ["light", { viewport: { width: 1100, height: 1000 } }],
  ["dark", { colorScheme: "dark", viewport: { width: 1100, height: 1000 } }],
  ["phone", { viewport: { width: 360, height: 1400 } }],
]) {
  test(`the playground shows a query, ${name}`, async (t) => {
    const query = "status:failed OR status:succeeded computer:tag:laptop";
    const page = await open(t, await serve(), `${PLAYGROUND}?query=${encodeURIComponent(query)}`, options);
    const total = page.locator("#total");
    await total.filter({ hasText: "activities" }).waitFor();
    const box = page.getByRole("combobox", { name: "Query" });
    assert.equal(await box.inputValue(), query);
    const tokens = await page.locator(".token").allTextContents();
    assert.deepEqual(tokens.slice(0, 3), ["statusfield", ":colon", "failedword"]);
    assert.deepEqual(JSON.parse(await page.locator("#tree").textContent()).all.length, 2);
    assert.equal(await page.locator("dd").first().textContent(), query);
    await page.getByLabel("Activity").selectOption("136");
    await page.getByText("tags are laptop, loan").waitFor();
    await picture(page, `playground-${name}`);
    await accessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(width <= 0, `${width} px too wide`);
  });
}

test("the playground fixes a mistake, and its address holds the query", async (t) => {
  const page = await open(t, await serve(), PLAYGROUND);
  const box = page.getByRole("combobox", { name: "Query" });
  const remarks = page.getByRole("region", { name: "Mistakes and remarks" });
  await box.fill("statuss:failed <b>");
  await page.getByText("This is not a query").waitFor();
  assert.equal(await page.locator("b").count(), 0);
  await page.getByRole("button", { name: "apply all certain fixes" }).click();
  assert.equal(await box.inputValue(), "status:failed <b>");
  assert.equal(new URL(page.url()).searchParams.get("query"), "status:failed <b>");
  await page.getByRole("button", { name: "id:1 id:2" }).click();
  await remarks.getByText("no activity can match").waitFor();
  await page.reload();
  await remarks.getByText("no activity can match").waitFor();
  assert.equal(await box.inputValue(), "id:1 id:2");
});

test("the playground shows the statement for a database", async (t) => {
  const page = await open(t, await serve(), `${PLAYGROUND}?query=status:failed`);
  await page.getByText("The statement for a database").click();
  const statement = page.locator("#statement");
  await statement.filter({ hasText: '"activity_status" = ?' }).waitFor();
  assert.deepEqual(await page.locator("#values li").allTextContents(), ['"failed"']);
  await page.getByLabel("Engine").selectOption("PostgreSQL");
  await statement.filter({ hasText: '"activity_status" = $1' }).waitFor();
  await picture(page, "playground-sql");
  await page.getByRole("combobox", { name: "Query" }).fill("statuss:failed");
  await statement.filter({ hasText: "unknown activity field `statuss`" }).waitFor();
  await accessible(page);
});

test("what is opened before the parser is there is shown when it is", async (t) => {
  const page = await open(t, await serve(), "/bindings/npm/playground/playground.css");
  let arrived;
  const parser = new Promise((resolve) => (arrived = resolve));
  await page.route("**/*.wasm", async (route) => {
    await parser;
    await route.continue();
  });
  await page.goto(new URL(`${PLAYGROUND}?query=status:failed`, page.url()).href);
  await page.getByText("The statement for a database").click();
  await page.getByLabel("Engine").selectOption("PostgreSQL");
  arrived();
  await page.locator("#statement").filter({ hasText: '"activity_status" = $1' }).waitFor();
});
