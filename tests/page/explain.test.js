import assert from "node:assert/strict";
import { after, test } from "node:test";
import { expectRefusal, quit, search, settled, state, visit } from "./support/browser.js";
import { serve } from "./support/server.js";

after(quit);

test("why an activity matches is said on the query, and part by part", async (t) => {
  const page = await visit(t, await serve(t));
  await search(page, "status:failed OR status:succeeded computer:tag:laptop");
  const why = page.getByRole("button", { name: "Why activity 136?" });
  await why.click();
  await settled(page);
  assert.equal(await why.getAttribute("aria-expanded"), "true");
  const panel = page.locator("#why-136");
  assert.match(await panel.locator("h3").textContent(), /Activity 136 matches/);
  const terms = await panel.locator(".marked .term").evaluateAll((found) =>
    found.map((term) => [term.querySelector("code").textContent, term.className]),
  );
  assert.deepEqual(terms, [
    ["status:failed", "term idle"],
    ["status:succeeded", "term deciding yes"],
    ["tag:laptop", "term deciding yes"],
  ]);
  const found = await panel.locator(".marked .found").allTextContents();
  assert.match(found[0], /status is succeeded, not failed/);
  assert.match(found[2], /tags are laptop, loan/);
  // In the search box, too, until it is changed.
  const deciding = page.locator("#mirror .deciding");
  assert.equal((await deciding.allTextContents()).join(""), "status:succeededtag:laptop");
  await state(page, "why");
  await page.getByLabel("Query", { exact: true }).pressSequentially(" ");
  assert.equal(await deciding.count(), 0);
  await page.keyboard.press("Escape");
  await why.click();
  assert.equal(await panel.isVisible(), false);
});

test("why an activity is missing, with a saved search and a place in bytes", async (t) => {
  const page = await visit(t, await serve(t));
  await search(page, 'NOT computer:title:"é 😀" computer:search:offline-laptops status:failed');
  await page.getByText("What each part of the query matches").click();
  await settled(page);
  await page.getByLabel(/Is an activity missing/).fill("104");
  await page.keyboard.press("Enter");
  await settled(page);
  const panel = page.locator("#why");
  assert.match(await panel.locator("h3").textContent(), /Activity 104 does not match/);
  const terms = await panel.locator(".marked .term code").allTextContents();
  assert.deepEqual(terms, ['title:"é 😀"', "search:offline-laptops", "status:failed"]);
  await panel.scrollIntoViewIfNeeded();
  await state(page, "why-not");
  await page.getByLabel(/Is an activity missing/).fill("9999");
  await page.keyboard.press("Enter");
  await panel.getByRole("alert").waitFor();
  expectRefusal(page, 404);
});

test("the colour of a term is its part in the outcome, not whether it matches", async (t) => {
  const page = await visit(t, await serve(t));
  await search(page, "NOT status:failed id:136");
  await page.getByRole("button", { name: "Why activity 136?" }).click();
  await settled(page);
  const terms = page.locator("#why-136 .term");
  assert.deepEqual(await terms.evaluateAll((found) => found.map((term) => term.className)), [
    "term deciding yes",
    "term deciding yes",
  ]);
  // The status is another one, which is why the activity matches.
  assert.equal(await terms.first().locator(".mark").getAttribute("aria-label"), "does not match:");
  assert.match(await page.locator("#why-136 .tree").textContent(), /makes it match/);
});

test("the counts of the parts are there to ask for, and follow the query", async (t) => {
  const page = await visit(t, await serve(t));
  await search(page, "status:failed computer:tag:laptop");
  await page.getByText("What each part of the query matches").click();
  await settled(page);
  const lines = page.locator("#counts .line");
  assert.deepEqual(await lines.allTextContents(), [
    "2all of",
    "7status:failed",
    "10computer",
    "10tag:laptop",
  ]);
  await lines.first().scrollIntoViewIfNeeded();
  await state(page, "counts");
  await search(page, "status:canceled");
  assert.deepEqual(await lines.allTextContents(), ["1status:canceled"]);
});
