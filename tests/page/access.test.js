import assert from "node:assert/strict";
import { after, test } from "node:test";
import { expectRefusal, quit, search, settled, state, visit } from "./support/browser.js";
import { serve } from "./support/server.js";

after(quit);

const keys = { key: "K3Y", secret: "s3cr3t-of-the-tests" };

/** Takes back that the browser says what this is about. */
function expectUntrusted(page) {
  assert.ok(page.problems.every((problem) => /untrustworthy/.test(problem)), page.problems.join());
  page.problems = [];
}

test("with keys, the page asks for them and signs each call", async (t) => {
  const page = await visit(t, await serve(t, { keys }));
  assert.equal(await page.locator("#workplace").isVisible(), false);
  assert.equal(await page.getByRole("button", { name: "Sign out" }).isVisible(), false);
  await state(page, "sign-in");
  await page.getByLabel("Access key").fill(keys.key);
  await page.getByLabel("Secret key").fill("wrong");
  await page.keyboard.press("Enter");
  await page.locator("#sign-in [role=alert]").getByText(/signature/).waitFor();
  expectRefusal(page, 403);
  await state(page, "sign-in-refused");
  await page.getByLabel("Secret key").fill(keys.secret);
  await page.getByRole("button", { name: "Sign in" }).click();
  await settled(page);
  assert.equal(await page.locator("#found").textContent(), "44 activities");
  // What signing must escape, and the same call more than once in a second.
  for (const query of ["computer:title:\"Sam's laptop (*)! é~+&=%\"", "id:101", "id:101", "id:101"]) {
    await search(page, query);
  }
  assert.equal(await page.locator("#found").textContent(), "1 activity");
  const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
  assert.deepEqual(kept, [0, 0, ""]);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Access key").waitFor();
  assert.equal(await page.getByLabel("Secret key").inputValue(), "");
  assert.equal(await page.locator("#workplace").isVisible(), false);
});

test("over plain HTTP by another name, the page works, and says why it can't sign calls", async (t) => {
  const open = await serve(t, { hosts: ["fleet.test"] });
  const page = await visit(t, open.replace("127.0.0.1", "fleet.test"));
  assert.equal(await page.evaluate(() => isSecureContext), false);
  await search(page, "id:101");
  assert.equal(await page.locator("#found").textContent(), "1 activity");
  expectUntrusted(page);
  const signed = await serve(t, { keys, hosts: ["fleet.test"] });
  const refused = await visit(t, signed.replace("127.0.0.1", "fleet.test"));
  assert.match(await refused.locator("#sign-in [role=alert]").textContent(), /open it by https/);
  assert.equal(await refused.getByRole("button", { name: "Sign in" }).isDisabled(), true);
  await state(refused, "sign-in-insecure");
  expectUntrusted(refused);
});
