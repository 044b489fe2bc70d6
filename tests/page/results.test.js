import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { quit, search, settled, state, visit } from "./support/browser.js";
import { manyActivities, sample, serve } from "./support/server.js";

after(quit);

const box = (page) => page.getByLabel("Query", { exact: true });
const title = (page) => page.locator("#found").textContent();
const row = (page, id) => page.locator(`#activity-${id}`);
const detail = (page) => page.locator("#detail-dialog");
const focused = (page) => page.evaluate(() => document.activeElement.textContent || document.activeElement.getAttribute("aria-label"));

test("a value that is clicked filters, and with Alt it is excluded", async (t) => {
  const page = await visit(t, await serve(t));
  await row(page, 140).getByRole("button", { name: "failed" }).click();
  await settled(page);
  assert.equal(await box(page).inputValue(), "status:failed");
  await row(page, 140).getByRole("button", { name: "ActivityGroup" }).click({ modifiers: ["Alt"] });
  await settled(page);
  assert.equal(await box(page).inputValue(), "status:failed NOT type:ActivityGroup");
  await search(page, "");
  await row(page, 142).getByRole("button", { name: "Sam's laptop" }).click();
  await settled(page);
  assert.equal(await box(page).inputValue(), "computer:id:5");
  await row(page, 142).getByRole("button", { name: "Jane Doe" }).click();
  await settled(page);
  assert.match(await box(page).inputValue(), /^computer:id:5 creator:"?jane@example\.com"?$/);
  await search(page, "");
  await page.locator("#legend").getByRole("button", { name: "failed" }).click({ modifiers: ["Alt"] });
  await settled(page);
  assert.equal(await box(page).inputValue(), "NOT status:failed");
});

test("what matches is counted by status, type and creator, and each count filters", async (t) => {
  const page = await visit(t, await serve(t));
  const facet = (name) => page.getByRole("list", { name, exact: true });
  const counts = await facet("Status").getByRole("listitem").allTextContents();
  assert.ok(counts.includes("failed7−"), counts.join());
  await facet("Status").getByRole("button", { name: "failed", exact: true }).click();
  await settled(page);
  assert.equal(await title(page), "7 activities");
  assert.equal(await facet("Status").getByRole("button", { name: "failed", exact: true }).getAttribute("aria-pressed"), "true");
  await facet("Creator").getByRole("button", { name: "Exclude sam@example.com" }).click();
  await settled(page);
  assert.match(await box(page).inputValue(), /^status:failed NOT creator:"?sam@example\.com"?$/);
  await facet("Status").getByRole("button", { name: "failed", exact: true }).click();
  await settled(page);
  assert.match(await box(page).inputValue(), /^NOT creator:"?sam@example\.com"?$/);
  await state(page, "facets");
});

