import assert from "node:assert/strict";
import { after, test } from "node:test";
import { picture, quit, search, settled, state, visit } from "./support/browser.js";
import { manyActivities, sample, serve } from "./support/server.js";

after(quit);

const box = (page) => page.getByLabel("Query", { exact: true });
const title = (page) => page.locator("#found");
const rows = (page) => page.locator("tbody tr:not(.detail)");

/** The parts of the mirror that have the class. */
const colored = (page, name) => page.locator(`#mirror .${name}`).allTextContents();

test("the page begins with all activities, and shows what is typed in colours", async (t) => {
  const page = await visit(t, await serve(t));
  assert.equal(await title(page).textContent(), "44 activities");
  assert.equal(await rows(page).count(), 44);
  await state(page, "start");
  await box(page).pressSequentially('status:failed OR computer:title:"café 😀" id:7');
  await settled(page);
  assert.deepEqual(await colored(page, "field"), ["status", "computer", "title", "id"]);
  assert.deepEqual(await colored(page, "word"), ["failed"]);
  assert.deepEqual(await colored(page, "operator"), ["OR"]);
  assert.deepEqual(await colored(page, "quote"), ['"café 😀"']);
  assert.deepEqual(await colored(page, "number"), ["7"]);
});

test("the colours stand exactly below the text that is typed", async (t) => {
  const page = await visit(t, await serve(t));
  await box(page).fill(`${"status:failed OR ".repeat(20)}id:7`);
  await settled(page);
  const [area, mirror] = await page.evaluate(() =>
    ["query", "mirror"].map((id) => {
      const found = document.getElementById(id);
      const { font, lineHeight, letterSpacing, padding } = getComputedStyle(found);
      const { left, top, width, height } = found.getBoundingClientRect();
      return { font, lineHeight, letterSpacing, padding, left, top, width, height };
    }),
  );
  assert.deepEqual(area, mirror);
  assert.equal(await box(page).evaluate((found) => found.scrollHeight <= found.clientHeight), true);
});

test("a completion is taken with the keyboard, and Enter alone searches", async (t) => {
  const page = await visit(t, await serve(t));
  await box(page).pressSequentially("sta");
  const list = page.getByRole("listbox", { name: "Suggestions" });
  await list.waitFor();
  await state(page, "completion");
  assert.equal(await box(page).getAttribute("aria-activedescendant"), null);
  await page.keyboard.press("ArrowDown");
  const active = await box(page).getAttribute("aria-activedescendant");
  assert.equal(await page.locator(`#${active}`).getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  assert.equal(await box(page).inputValue(), "status:");
  // A field waits for its value: the list comes again, with values.
  await page.getByRole("option", { name: "failed" }).waitFor();
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
  await box(page).pressSequentially("fai");
  await settled(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  assert.equal(await box(page).inputValue(), "status:failed");
  assert.equal(await page.evaluate(() => document.activeElement.id), "query");
  // Nothing is chosen: Enter searches for what is written.
  await box(page).pressSequentially(" typ");
  await page.getByRole("option", { name: "type:" }).waitFor();
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await box(page).inputValue(), "status:failed ");
  assert.equal(await title(page).textContent(), "7 activities");
  await page.keyboard.press("Control+z");
  assert.match(await box(page).inputValue(), /^status:failed t/);
});

test("a completion is taken with the pointer, and knows the fleet", async (t) => {
  const page = await visit(t, await serve(t));
  await box(page).pressSequentially("computer:tag:lap");
  await page.getByRole("option", { name: "laptop" }).click();
  assert.equal(await box(page).inputValue(), "computer:tag:laptop");
  assert.equal(await page.evaluate(() => document.activeElement.id), "query");
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await title(page).textContent(), "10 activities");
});

test("what is still being typed is no mistake, and a mistake is mended with one click", async (t) => {
  const page = await visit(t, await serve(t));
  const list = page.locator("#diagnostics");
  await box(page).pressSequentially('computer:title:"ééééé 😀😀" status:fai');
  await settled(page);
  assert.equal(await list.isVisible(), false);
  await page.getByRole("option", { name: "failed" }).waitFor();
  await search(page, 'computer:title:"é" status:faild');
  assert.equal(await list.getByRole("listitem").count(), 1);
  assert.match(await list.textContent(), /faild is not a value of status: did you mean failed\?/);
  assert.deepEqual(await colored(page, "mistake"), ["faild"]);
  assert.equal(await box(page).getAttribute("aria-invalid"), "true");
  assert.match(await page.locator("#message").textContent(), /1 mistake in the query/);
  await state(page, "mistake");
  await list.getByRole("button", { name: "Write failed" }).click();
  await settled(page);
  assert.equal(await box(page).inputValue(), 'computer:title:"é" status:failed');
  assert.equal(await box(page).getAttribute("aria-invalid"), "false");
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await title(page).textContent(), "No activities");
});

test("fixes that are certain are made together, and no guess with them", async (t) => {
  const page = await visit(t, await serve(t));
  await search(page, "Status:failed  creator:\"é\" Type:RestartRequest type:Restart");
  const list = page.locator("#diagnostics");
  await list.getByRole("button", { name: "Perhaps: Write RestartRequest" }).waitFor();
  await state(page, "certain-fixes");
  await list.getByRole("button", { name: "Apply all 2 certain fixes" }).click();
  await settled(page);
  assert.equal(await box(page).inputValue(), "status:failed  creator:\"é\" type:RestartRequest type:Restart");
  assert.equal(await list.getByRole("button", { name: /certain/ }).count(), 0);
  await page.keyboard.press("Control+z");
  await settled(page);
  assert.match(await box(page).inputValue(), /^Status:/);
});

