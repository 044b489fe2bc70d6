import { after, test } from "node:test";
import { quit, search, state, visit } from "./support/browser.js";
import { serve } from "./support/server.js";

after(quit);

const box = (page) => page.getByLabel("Query", { exact: true });

for (const [width, colorScheme] of [360, 768, 1440].flatMap((width) => [[width, "light"], [width, "dark"]])) {
  test(`the box is whole in ${width} px, ${colorScheme}`, async (t) => {
    const page = await visit(t, await serve(t), { viewport: { width, height: 900 }, colorScheme });
    const named = (name) => `box-${name}-${width}-${colorScheme}`;
    await box(page).click();
    await page.getByRole("listbox").waitFor();
    await state(page, named("help"));
    await page.keyboard.press("Escape");
    await box(page).pressSequentially("Status:failed computer:tag:");
    await page.getByRole("option", { name: "laptop" }).waitFor();
    await state(page, named("completion"));
    await search(page, "status:faild Type:Restart created-after:2011-13");
    await state(page, named("mistakes"));
    await search(page, "status:failed computer:tag:laptop");
    await page.getByRole("button", { name: /^Why activity/ }).first().click();
    await state(page, named("why"));
    await page.getByRole("button", { name: /Save the computers/ }).click();
    await state(page, named("save"));
  });
}
