import assert from "node:assert/strict";
import { after, test } from "node:test";
import { expectRefusal, quit, search, settled, state, visit } from "./support/browser.js";
import { manyActivities, serve } from "./support/server.js";

after(quit);

const pick = (page, id) => page.getByLabel(`Select activity ${id}`);
const status = (page, id) => page.locator(`#activity-${id} .status`).textContent();
const selection = (page) => page.getByRole("group", { name: "Selected activities" });
const dialog = (page) => page.getByRole("dialog");

test("a refused cancel changes nothing, and says why beside each row", async (t) => {
  const page = await visit(t, await serve(t));
  for (const id of [142, 141, 140, 139]) await pick(page, id).check();
  assert.equal(await selection(page).locator("output").textContent(), "4 selected");
  await state(page, "selected");
  await selection(page).getByRole("button", { name: "Cancel…" }).click();
  await dialog(page).getByRole("heading", { name: "Cancel 4 activities?" }).waitFor();
  assert.match(await dialog(page).textContent(), /1 waiting.*1 blocked|1 blocked.*1 waiting/);
  await state(page, "confirm");
  await dialog(page).getByRole("button", { name: "Cancel 4 activities" }).click();
  const outcome = page.getByRole("alert").filter({ hasText: "Nothing was changed" });
  await outcome.waitFor();
  expectRefusal(page, 400);
  assert.match(await outcome.textContent(), /2 of 4 can't be canceled/);
  assert.deepEqual(
    (await outcome.getByRole("listitem").allTextContents()).map((line) => line.slice(0, 3)).sort(),
    ["139", "140"],
  );
  assert.match(await page.locator("#activity-140 .refusal").textContent(), /failed/);
  assert.match(await page.locator("#activity-139 .refusal").textContent(), /succeeded/);
  assert.equal(await page.locator(".refusal").count(), 2);
  assert.equal(await page.evaluate(() => document.activeElement.id), "outcome");
  assert.equal(await status(page, 142), "waiting");
  await state(page, "refused");
  await outcome.getByRole("button", { name: "Deselect these 2" }).click();
  assert.equal(await selection(page).locator("output").textContent(), "2 selected");
  assert.equal(await page.locator(".refusal").count(), 0);
  await selection(page).getByRole("button", { name: "Cancel…" }).click();
  await dialog(page).getByRole("button", { name: "Cancel 2 activities" }).click();
  await page.getByText("2 activities canceled.").waitFor();
  assert.equal(await status(page, 142), "canceled");
  assert.equal(await status(page, 141), "canceled");
  assert.equal(await selection(page).isVisible(), false);
  await state(page, "canceled");
});

test("whoever does not confirm changes nothing", async (t) => {
  const page = await visit(t, await serve(t));
  await pick(page, 142).check();
  await selection(page).getByRole("button", { name: "Cancel…" }).click();
  await page.keyboard.press("Escape");
  await selection(page).getByRole("button", { name: "Cancel…" }).click();
  await dialog(page).getByRole("button", { name: "Leave as they are" }).click();
  await search(page, "id:142");
  assert.equal(await status(page, 142), "waiting");
});

test("what waits for approval is approved", async (t) => {
  const page = await visit(t, await serve(t));
  await search(page, "status:unapproved");
  await page.getByLabel("Select all on this page").check();
  await selection(page).getByRole("button", { name: "Approve…" }).click();
  await dialog(page).getByRole("button", { name: /^Approve \d+ activit/ }).click();
  await page.getByText(/\d+ activit(y|ies) approved\./).waitFor();
  assert.equal(await page.locator("#found").textContent(), "No activities");
  await state(page, "approved");
});

test("a selection spans pages, and ends with another query", async (t) => {
  const page = await visit(t, await serve(t, { activities: await manyActivities() }));
  const all = page.getByLabel("Select all on this page");
  await all.check();
  await page.getByRole("button", { name: "Next" }).click();
  await settled(page);
  assert.equal(await all.isChecked(), false);
  await page.locator("tbody input").first().check();
  assert.equal(await all.evaluate((found) => found.indeterminate), true);
  assert.equal(await selection(page).locator("output").textContent(), "51 selected");
  await search(page, "status:failed");
  assert.equal(await selection(page).isVisible(), false);
});
