import assert from "node:assert/strict";
import { after, test } from "node:test";
import { quit, settled, visit } from "./support/browser.js";
import { serve } from "./support/server.js";

after(quit);

/** The narrowest cell of text of the table, in widths of its letters, and how wide the page is. */
const measured = (page) =>
  page.evaluate(() => {
    const letters = [...document.querySelectorAll("tbody td.activity")].map(
      (cell) => cell.clientWidth / parseFloat(getComputedStyle(cell).fontSize),
    );
    return { width: document.documentElement.scrollWidth, window: innerWidth, letters: Math.min(...letters) };
  });

test("from 320 to 2,000 px nothing is cut off, and lines are lines", async (t) => {
  const page = await visit(t, await serve(t));
  for (const width of [320, 360, 480, 640, 720, 768, 900, 1000, 1120, 1121, 1280, 1440, 2000]) {
    await page.setViewportSize({ width, height: 900 });
    await settled(page);
    const { width: own, window, letters } = await measured(page);
    assert.ok(own <= window, `${own} px in a window of ${window} px`);
    assert.ok(letters > 12, `${letters.toFixed(1)} letters in a line at ${width} px`);
  }
});

test("text of twice the size is readable at 1,280 px", async (t) => {
  const page = await visit(t, await serve(t));
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "30px";
  });
  await settled(page);
  const { width, window, letters } = await measured(page);
  assert.ok(width <= window, `${width} px in a window of ${window} px`);
  assert.ok(letters > 12, `${letters.toFixed(1)} letters in a line`);
});
