import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";
import { open, picture, serve } from "./browser.js";

const SCRIPT = `
import { EditorView } from "@codemirror/view";
import { init } from "activity-query/edit";
import { activityQuery } from "activity-query/codemirror";
await init("/bindings/npm/lib/wasm/edit_bg.wasm");
globalThis.view = new EditorView({
  doc: "status:faild computer:tag:",
  parent: document.body,
  extensions: activityQuery({ delay: 50, values: async ({ field }) => (field === "tag" ? ["laptop"] : []) }),
});
`;

test("the extension for CodeMirror, behind a bundler", async (t) => {
  const resolveDir = new URL(".", import.meta.url).pathname;
  const { outputFiles } = await build({
    stdin: { contents: SCRIPT, resolveDir },
    bundle: true,
    format: "esm",
    write: false,
  });
  const html = '<!doctype html><meta charset="utf-8"><body style="font-size:18px"><script type="module" src="/bundle.js"></script>';
  const server = await serve({ "/editor.html": html, "/bundle.js": outputFiles[0].text });
  const page = await open(t, server, "/editor.html", { viewport: { width: 720, height: 360 } });

  await page.locator(".cm-aq-field").first().waitFor();
  assert.equal(await page.locator(".cm-aq-error").first().textContent(), "faild");
  await page.locator(".cm-lintRange-error").first().waitFor();

  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("la");
  await page.locator(".cm-completionLabel", { hasText: "laptop" }).waitFor();
  await picture(page, "codemirror-suggestions");
  await page.waitForTimeout(150);
  await page.keyboard.press("Enter");
  assert.match(await page.evaluate(() => globalThis.view.state.doc.toString()), /tag:laptop$/);

  await page.locator(".cm-aq-error").first().hover();
  await page.locator(".cm-diagnosticAction").click();
  assert.equal(await page.evaluate(() => globalThis.view.state.doc.toString()), "status:failed computer:tag:laptop");

  await page.locator(".cm-aq-field").first().hover();
  assert.match(await page.locator(".cm-aq-help").textContent(), /the status of the activity/);
  await picture(page, "codemirror-help");
});
