import assert from "node:assert/strict";
import { after, test } from "node:test";
import { quit, search, settled, state, visit } from "./support/browser.js";
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
  await dialog.getByText("tag needs a value right after its colon").waitFor();
  assert.deepEqual(await dialog.locator(".mirror .mistake").allTextContents(), ["tag:"]);
  assert.equal(await dialog.getByLabel("Search").getAttribute("aria-invalid"), "true");
  await state(page, "saved-search-mistake");
  await dialog.getByLabel("Search").fill("Tag:loan");
  await dialog.getByRole("button", { name: "Write tag" }).click();
  assert.equal(await dialog.getByLabel("Search").inputValue(), "tag:loan");
  await dialog.getByLabel("Search").press("Enter");
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
  assert.equal(await box.inputValue(), "status:failed NOT");
});

for (const isPlain of [false, true]) {
  test(`the search of the dialog is read as it is written, ${isPlain ? "by the server" : "by the page"}`, async (t) => {
    const page = await visit(t, await serve(t), { isPlain });
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "New saved search" }).click();
    await dialog.getByLabel("Search").pressSequentially('title:"é 😀" tag:laptop Needs:reboot ');
    const mistake = dialog.getByRole("listitem");
    await mistake.waitFor();
    assert.match(await mistake.textContent(), /needs/);
    assert.deepEqual(await dialog.locator(".mirror .field").allTextContents(), ["title", "tag"]);
    assert.deepEqual(await dialog.locator(".mirror .quote").allTextContents(), ['"é 😀"']);
    await dialog.getByRole("button", { name: "Write needs" }).click();
    assert.equal(await dialog.getByLabel("Search").inputValue(), 'title:"é 😀" tag:laptop needs:reboot ');
  });
}

test("the computers of a query are saved as a search", async (t) => {
  const page = await visit(t, await serve(t));
  const keep = page.getByRole("button", { name: /Save the computers of this query/ });
  await search(page, "status:failed");
  assert.equal(await keep.isVisible(), false);
  await search(page, "computer:search:offline-laptops");
  assert.equal(await keep.isVisible(), false);
  await search(page, 'status:failed computer:tag:laptop computer:"NOT tag:loan OR id:5"');
  await keep.click();
  const dialog = page.getByRole("dialog");
  assert.equal(await dialog.getByLabel("Search").inputValue(), "tag:laptop (NOT tag:loan OR id:5)");
  await dialog.getByLabel("Name").fill("kept");
  await dialog.getByLabel("Title").fill("Kept laptops");
  await state(page, "save-computers");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.locator("#searches").getByText("Kept laptops").waitFor();
});

test("without saved searches the page says so", async (t) => {
  const page = await visit(t, await serve(t, { searches: [] }));
  assert.match(await page.locator("#searches").textContent(), /None yet/);
});
