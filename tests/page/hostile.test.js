import assert from "node:assert/strict";
import { after, test } from "node:test";
import { quit, search, settled, state, visit } from "./support/browser.js";
import { sample, serve } from "./support/server.js";

after(quit);

const SCRIPT = '<img src=x onerror="alert(1)"><script>alert(2)</script>';

/** The elements that markup in a text would have made. */
const made = (page) => page.locator("img, script:not([src]), b, marquee").count();

/** A fleet with markup wherever a record holds text. */
async function hostileFleet() {
  const [activities, computers] = await Promise.all([sample("activities"), sample("computers")]);
  return {
    activities: activities.map((activity) => ({
      ...activity,
      type: SCRIPT,
      summary: SCRIPT,
      creator: { ...activity.creator, name: SCRIPT, email: SCRIPT },
      result_text: SCRIPT,
    })),
    computers: computers.map((computer) => ({
      ...computer,
      title: SCRIPT,
      hostname: SCRIPT,
      tags: [SCRIPT],
    })),
    searches: [{ name: "evil", title: SCRIPT, search: "id:1" }],
  };
}

test("a query that is markup is shown as text", async (t) => {
  const address = await serve(t);
  const page = await visit(t, `${address}/?query=${encodeURIComponent("<img src=x onerror=alert(1)>")}`);
  const box = page.getByLabel("Query", { exact: true });
  assert.equal(await box.inputValue(), "<img src=x onerror=alert(1)>");
  assert.match(await page.locator("#diagnostics").textContent(), /<img/);
  await search(page, `computer:title:"${SCRIPT.replaceAll('"', "'")}" creator:"<b>x</b>"`);
  assert.match(await page.locator("#canonical").textContent(), /<script>/);
  assert.match(await page.locator("#counts").textContent(), /<b>x<\/b>/);
  assert.equal(await made(page), 0);
  await state(page, "hostile-query");
});

test("records with markup in every text are shown as text", async (t) => {
  const page = await visit(t, await serve(t, await hostileFleet()));
  const row = page.locator("#activity-136");
  for (const cell of [".activity .first", ".activity .second", ".computer .first", ".creator .first"]) {
    assert.ok((await row.locator(cell).textContent()).includes(SCRIPT), cell);
  }
  assert.equal(await page.locator("#searches bdi").textContent(), SCRIPT);
  await search(page, "computer:id:5 OR id:136");
  await page.getByRole("button", { name: "Why activity 136?" }).click();
  await settled(page);
  assert.ok((await page.locator("#why-136").textContent()).includes("<img"));
  await page.getByLabel("Query", { exact: true }).fill("computer:tag:");
  await page.getByLabel("Query", { exact: true }).press("End");
  await page.keyboard.press("Control+Space");
  await page.getByRole("option").first().waitFor();
  assert.ok((await page.getByRole("option").allTextContents()).some((text) => text.includes("<img")));
  assert.equal(await made(page), 0);
  await state(page, "hostile-records");
});

test("a very long query is taken or refused, and the page goes on", async (t) => {
  const page = await visit(t, await serve(t));
  await page.getByLabel("Query", { exact: true }).fill("id:1 OR ".repeat(40_000) + "id:1");
  await page.keyboard.press("Enter");
  await settled(page);
  await page.locator("#message").waitFor();
  page.problems = [];
  await search(page, "id:101");
  assert.equal(await page.locator("#found").textContent(), "1 activity");
});