test("an activity has a view and a link of its own", async (t) => {
  const address = await serve(t);
  const page = await visit(t, `${address}/?query=status:succeeded`);
  await row(page, 136).getByRole("link").click();
  await detail(page).getByRole("heading", { name: "Parent and children" }).waitFor();
  assert.equal(new URL(page.url()).search, "?query=status%3Asucceeded&activity=136");
  assert.match(await detail(page).textContent(), /2024-07-06 12:39:33 UTC/);
  assert.equal(await detail(page).locator("pre").textContent(), "Done.");
  assert.match(await detail(page).locator(".family").textContent(), /132 Run script: rotate-logs delivered.*136/);
  assert.deepEqual(await detail(page).locator(".tags button").allTextContents(), ["laptop", "loan"]);
  await detail(page).getByRole("button", { name: "Why?" }).click();
  await detail(page).getByRole("heading", { name: "Activity 136 matches" }).waitFor();
  await state(page, "detail");
  await detail(page).getByRole("button", { name: "Copy the link" }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
  await detail(page).getByRole("link", { name: /^132/ }).click();
  await detail(page).locator("[aria-current]").getByText("132").waitFor();
  await page.goBack();
  await detail(page).locator("[aria-current]").getByText("136").waitFor();
  await page.keyboard.press("Escape");
  await page.waitForURL((url) => url.search === "?query=status%3Asucceeded");
  const linked = await visit(t, `${address}/?activity=136`);
  await detail(linked).locator("pre").waitFor();
  await detail(linked).getByRole("button", { name: "laptop", exact: true }).click();
  await settled(linked);
  assert.equal(await box(linked).inputValue(), "computer:tag:laptop");
  assert.equal(await detail(linked).isVisible(), false);
});

test("the time of a row is relative, and the exact one is there on focus", async (t) => {
  const page = await visit(t, await serve(t));
  const time = row(page, 136).locator("time");
  assert.equal(await time.locator(":scope > :first-child").textContent(), ", 2024-07-06 12:39:33 UTC");
  const after = () => time.evaluate((found) => getComputedStyle(found, "::after").content);
  assert.equal(await after(), "none");
  await row(page, 136).getByLabel("Select activity 136").focus();
  for (let step = 0; step < 6; step += 1) await page.keyboard.press("ArrowRight");
  assert.match(await after(), /2024-07-06 12:39:33 UTC/);
  assert.match(await page.locator(".times").textContent(), /All times are UTC/);
});

test("presets of time begin at the page's clock", async (t) => {
  const page = await visit(t, await serve(t));
  await page.clock.setFixedTime(new Date("2024-07-07T12:34:56Z"));
  for (const [name, date] of [["Last hour", "2024-07-07T11:34"], ["Today", "2024-07-07"], ["7 days", "2024-06-30T12:34"], ["30 days", "2024-06-07T12:34"]]) {
    await page.getByRole("group", { name: "Created in the" }).getByRole("button", { name }).click();
    await settled(page);
    assert.equal(await box(page).inputValue(), `created-after:${date}`);
  }
});

test("a row is one stop, and the keys move, select, turn pages and sort", async (t) => {
  const page = await visit(t, await serve(t, { activities: await manyActivities() }));
  const stops = await page.evaluate(() =>
    [...document.querySelectorAll("tbody tr:not(.detail)")].map(
      (found) => [...found.querySelectorAll("input, a, button, time")].filter(({ tabIndex }) => tabIndex === 0).length,
    ),
  );
  assert.ok(stops.every((count) => count === 1), stops.join());
  await page.locator("tbody input").first().focus();
  await page.keyboard.press("Space");
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+Space");
  assert.equal(await page.locator("#selection output").textContent(), "4 selected");
  await page.keyboard.press("Control+a");
  assert.equal(await page.locator("#selection output").textContent(), "50 selected");
  await page.keyboard.press("End");
  assert.equal(await focused(page), "Why?");
  await page.keyboard.press("PageDown");
  await settled(page);
  assert.match(await title(page), /^51–100 of/);
  await page.locator("tbody input").first().focus();
  await page.keyboard.press("PageUp");
  await settled(page);
  assert.match(await title(page), /^1–50 of/);
  await page.getByRole("button", { name: "Created" }).focus();
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await page.locator("#created").getAttribute("aria-sort"), "ascending");
  assert.equal(await page.locator("#order").inputValue(), "oldest");
});

test("a click with Shift selects a range, and the ids are copied", async (t) => {
  const page = await visit(t, await serve(t));
  await page.getByLabel("Select activity 142").click();
  await page.getByLabel("Select activity 139").click({ modifiers: ["Shift"] });
  assert.equal(await page.locator("#selection output").textContent(), "4 selected");
  await page.getByRole("button", { name: "Copy ids" }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "139\n140\n141\n142");
});

test("all that match are exported, and no cell is a formula", async (t) => {
  const activities = await manyActivities();
  activities[0] = { ...activities[0], summary: '=HYPERLINK("x"),\n1' };
  const page = await visit(t, await serve(t, { activities }));
  const exported = async (format) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByLabel("Export all that match").selectOption(format),
    ]);
    assert.equal(download.suggestedFilename(), `activities.${format}`);
    return readFile(await download.path(), "utf8");
  };
  const csv = await exported("csv");
  assert.match(csv, /^id,status,type,summary,/);
  assert.ok(csv.includes(`"'=HYPERLINK(""x""),\n1"`));
  const tsv = await exported("tsv");
  assert.equal(tsv.trimEnd().split("\n").length, 1 + activities.length);
  assert.equal(JSON.parse(await exported("json")).length, activities.length);
});

