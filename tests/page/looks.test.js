import assert from "node:assert/strict";
import { after, test } from "node:test";
import { quit, search, settled, state, visit } from "./support/browser.js";
import { serve } from "./support/server.js";

after(quit);

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const QUERY = "/?query=status:failed+OR+status:waiting+created-after:2024-07-02";

test("at phone width each row is a card, and nothing scrolls sideways", async (t) => {
  const page = await visit(t, (await serve(t)) + QUERY, PHONE);
  await state(page, "phone");
  await page.locator("tbody input").first().check();
  await page.getByRole("button", { name: /^Why activity/ }).first().tap();
  await settled(page);
  await page.locator("tbody tr").first().evaluate((row) => row.scrollIntoView());
  await state(page, "phone-why");
  await page.getByRole("button", { name: "Cancel…" }).tap();
  await state(page, "phone-confirm");
  await page.keyboard.press("Escape");
  await search(page, "status:faild created-after:2011-13 computer:hostname:a-very-long-name.of.a.computer.example.com");
  await state(page, "phone-mistakes");
  await page.getByLabel("Query", { exact: true }).fill("");
  await page.getByLabel("Query", { exact: true }).pressSequentially("computer:");
  await page.getByRole("option").first().waitFor();
  await state(page, "phone-completion");
});

test("in the dark everything can be read", async (t) => {
  const page = await visit(t, (await serve(t)) + QUERY, { colorScheme: "dark" });
  const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  assert.match(ground, /rgb\((\d|[12]\d), /);
  await page.getByRole("button", { name: /^Why activity/ }).first().click();
  await page.locator("tbody input").nth(1).check();
  await state(page, "dark");
  await search(page, "status:faild type:Foo");
  await state(page, "dark-mistakes");
  await search(page, "status:failed computer:tag:laptop created-after:2030");
  await state(page, "dark-empty");
  const phone = await visit(t, (await serve(t)) + QUERY, { ...PHONE, colorScheme: "dark" });
  await state(phone, "dark-phone");
});

test("with forced colours the text of the query can be seen", async (t) => {
  const page = await visit(t, (await serve(t)) + QUERY, { forcedColors: "active" });
  const colors = await page.evaluate(() => {
    const { color } = getComputedStyle(document.getElementById("query"));
    return [color, getComputedStyle(document.getElementById("mirror")).visibility];
  });
  assert.equal(colors[1], "hidden");
  assert.match(colors[0], /^rgb\(/, "the text is not transparent");
  await state(page, "forced-colors");
});

test("nothing moves for whoever asked for that", async (t) => {
  const page = await visit(t, await serve(t), { reducedMotion: "reduce" });
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("*")].filter((found) => {
      const { transitionDuration, animationName } = getComputedStyle(found);
      return parseFloat(transitionDuration) > 0 || animationName !== "none";
    }).length,
  );
  assert.equal(moving, 0);
});

test("the page can be used with the keyboard alone, in the order of reading", async (t) => {
  const page = await visit(t, `${await serve(t)}/?query=id:142`);
  await page.evaluate(() => document.activeElement.blur());
  const met = [];
  for (let step = 0; step < 26; step += 1) {
    await page.keyboard.press("Tab");
    met.push(
      await page.evaluate(() => {
        const found = document.activeElement;
        const { outlineStyle } = getComputedStyle(found.id === "query" ? found.closest(".editor") : found);
        return `${found.getAttribute("aria-label") ?? found.textContent.trim().slice(0, 24)}|${outlineStyle}`;
      }),
    );
  }
  assert.ok(met.every((name) => !name.endsWith("|none")), `focus is not seen: ${met.join(", ")}`);
  const names = met.map((name) => name.split("|")[0]);
  const order = ["Search", "Created after", "Created before", "Export all that match", "Select activity 142"];
  assert.deepEqual(order.map((name) => names.indexOf(name)).filter((at) => at >= 0).length, order.length, names.join(", "));
  assert.deepEqual([...order].sort((a, b) => names.indexOf(a) - names.indexOf(b)), order);
});
