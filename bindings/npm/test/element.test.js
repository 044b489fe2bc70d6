import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, open, picture, serve } from "./browser.js";

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A form</title>
<style>:root { color-scheme: light dark; background: Canvas } form { margin: 2em; max-width: 40em }</style>
<script type="module">
  import "/bindings/npm/lib/element.js";
  document.querySelector("activity-query-input").values = ({ field }) => (field === "tag" ? ["laptop", "server"] : []);
  document.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    globalThis.sent = new FormData(event.target).get("query");
  });
</script>
<form><activity-query-input name="query" label="Search" value="status:failed"></activity-query-input></form>`;

for (const colorScheme of ["light", "dark"]) {
  test(`the form field, ${colorScheme}`, async (t) => {
    const page = await open(t, await serve({ "/form.html": PAGE }), "/form.html", {
      colorScheme,
      viewport: { width: 720, height: 360 },
    });
    const box = page.getByRole("combobox", { name: "Search" });
    await page.waitForFunction(() => document.querySelector("activity-query-input").shadowRoot.querySelector(".word"));
    assert.equal(await box.inputValue(), "status:failed");

    // A suggestion is chosen by keyboard, and what it is told of is in the list.
    await box.press("End");
    await box.pressSequentially(" computer:tag:la");
    const option = page.getByRole("option", { name: /laptop/ });
    await option.waitFor();
    await box.press("ArrowDown");
    assert.equal(await option.getAttribute("aria-selected"), "true");
    await picture(page, `element-suggestions-${colorScheme}`);
    await accessible(page, "form");
    await box.press("Enter");
    assert.equal(await box.inputValue(), "status:failed computer:tag:laptop");
    assert.equal(await page.evaluate(() => globalThis.sent), undefined);
    await box.press("Enter");
    assert.equal(await page.evaluate(() => globalThis.sent), "status:failed computer:tag:laptop");

    // A mistake is shown once the cursor is elsewhere, keeps the form, and is fixed.
    await box.fill("status:faild id:7");
    const fix = page.getByRole("button", { name: "write failed" });
    await fix.waitFor();
    assert.equal(await page.locator(".is-wrong").textContent(), "faild");
    await picture(page, `element-mistake-${colorScheme}`);
    await accessible(page, "form");
    assert.equal(await page.evaluate(() => document.querySelector("form").checkValidity()), false);
    if (colorScheme === "light") {
      await fix.click();
    } else {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
    }
    assert.equal(await box.inputValue(), "status:failed id:7");
    assert.equal(await page.evaluate(() => document.querySelector("form").checkValidity()), true);
    assert.equal(await box.getAttribute("aria-expanded"), "false");

    await page.evaluate(() => document.querySelector("form").reset());
    assert.equal(await box.inputValue(), "status:failed");
  });
}