test("new matches are told, and shown when that is asked for", async (t) => {
  const page = await visit(t, await serve(t));
  // Each time the page is seen again it asks, and not only when the next time comes.
  const ask = () => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await search(page, "status:waiting OR status:canceled");
  const told = page.locator("#new");
  assert.equal(await told.isVisible(), false);
  await page.evaluate(async () => {
    const body = new URLSearchParams({ action: "CancelActivities", version: "2011-08-01", query: "id:141" });
    await (await fetch("/api/", { method: "POST", body })).text();
  });
  await ask();
  await told.getByText("1 new: show").waitFor();
  await state(page, "new");
  await told.click();
  await row(page, 141).waitFor();
  assert.equal(await told.isVisible(), false);
  await page.route("**/facets?*", (route) => route.abort());
  await ask();
  await page.getByText("Not up to date").waitFor();
  page.problems = [];
});

test("a page that can't be turned leaves the table, and can be tried again", async (t) => {
  const page = await visit(t, await serve(t, { activities: await manyActivities() }));
  await page.route("**/api/v2/activities?*", (route) => route.abort());
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByText("Others could not be loaded").waitFor();
  assert.equal(await page.locator("tbody tr:not(.detail)").count(), 50);
  assert.equal(new URL(page.url()).search, "");
  await settled(page);
  page.problems = [];
  await state(page, "unturned");
  await page.unroute("**/api/v2/activities?*");
  await page.getByRole("button", { name: "Try again" }).click();
  await settled(page);
  assert.match(await title(page), /^51–100 of/);
  assert.equal(await page.locator("#message").isVisible(), false);
});

test("a chart that can't be loaded leaves the results", async (t) => {
  const page = await visit(t, await serve(t));
  await page.route("**/histogram?*", (route) => route.abort());
  await search(page, "status:failed");
  assert.equal(await title(page), "7 activities");
  await page.getByText("The chart could not be loaded").waitFor();
  page.problems = [];
  await state(page, "no-chart");
  await page.unroute("**/histogram?*");
  await page.locator("#chart").getByRole("button", { name: "Try again" }).click();
  await page.getByRole("img", { name: /7 activities from/ }).waitFor();
});

test("counts of an older query do not replace those of a newer one", async (t) => {
  const page = await visit(t, await serve(t));
  await page.getByText("What each part of the query matches").click();
  await settled(page);
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await page.route("**/query/explain", async (route) => {
    if (route.request().postData()?.includes("succeeded")) await held;
    await route.continue();
  });
  await box(page).fill("status:succeeded");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "19 activities" }).waitFor();
  await box(page).fill("status:failed");
  await page.keyboard.press("Enter");
  await page.locator("#counts").getByText("7 of 44").waitFor();
  release();
  await settled(page);
  assert.match(await page.locator("#counts h3").textContent(), /^7 of 44/);
});

test("one activity of the year 9999 leaves the chart as it was", async (t) => {
  const activities = await sample("activities");
  activities.push({ ...activities[1], id: 9000, parent_id: null, creation_time: "9999-12-31T23:00:00Z" });
  const page = await visit(t, await serve(t, { activities }));
  const bars = await page.locator(".chart g").evaluateAll((found) => found.filter((bar) => bar.childElementCount > 0).length);
  assert.ok(bars > 8, `${bars} bars`);
  assert.equal(await page.locator("#outside").textContent(), "1 activity far from these times: not in the chart.");
  await state(page, "far");
});

test("where nothing matches, the ways out are offered", async (t) => {
  const page = await visit(t, await serve(t));
  await search(page, "status:failed type:InstallSnaps created-after:2030");
  await state(page, "empty");
  await page.getByRole("button", { name: "Without type:InstallSnaps" }).waitFor();
  await page.getByRole("button", { name: "At any time" }).click();
  await settled(page);
  assert.equal(await box(page).inputValue(), "status:failed type:InstallSnaps");
});

test("on paper there is what was found, and nothing to click", async (t) => {
  const page = await visit(t, await serve(t));
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("#table").isVisible(), true);
  assert.equal(await page.locator("aside").isVisible(), false);
  assert.equal(await page.getByRole("button", { name: "Search", exact: true }).isVisible(), false);
});
