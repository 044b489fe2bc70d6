import assert from "node:assert/strict";
import { after, test } from "node:test";
import { picture, quit, search, settled, state, visit } from "./support/browser.js";
import { serve } from "./support/server.js";

after(quit);

const box = (page) => page.getByLabel("Query", { exact: true });
const title = (page) => page.locator("#found");
const list = (page) => page.getByRole("listbox", { name: "Suggestions" });

/** The calls that are made from now on. */
function calls(page) {
  const made = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api")) made.push(`${request.method()} ${pathname}`);
  });
  return made;
}

for (const isPlain of [false, true]) {
  const by = isPlain ? "by the server" : "by the page";

  test(`a query is coloured, checked, completed and fixed ${by}`, async (t) => {
    const page = await visit(t, await serve(t), { isPlain });
    const made = calls(page);
    await box(page).pressSequentially('computer:title:"é 😀" Status:fai');
    await page.locator("#mirror .quote").waitFor();
    await page.getByRole("button", { name: "Write status" }).waitFor();
    assert.deepEqual(await page.locator("#mirror .mistake").allTextContents(), ["Status"]);
    await page.getByRole("button", { name: "Write status" }).click();
    assert.equal(await box(page).inputValue(), 'computer:title:"é 😀" status:fai');
    await box(page).press("End");
    await box(page).press("Control+Space");
    await page.getByRole("option", { name: "failed" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.equal(await box(page).inputValue(), 'computer:title:"é 😀" status:failed');
    await settled(page);
    const known = ["check", "highlight"].map((name) => `POST /api/v2/query/${name}`);
    assert.deepEqual(known.filter((call) => made.includes(call)), isPlain ? known : []);
  });

  test(`values of the fleet are offered, and filters are edited, ${by}`, async (t) => {
    const page = await visit(t, await serve(t), { isPlain });
    await box(page).pressSequentially("computer:tag:lap");
    await page.getByRole("option", { name: "laptop" }).click();
    await page.keyboard.press("Enter");
    await settled(page);
    assert.equal(await title(page).textContent(), "10 activities");
    await page.locator("#searches").getByText("Laptops that are offline").click();
    await settled(page);
    assert.equal(await box(page).inputValue(), "computer:tag:laptop computer:search:offline-laptops");
  });

  test(`Enter before the suggestions are there searches, ${by}`, async (t) => {
    const page = await visit(t, await serve(t), { isPlain });
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await page.route("**/api/v2/query/complete", async (route) => {
      await held;
      await route.continue().catch(() => {});
    });
    await box(page).pressSequentially("computer:tag:laptop");
    await page.keyboard.press("Enter");
    await page.getByText("10 activities", { exact: true }).first().waitFor();
    release();
    await settled(page);
    assert.equal(await list(page).isVisible(), false);
    assert.equal(await box(page).inputValue(), "computer:tag:laptop");
  });
}

test("what the page knows it knows without the server", async (t) => {
  const page = await visit(t, await serve(t));
  await page.context().setOffline(true);
  await box(page).pressSequentially("status:fai");
  await page.getByRole("option", { name: "failed" }).waitFor();
  await box(page).pressSequentially("ld ");
  await page.getByRole("button", { name: "Write failed" }).click();
  assert.equal(await box(page).inputValue(), "status:failed ");
  assert.deepEqual(page.problems, []);
});

test("a parser that does not come is done without", async (t) => {
  const address = await serve(t);
  const page = await visit(t, address);
  await page.route("**/*.wasm", (route) => route.abort("failed"));
  await page.context().clearCookies();
  await page.goto(`${address}/?query=id:101`);
  await settled(page);
  assert.equal(await title(page).textContent(), "1 activity");
  const made = calls(page);
  await box(page).pressSequentially(" status:faild ");
  await page.getByRole("button", { name: "Write failed" }).waitFor();
  assert.ok(made.includes("POST /api/v2/query/check"));
  // The browser says that the file did not come.
  assert.ok(page.problems.every((problem) => /wasm|ERR_FAILED/.test(problem)), page.problems.join());
  page.problems = [];
});

test("the box can be used with the keyboard alone", async (t) => {
  const page = await visit(t, await serve(t));
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.id);
  await page.keyboard.type("status:faild ");
  await page.getByRole("button", { name: "Write failed" }).waitFor();
  for (const next of ["Search", /faild is not a value/, "Write failed"]) {
    await page.keyboard.press("Tab");
    const found = await focused();
    assert.ok(typeof next === "string" ? found === next : next.test(found), found);
  }
  await page.keyboard.press("Enter");
  assert.equal(await box(page).inputValue(), "status:failed ");
  assert.equal(await focused(), "query");
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await title(page).textContent(), "7 activities");
});

