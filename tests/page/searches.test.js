import assert from "node:assert/strict";
import { after, test } from "node:test";
import { expectRefusal, quit, settled, state, visit } from "./support/browser.js";
import { serve } from "./support/server.js";

after(quit);

test("saved searches are used, made, edited and removed", async (t) => {
  const page = await visit(t, await serve(t));
  const list = page.locator("#searches");
  const dialog = page.getByRole("dialog");
  await list.getByText("Laptops that are offline").click();
  await settled(page);
  const box = page.getByLabel("Query", { exact: true });
  assert.equal(await box.inputValue(), "computer:search:offline-laptops");
  assert.match(page.url(), /offline-laptops/);
  const before = await page.locator("#found").textContent();

  await page.getByRole("button", { name: "New saved search" }).click();
  await dialog.getByLabel("Name").fill("loans");
  await dialog.getByLabel("Title").fill("On <b>loan</b>");
  await dialog.getByLabel("Search").fill("tag:");
  await state(page, "saved-search");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText(/`tag` needs a value/).waitFor();
  expectRefusal(page, 400);
  await dialog.getByLabel("Search").fill("tag:loan");
  await page.keyboard.press("Enter");
  await list.getByText("On <b>loan</b>").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "add-search");
  await state(page, "saved-searches");
  assert.equal(await list.getByRole("listitem").count(), 3);

  await list.getByRole("button", { name: "Edit loans" }).click();
  assert.equal(await dialog.getByLabel("Name").getAttribute("readonly"), "");
  await dialog.getByLabel("Title").fill("On loan");
  await dialog.getByRole("button", { name: "Save" }).click();
  await list.getByText("On loan").click();
  await settled(page);
  assert.equal(await box.inputValue(), "computer:search:offline-laptops computer:search:loans");
  assert.notEqual(before, "No activities");

  await list.getByRole("button", { name: "Remove loans" }).click();
  await dialog.getByRole("button", { name: "Back" }).click();
  assert.equal(await list.getByRole("listitem").count(), 3);
  await list.getByRole("button", { name: "Remove loans" }).click();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await dialog.waitFor({ state: "hidden" });
  await settled(page);
  assert.equal(await list.getByRole("listitem").count(), 2);
});

test("a saved search is added to what is written, and removed again", async (t) => {
  const page = await visit(t, await serve(t));
  const box = page.getByLabel("Query", { exact: true });
  const use = page.locator("#searches").getByRole("button", { name: /Laptops that are offline/ });
  assert.equal(await use.getAttribute("aria-pressed"), "false");
  await box.fill("(status:failed  OR id:1)");
  await use.click();
  await settled(page);
  assert.equal(await box.inputValue(), "(status:failed  OR id:1) computer:search:offline-laptops");
  assert.equal(await use.getAttribute("aria-pressed"), "true");
  await state(page, "saved-search-in-use");
  await use.click();
  await settled(page);
  assert.equal(await box.inputValue(), "(status:failed  OR id:1)");
  assert.equal(await use.getAttribute("aria-pressed"), "false");
});

test("a saved search is not negated by what is written before it", async (t) => {
  const page = await visit(t, await serve(t));
  const box = page.getByLabel("Query", { exact: true });
  await box.fill("status:failed NOT");
  await page.locator("#searches").getByText("Laptops that are offline").click();
  await page.getByText("1 mistake in the query").first().waitFor();
  await settled(page);
  expectRefusal(page, 400);
  assert.equal(await box.inputValue(), "status:failed NOT");
});

test("without saved searches the page says so", async (t) => {
  const page = await visit(t, await serve(t, { searches: [] }));
  assert.match(await page.locator("#searches").textContent(), /None yet/);
});