test("a remark does not keep a search from being made", async (t) => {
  const page = await visit(t, await serve(t));
  await search(page, "id:101 id:102");
  assert.match(await page.locator("#diagnostics").textContent(), /exclude each other/);
  assert.equal(await title(page).textContent(), "No activities");
  await state(page, "remark");
});

test("the results are paged and ordered, and the address leads back", async (t) => {
  const address = await serve(t, { activities: await manyActivities() });
  const page = await visit(t, `${address}/?query=type:InstallSnaps`);
  assert.equal(await box(page).inputValue(), "type:InstallSnaps");
  assert.equal(await title(page).textContent(), "1–50 of 112");
  await page.getByRole("button", { name: "Next" }).click();
  await settled(page);
  assert.equal(await title(page).textContent(), "51–100 of 112");
  assert.equal(await page.evaluate(() => document.activeElement.id), "found");
  assert.equal(await page.locator("#announcer").textContent(), "51–100 of 112");
  assert.match(page.url(), /page=2/);
  await box(page).fill("type:InstallSnaps status:");
  await page.getByRole("button", { name: "Next" }).click();
  await settled(page);
  assert.equal(await rows(page).count(), 12);
  assert.equal(await box(page).inputValue(), "type:InstallSnaps status:");
  await box(page).fill("type:InstallSnaps");
  await page.locator("#pages").scrollIntoViewIfNeeded();
  await state(page, "last-page");
  const newest = await rows(page).last().getAttribute("id");
  await page.getByLabel("Order").selectOption("oldest");
  await settled(page);
  assert.equal(await rows(page).first().getAttribute("id"), newest);
  assert.match(page.url(), /order=oldest/);
  await page.goBack();
  await settled(page);
  assert.equal(await title(page).textContent(), "101–112 of 112");
  await page.goBack();
  await page.goBack();
  await settled(page);
  assert.equal(await title(page).textContent(), "1–50 of 112");
  await page.goto(`${address}/?query=type:InstallSnaps&page=9`);
  await settled(page);
  assert.match(await page.locator("#message").textContent(), /end before this page/);
});

test("an empty result says which term empties it", async (t) => {
  const page = await visit(t, await serve(t));
  await search(page, "status:failed computer:tag:laptop created-after:2030");
  const told = await page.locator("#counts").textContent();
  assert.match(told, /0 of 44 activities match/);
  assert.match(told, /created-after:2030empties the result: without it, 2 match/);
  await state(page, "empty");
  await search(page, "status:failed");
  assert.equal(await page.locator("#parts").getAttribute("open"), null);
});

test("an answer that comes late does not take the place of a newer one", async (t) => {
  const page = await visit(t, await serve(t));
  await page.route("**/activities?query=status%3Afailed&**", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue().catch(() => {});
  });
  await box(page).fill("status:failed");
  await page.keyboard.press("Enter");
  await page.waitForRequest(/activities\?query=status%3Afailed/);
  await page.waitForTimeout(400);
  assert.equal(await page.locator("#results").getAttribute("aria-busy"), "true");
  await picture(page, "searching");
  await search(page, "status:canceled");
  await page.waitForTimeout(900);
  assert.equal(await title(page).textContent(), "1 activity");
  assert.match(page.url(), /canceled/);
});

test("the texts of a query are copied, and why it has no portable one is said", async (t) => {
  const page = await visit(t, await serve(t));
  await search(page, "status:failed   AND (id:101 OR id:102)");
  await page.getByText("Canonical and portable text").click();
  await page.getByRole("button", { name: "Copy the canonical text" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, "status:failed id:101 OR id:102");
  assert.equal(await page.locator("#announcer").textContent(), "Copied");
  await page.getByRole("button", { name: "Copy the portable text" }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), copied);
  await search(page, 'computer:"NOT tag:laptop"');
  assert.match(await page.locator("#portable").textContent(), /which no documented term expresses/);
  assert.equal(await page.getByRole("button", { name: "Copy the portable text" }).count(), 0);
  await state(page, "texts");
});

test("a server that can't be reached is told, and no answer of it is lost", async (t) => {
  const page = await visit(t, await serve(t));
  await page.route("**/api/v2/query/check", (route) => route.abort("connectionrefused"));
  await box(page).fill("status:failed");
  await page.keyboard.press("Enter");
  await page.locator("#message").getByText("The search failed: the server can't be reached").waitFor();
  await state(page, "unreachable");
  assert.ok(page.problems.every((problem) => /REFUSED/.test(problem)));
  page.problems = [];
  await page.unroute("**/api/v2/query/check");
  await search(page, "status:failed");
  assert.equal(await title(page).textContent(), "7 activities");
});

test("without a single activity the page says so", async (t) => {
  const page = await visit(t, await serve(t, { activities: [] }));
  assert.match(await page.locator("#message").textContent(), /no activities yet/);
  await state(page, "no-activities");
});

test("the sample has what these tests count on", async () => {
  const activities = await sample("activities");
  assert.equal(activities.length, 44);
  assert.equal(activities.filter((activity) => activity.activity_status === "failed").length, 7);
});