test("the list goes when the cursor moves, and is under the fixes", async (t) => {
  const page = await visit(t, await serve(t));
  await box(page).pressSequentially("Type:Restart status:");
  await list(page).waitFor();
  await page.getByRole("button", { name: "Write type" }).waitFor();
  await picture(page, "completion-below-fixes");
  const [fixes, under] = [await page.locator("#diagnostics").boundingBox(), await list(page).boundingBox()];
  assert.ok(under.y >= fixes.y + fixes.height, "the list covers the fixes");
  await page.keyboard.press("ArrowLeft");
  await list(page).waitFor({ state: "hidden" });
  await page.keyboard.press("End");
  await page.keyboard.press("Control+Space");
  await list(page).waitFor();
  await page.keyboard.press("Home");
  await list(page).waitFor({ state: "hidden" });
});

test("keys that compose a character are not the page's", async (t) => {
  const page = await visit(t, await serve(t));
  await box(page).pressSequentially("status:f");
  await page.getByRole("option", { name: "failed" }).waitFor();
  await page.keyboard.press("ArrowDown");
  for (const composed of [{ isComposing: true }, { keyCode: 229 }]) {
    const taken = await box(page).evaluate((area, more) => {
      const event = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...more });
      return !area.dispatchEvent(event);
    }, composed);
    assert.equal(taken, false);
  }
  assert.equal(await box(page).inputValue(), "status:f");
  assert.equal(await title(page).textContent(), "44 activities");
});

test("an empty box offers recent queries and examples, and keeps a few", async (t) => {
  const page = await visit(t, await serve(t));
  assert.equal(await list(page).isVisible(), false, "it was not asked for");
  await search(page, "id:101");
  await search(page, "status:faild");
  await search(page, "id:102");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "query");
  await page.keyboard.press("Backspace");
  await list(page).waitFor();
  const offered = await page.getByRole("option").locator(".suggestion").allTextContents();
  assert.deepEqual(offered.slice(0, 2), ["id:102", "id:101"]);
  assert.ok(offered.length > 4);
  await state(page, "help");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await box(page).inputValue(), "id:101");
  assert.equal(await title(page).textContent(), "1 activity");
  await page.reload();
  await settled(page);
  await box(page).fill("");
  assert.equal(await page.getByRole("option").first().locator(".suggestion").textContent(), "id:101");
  await page.evaluate(() => localStorage.setItem("recent-queries", '{"broken'));
  await page.reload();
  await settled(page);
  await box(page).fill("");
  await page.getByRole("option", { name: "what failed since" }).waitFor();
});

test("every example is a query", async (t) => {
  const page = await visit(t, await serve(t));
  await box(page).click();
  const examples = await page.getByRole("option").locator(".suggestion").allTextContents();
  for (const example of examples) {
    await search(page, example);
    assert.equal(await page.locator("#diagnostics").isVisible(), false, example);
  }
});

test("a long query is asked by POST, and is there after a reload and after a link", async (t) => {
  const page = await visit(t, await serve(t));
  const made = calls(page);
  const query = `${"id:1 OR ".repeat(20_000)}id:101`;
  await search(page, query);
  assert.equal(await title(page).textContent(), "1 activity");
  assert.ok(made.includes("POST /api/v2/activities") && !made.includes("GET /api/v2/activities"), made.join(", "));
  await page.reload();
  await settled(page);
  assert.equal(await box(page).inputValue(), query);
  assert.equal(await title(page).textContent(), "1 activity");
  await page.evaluate(() => (location.hash = "activity-101"));
  await settled(page);
  assert.equal(await title(page).textContent(), "1 activity");
  await page.reload();
  await settled(page);
  assert.equal(await title(page).textContent(), "1 activity");
  await page.goBack();
  await settled(page);
  assert.equal(await title(page).textContent(), "1 activity");
});

test("what was said of mistakes goes when they are fixed", async (t) => {
  const page = await visit(t, await serve(t));
  await search(page, "status:faild");
  const message = page.locator("#message");
  assert.match(await message.textContent(), /1 mistake in the query: fix it to search/);
  await page.getByRole("button", { name: "Write failed" }).click();
  assert.equal(await message.textContent(), "The query has changed: press Enter to search.");
  await box(page).press("Enter");
  await settled(page);
  assert.equal(await title(page).textContent(), "7 activities");
});

test("the focus is not taken from the one who writes", async (t) => {
  const page = await visit(t, await serve(t));
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/api/v2/activities?**", async (route) => {
    await held;
    await route.continue();
  });
  await page.locator("#searches").getByText("Laptops that are offline").click();
  await page.locator("#results[aria-busy=true]").waitFor();
  await box(page).focus();
  await box(page).press("End");
  await page.keyboard.type(" id:1");
  release();
  await settled(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), "query");
  assert.equal(await box(page).inputValue(), "computer:search:offline-laptops id:1");
});

test("the page is few files, and the next visit asks for one", async (t) => {
  const address = await serve(t);
  const page = await visit(t, address);
  const files = () =>
    page.evaluate(() => {
      const entries = performance.getEntriesByType("resource").filter(({ name }) => !name.includes("/api/"));
      return entries.map(({ name, transferSize }) => ({ name, transferSize }));
    });
  const first = await files();
  assert.ok(first.length <= 4, JSON.stringify(first));
  await page.reload();
  await settled(page);
  assert.deepEqual((await files()).filter(({ transferSize }) => transferSize > 0), []);
});
