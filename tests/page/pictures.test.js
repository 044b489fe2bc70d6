import { after, test } from "node:test";
import { picture, quit, search, settled, visit } from "./support/browser.js";
import { looksAsBefore } from "./support/compare.js";
import { manyActivities, serve } from "./support/server.js";

after(quit);

/** Ten days after the sample's last activity. */
const NOW = new Date("2024-07-20T09:00:00Z");

const SIZES = {
  360: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  768: { viewport: { width: 768, height: 1024 } },
  1440: { viewport: { width: 1440, height: 900 } },
  // A window of 1,440 px at 200 % zoom.
  "zoom-200": { viewport: { width: 720, height: 450 } },
};

/** The states, one after another on one page. */
const STATES = {
  async results() {},
  async selected(page) {
    await page.locator("tbody input").nth(1).check();
    await page.locator("tbody input").nth(3).check();
  },
  async confirm(page) {
    await page.getByRole("button", { name: "Cancel…" }).click();
    await page.locator("#change-dialog .danger").waitFor();
  },
  async detail(page) {
    await page.keyboard.press("Escape");
    await page.locator("#selection [name=clear]").click();
    await page.locator("#activity-136 a").click();
    await page.locator("#detail-dialog .family").waitFor();
  },
  async mistakes(page) {
    await page.keyboard.press("Escape");
    await search(page, "status:faild type:Foo");
  },
  async empty(page) {
    await search(page, "status:failed computer:tag:laptop created-after:2030");
  },
};

for (const colorScheme of ["light", "dark"]) {
  for (const [size, options] of Object.entries(SIZES)) {
    test(`the page looks as before: ${colorScheme}, ${size}`, async (t) => {
      const page = await visit(t, await serve(t), { ...options, colorScheme, now: NOW });
      for (const [name, reach] of Object.entries(STATES)) {
        await reach(page);
        await settled(page);
        await page.mouse.move(0, 0);
        await looksAsBefore(page, `${name}-${size}-${colorScheme}`);
      }
    });
  }
  test(`pictures for documents: ${colorScheme}`, async (t) => {
    const options = { viewport: { width: 1280, height: 860 }, deviceScaleFactor: 2, colorScheme, now: NOW };
    const page = await visit(t, await serve(t, { activities: await manyActivities() }), options);
    await search(page, "created-after:2024-06-20 status:failed OR status:waiting OR status:delivered");
    await page.getByRole("button", { name: /^Why activity/ }).first().click();
    await settled(page);
    await page.mouse.move(0, 0);
    await page.evaluate(() => scrollTo(0, 0));
    await picture(page, `document-${colorScheme}`);
  });
}
