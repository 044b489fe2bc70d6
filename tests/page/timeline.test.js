import assert from "node:assert/strict";
import { after, test } from "node:test";
import { quit, search, settled, state, visit } from "./support/browser.js";
import { manyActivities, serve } from "./support/server.js";

after(quit);

const box = (page) => page.getByLabel("Query", { exact: true });
const title = (page) => page.locator("#found");

/** How many activities the title tells. */
async function count(page) {
  const told = await title(page).textContent();
  return Number(told.replace(",", "").match(/(?:of )?(\d+)(?: activit|$)/)[1]);
}

/** Drags over the chart, from one part of its width to another. */
async function drag(page, from, to) {
  const { x, y, width, height } = await page.locator(".plot").boundingBox();
  await page.mouse.move(x + width * from, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * ((from + to) / 2), y + height / 2);
  await page.mouse.move(x + width * to, y + height / 2);
}

/** The window of the query, as instants. */
async function windowOf(page) {
  const [, from, to] = (await box(page).inputValue()).match(/created-after:(\S+) created-before:(\S+)/);
  return [from, to].map((date) => Date.parse(/T/.test(date) ? `${date}Z` : date));
}

test("the timeline shows the matches by status, and says so in words", async (t) => {
  const page = await visit(t, await serve(t, { activities: await manyActivities() }));
  await search(page, "status:failed OR status:canceled");
  const told = await page.getByRole("img", { name: /224 activities from/ }).getAttribute("aria-label");
  assert.match(told, /most: .* activities \(.*failed/);
  assert.doesNotMatch(told, /\(none\)/);
  const legend = await page.locator("#legend li").allTextContents();
  assert.deepEqual(legend, ["canceled 28", "failed 196"]);
  await state(page, "timeline");
});

test("a window is brushed with the pointer, and again within it", async (t) => {
  const page = await visit(t, await serve(t, { activities: await manyActivities() }));
  await search(page, "status:failed OR status:succeeded type:InstallSnaps");
  const all = await count(page);
  await drag(page, 0.3, 0.6);
  await page.locator("#window").waitFor();
  const promised = (await page.locator("#window output").textContent()).match(/, (\d+) activit/)[1];
  await state(page, "brushing");
  await page.mouse.up();
  await settled(page);
  const some = await count(page);
  assert.equal(some, Number(promised));
  assert.ok(some > 0 && some < all);
  const [from, to] = await windowOf(page);
  assert.match(await box(page).inputValue(), /^status:failed OR status:succeeded type:InstallSnaps created-after:/);
  assert.match(page.url(), /created-after/);
  await drag(page, 0.5, 0.95);
  await page.mouse.up();
  await settled(page);
  const [later, sooner] = await windowOf(page);
  assert.ok(later > from && sooner <= to, "the bounds were replaced, not added");
  assert.equal((await box(page).inputValue()).match(/created-/g).length, 2);
  await page.goBack();
  await page.goBack();
  await settled(page);
  assert.equal(await count(page), all);
});

test("a window is brushed with the keyboard", async (t) => {
  const page = await visit(t, await serve(t, { activities: await manyActivities() }));
  const all = await count(page);
  const from = page.getByRole("slider", { name: "Created after" });
  const to = page.getByRole("slider", { name: "Created before" });
  await from.focus();
  const start = await from.getAttribute("aria-valuetext");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.equal(await from.getAttribute("aria-valuenow"), "2");
  assert.notEqual(await from.getAttribute("aria-valuetext"), start);
  await to.focus();
  await page.keyboard.press("ArrowLeft");
  // The handles never meet.
  await page.keyboard.press("Home");
  assert.equal(await to.getAttribute("aria-valuenow"), "3");
  await page.keyboard.press("ArrowRight");
  await state(page, "brushing-with-keys");
  await page.keyboard.press("Escape");
  assert.equal(await from.getAttribute("aria-valuenow"), "0");
  await from.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await settled(page);
  assert.ok((await count(page)) < all);
  assert.match(await box(page).inputValue(), /^created-after:\S+ created-before:\S+$/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "found");
});

test("a window is taken out again, and nothing else", async (t) => {
  const page = await visit(t, await serve(t, { activities: await manyActivities() }));
  await search(page, "(type:InstallSnaps  OR status:failed)");
  const anyTime = page.getByRole("button", { name: "Any time" });
  assert.equal(await anyTime.isVisible(), false);
  const all = await count(page);
  await drag(page, 0.3, 0.6);
  await page.mouse.up();
  await settled(page);
  assert.ok((await count(page)) < all);
  await anyTime.click();
  await settled(page);
  assert.equal(await box(page).inputValue(), "(type:InstallSnaps  OR status:failed)");
  assert.equal(await count(page), all);
  assert.equal(await anyTime.isVisible(), false);
});

test("a status of the legend is set, and removed again", async (t) => {
  const page = await visit(t, await serve(t, { activities: await manyActivities() }));
  await search(page, "created-after:2020 status:failed OR status:canceled");
  const failed = page.locator("#legend").getByRole("button", { name: "failed", exact: true });
  assert.equal(await failed.getAttribute("aria-pressed"), "false");
  await failed.click();
  await settled(page);
  assert.equal(await box(page).inputValue(), "created-after:2020 status:failed");
  assert.equal(await failed.getAttribute("aria-pressed"), "true");
  await state(page, "status-set");
  await failed.click();
  await settled(page);
  assert.equal(await box(page).inputValue(), "created-after:2020");
});

test("a bound of a part of the query is left alone", async (t) => {
  const page = await visit(t, await serve(t));
  const query = "created-after:2024-07-02 OR id:100 id:101 OR NOT created-before:2024-07-02T03 created-before:2025";
  await search(page, query);
  await drag(page, 0, 0.5);
  await page.mouse.up();
  await settled(page);
  const narrowed = await box(page).inputValue();
  assert.match(narrowed, /^created-after:2024-07-02 OR id:100 id:101 OR NOT created-before:2024-07-02T03 created-after:2024-07-\S+ created-before:2024-07-\S+$/);
});

test("Escape ends a drag, and nothing is searched for", async (t) => {
  const page = await visit(t, await serve(t));
  await drag(page, 0.2, 0.6);
  await page.locator("#window").waitFor();
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await settled(page);
  assert.equal(await page.locator("#window").isVisible(), false);
  assert.equal(await box(page).inputValue(), "");
});

test("the chart has a scale, says what is below the pointer, and zooms out", async (t) => {
  const page = await visit(t, await serve(t, { activities: await manyActivities() }));
  assert.equal(await page.locator(".chart title").count(), 0);
  assert.match(await page.locator(".scale").textContent(), /^\d+0$/);
  await page.locator(".plot").hover({ position: { x: 20, y: 30 } });
  assert.match(await page.locator(".tip").textContent(), /2024.*activit/);
  await drag(page, 0.4, 0.6);
  await page.mouse.up();
  await settled(page);
  const within = await windowOf(page);
  const labels = await page.locator(".axis span").allTextContents();
  assert.equal(new Set(labels.map((label) => /\d:\d/.test(label))).size, 1, labels.join());
  await page.getByRole("button", { name: "Zoom out" }).click();
  await settled(page);
  const wider = await windowOf(page);
  assert.ok(wider[0] < within[0] && wider[1] > within[1]);
});
