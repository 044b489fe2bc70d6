import assert from "node:assert/strict";
import { after, test } from "node:test";
import { quit, settled, visit } from "./support/browser.js";
import { serve } from "./support/server.js";

after(quit);

/** The evening of a day in the sample. */
const NOW = new Date("2024-07-07T20:00:00Z");

/** An operator, whose clicks and keys are counted. */
class Operator {
  #page;
  #clicks = 0;
  #keys = 0;

  constructor(page) {
    this.#page = page;
  }

  async click(locator, options) {
    this.#clicks += 1;
    await locator.click(options);
    await settled(this.#page);
  }

  async press(key) {
    this.#keys += 1;
    await this.#page.keyboard.press(key);
  }

  async type(text) {
    this.#keys += text.length;
    await this.#page.keyboard.type(text);
  }

  async choose(locator, value) {
    this.#clicks += 2;
    await locator.selectOption(value);
  }

  get steps() {
    return `${this.#clicks} clicks, ${this.#keys} keys`;
  }
}

const box = (page) => page.getByLabel("Query", { exact: true });
const title = (page) => page.locator("#found").textContent();
const facet = (page, name) => page.getByRole("list", { name, exact: true });
const own = (found, name) => found.getByRole("button", { name, exact: true });
const dialog = (page) => page.locator("#change-dialog");

const TASKS = {
  "find what failed today": async (page, operator) => {
    await operator.click(own(page.locator("#presets"), "Today"));
    await operator.click(own(facet(page, "Status"), "failed"));
    assert.equal(await box(page).inputValue(), "created-after:2024-07-07 status:failed");
    assert.equal(await title(page), "1 activity");
  },
  "find what failed on laptops": async (page, operator) => {
    await operator.type("status:failed computer:tag:laptop");
    await operator.press("Enter");
    await settled(page);
    assert.equal(await title(page), "2 activities");
  },
  "see why 140 does not match": async (page, operator) => {
    await operator.type("status:succeeded");
    await operator.press("Enter");
    await settled(page);
    await operator.click(page.getByText("What each part of the query matches"));
    await operator.click(page.getByLabel(/Is an activity missing/));
    await operator.type("140");
    await operator.press("Enter");
    await page.getByRole("heading", { name: "Activity 140 does not match" }).waitFor();
  },
  "cancel what is undelivered of Jane, but not what is blocked": async (page, operator) => {
    await operator.click(own(facet(page, "Creator"), "jane@example.com"));
    await operator.click(own(facet(page, "Status"), "undelivered"));
    await operator.click(page.getByLabel("Select all on this page"));
    await operator.click(page.getByRole("button", { name: "Cancel…" }));
    const asked = await dialog(page).getByRole("heading").textContent();
    assert.match(asked, /^Cancel \d activit/);
    await operator.click(dialog(page).getByRole("button", { name: /^Cancel/ }));
    await page.getByText(/activit(y|ies) canceled/).waitFor();
  },
  "cancel all of one script that can be": async (page, operator) => {
    await operator.click(own(facet(page, "Type"), "ExecuteScriptRequest"));
    await operator.click(page.getByLabel("Select all on this page"));
    await operator.click(page.getByRole("button", { name: "Cancel…" }));
    await operator.click(dialog(page).getByRole("button", { name: /only the other/ }));
    await page.getByText(/activit(y|ies) canceled/).waitFor();
  },
  "approve what waits for that": async (page, operator) => {
    await operator.click(own(facet(page, "Status"), "unapproved"));
    await operator.click(page.getByLabel("Select all on this page"));
    await operator.click(page.getByRole("button", { name: "Approve…" }));
    await operator.click(dialog(page).getByRole("button", { name: "Approve 2 activities" }));
    await page.getByText("2 activities approved").waitFor();
  },
  "see what else belongs to 136, and its computer": async (page, operator) => {
    await operator.type("id:136");
    await operator.press("Enter");
    await settled(page);
    await operator.click(page.locator("#activity-136 a"));
    await page.locator("#detail-dialog .family").getByText("135").waitFor();
    await page.locator("#detail-dialog .tags").getByText("loan").waitFor();
  },
  "send a colleague the activity": async (page, operator) => {
    await operator.click(page.locator("#activity-140 a"));
    await operator.click(page.getByRole("button", { name: "Copy the link" }));
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /\?activity=140$/);
  },
  "hand what failed to a spreadsheet": async (page, operator) => {
    await operator.click(own(page.locator("#legend"), "failed"));
    const download = page.waitForEvent("download");
    await operator.choose(page.getByLabel("Export all that match"), "csv");
    assert.equal((await download).suggestedFilename(), "activities.csv");
  },
  "leave out what succeeded": async (page, operator) => {
    await operator.click(facet(page, "Status").getByRole("button", { name: "Exclude succeeded" }));
    assert.equal(await box(page).inputValue(), "NOT status:succeeded");
    assert.equal(await title(page), "25 activities");
  },
};

for (const [name, task] of Object.entries(TASKS)) {
  test(name, async (t) => {
    const page = await visit(t, await serve(t), { now: NOW });
    const operator = new Operator(page);
    const began = performance.now();
    await task(page, operator);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    t.diagnostic(`${operator.steps}, ${seconds} s`);
  });
}
