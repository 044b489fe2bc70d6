import assert from "node:assert/strict";
import { after, test } from "node:test";
import { expectRefusal, quit, search, settled, state, visit } from "./support/browser.js";
import { manyActivities, sample, serve } from "./support/server.js";

after(quit);

const pick = (page, id) => page.getByLabel(`Select activity ${id}`);
const status = (page, id) => page.locator(`#activity-${id} .status`).textContent();
const selection = (page) => page.getByRole("group", { name: "Selected activities" });
const dialog = (page) => page.getByRole("dialog");

test("before a cancel is said what can be canceled, and only that is", async (t) => {
  const page = await visit(t, await serve(t));
  for (const id of [142, 141, 140, 139]) await pick(page, id).check();
  assert.equal(await selection(page).locator("output").textContent(), "4 selected");
  await state(page, "selected");
  await selection(page).getByRole("button", { name: "Cancel…" }).click();
  await dialog(page).getByRole("heading", { name: "Cancel 2 of 4 activities?" }).waitFor();
  assert.match(await dialog(page).locator(".notice").textContent(), /2 activities can't be canceled:.*1 succeeded.*1 failed|1 failed.*1 succeeded/);
  assert.deepEqual(
    (await dialog(page).locator(".listed li").allTextContents()).map((line) => line.slice(0, 3)),
    ["142", "141"],
  );
  await state(page, "confirm");
  await dialog(page).getByRole("button", { name: "Cancel only the other 2" }).click();
  await page.getByText("2 activities canceled.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "outcome");
  assert.deepEqual(await Promise.all([142, 141, 140, 139].map((id) => status(page, id))), [
    "canceled",
    "canceled",
    "failed",
    "succeeded",
  ]);
  assert.equal(await selection(page).isVisible(), false);
  await state(page, "canceled");
});

test("what can't be changed at all is said, and there is no button for it", async (t) => {
  const page = await visit(t, await serve(t));
  await pick(page, 140).check();
  await selection(page).getByRole("button", { name: "Approve…" }).click();
  await dialog(page).getByRole("heading", { name: "Nothing to approve" }).waitFor();
  assert.match(await dialog(page).textContent(), /1 activity can't be approved: ?1 failed/);
  assert.deepEqual(await dialog(page).getByRole("button").allTextContents(), ["Leave as they are"]);
});

test("all that match are selected by the query, and changed as they were shown", async (t) => {
  const page = await visit(t, await serve(t, { activities: await manyActivities() }));
  await search(page, "status:waiting OR status:blocked OR status:failed");
  await page.getByLabel("Select all on this page").check();
  await page.getByRole("button", { name: "Select all 336 activities that match" }).click();
  assert.equal(await selection(page).locator("output").textContent(), "All 336 that match selected");
  await state(page, "selected-all");
  await selection(page).getByRole("button", { name: "Cancel…" }).click();
  await dialog(page).getByRole("heading", { name: "Cancel 140 of 336 activities?" }).waitFor();
  await state(page, "confirm-all");
  // Others are selected by then.
  await page.evaluate(async () => {
    const body = new URLSearchParams({ action: "CancelActivities", version: "2011-08-01", query: "id:1042" });
    await (await fetch("/api/", { method: "POST", body })).text();
  });
  await dialog(page).getByRole("button", { name: "Cancel only the other 140" }).click();
  await page.getByText(/others are selected by now/).waitFor();
  expectRefusal(page, 409);
  await page.getByRole("button", { name: "Look again" }).click();
  await dialog(page).getByRole("button", { name: "Cancel only the other 139" }).click();
  await page.getByText("139 activities canceled.").waitFor();
  await settled(page);
  assert.equal(await page.locator("#found").textContent(), "1–50 of 196");
});

test("what is not confirmed changes nothing", async (t) => {
  const page = await visit(t, await serve(t));
  await pick(page, 142).check();
  await selection(page).getByRole("button", { name: "Cancel…" }).click();
  await page.keyboard.press("Escape");
  await selection(page).getByRole("button", { name: "Cancel…" }).click();
  await dialog(page).getByRole("button", { name: "Cancel 1 activity" }).waitFor();
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

test("of two ids that are one number of JavaScript, the right activity is changed", async (t) => {
  const [activity] = (await sample("activities")).filter((one) => one.activity_status === "waiting");
  const ids = ["9007199254740992", "9007199254740993"];
  const text = JSON.stringify(ids.map((id) => ({ ...activity, id: `#${id}` }))).replaceAll(/"#(\d+)"/g, "$1");
  const page = await visit(t, await serve(t, { activities: text }));
  await pick(page, ids[1]).check();
  assert.equal(await selection(page).locator("output").textContent(), "1 selected");
  await selection(page).getByRole("button", { name: "Cancel…" }).click();
  await dialog(page).getByRole("button", { name: "Cancel 1 activity" }).click();
  await page.getByText("1 activity canceled.").waitFor();
  assert.equal(await status(page, ids[0]), "waiting");
  assert.equal(await status(page, ids[1]), "canceled");
});

test("a lost answer to a change is told as an unknown outcome, and looked up", async (t) => {
  const page = await visit(t, await serve(t));
  await page.route("**/api/", async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  await pick(page, 142).check();
  await selection(page).getByRole("button", { name: "Cancel…" }).click();
  await dialog(page).getByRole("button", { name: "Cancel 1 activity" }).click();
  const outcome = page.getByRole("alert").filter({ hasText: "It is not known whether 1 activity" });
  await outcome.waitFor();
  assert.deepEqual(await outcome.getByRole("listitem").allTextContents(), ["1 canceled"]);
  assert.doesNotMatch(await outcome.textContent(), /Nothing was changed/);
  assert.equal(await status(page, 142), "canceled");
  assert.ok(page.problems.every((problem) => /ERR_CONNECTION_RESET/.test(problem)), page.problems);
  page.problems = [];
  await state(page, "unknown");
});

test("a second change waits for the first", async (t) => {
  const page = await visit(t, await serve(t));
  let answer;
  const held = new Promise((resolve) => {
    answer = resolve;
  });
  let calls = 0;
  await page.route("**/api/", async (route) => {
    calls += 1;
    await held;
    await route.continue();
  });
  await pick(page, 142).check();
  await selection(page).getByRole("button", { name: "Cancel…" }).click();
  await dialog(page).getByRole("button", { name: "Cancel 1 activity" }).click();
  assert.equal(await selection(page).getByRole("button", { name: "Cancel…" }).isDisabled(), true);
  assert.equal(await selection(page).getByRole("button", { name: "Approve…" }).isDisabled(), true);
  await pick(page, 141).check();
  answer();
  await page.getByText("1 activity canceled.").waitFor();
  assert.equal(calls, 1);
  assert.equal(await selection(page).locator("output").textContent(), "1 selected");
  assert.equal(await pick(page, 141).isChecked(), true);
  assert.equal(await selection(page).getByRole("button", { name: "Cancel…" }).isDisabled(), false);
});

test("rows of another query than the box shows can't be changed", async (t) => {
  const page = await visit(t, await serve(t));
  const box = page.getByLabel("Query", { exact: true });
  await pick(page, 142).check();
  await box.fill("status:failed");
  assert.equal(await pick(page, 141).isDisabled(), true);
  assert.equal(await page.getByLabel("Select all on this page").isDisabled(), true);
  assert.equal(await selection(page).getByRole("button", { name: "Cancel…" }).isDisabled(), true);
  assert.match(await selection(page).locator("output").textContent(), /search first/);
  await settled(page);
  await state(page, "held");
  await box.fill("");
  assert.equal(await pick(page, 141).isDisabled(), false);
  assert.equal(await selection(page).getByRole("button", { name: "Cancel…" }).isDisabled(), false);
});

test("an answer that breaks off ends in a notice", async (t) => {
  const page = await visit(t, await serve(t));
  await page.evaluate(() => {
    const { text } = Response.prototype;
    Response.prototype.text = async function () {
      const body = await text.call(this);
      if (this.url.includes("/api/v2/activities?")) throw new TypeError("network error");
      return body;
    };
  });
  await search(page, "status:failed");
  assert.match(await page.locator("#message").textContent(), /answer broke off/);
});

test("a store that forgets says so", async (t) => {
  const page = await visit(t, await serve(t));
  assert.match(await page.locator("#forgets").textContent(), /forgotten when the server ends/);
  assert.equal(await page.locator("#forgets").isVisible(), true);
});
