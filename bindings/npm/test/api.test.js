import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import * as full from "activity-query";
import * as edit from "activity-query/edit";
import { sql } from "activity-query/sql";

const CORPUS = path.resolve(import.meta.dirname, "../../../fuzz/corpus");

test("places are those of JavaScript", () => {
  const text = 'creator:"💻é@x" status:faild';
  const [{ span, fixes }] = full.check(text);
  assert.equal(text.slice(...span), "faild");
  assert.equal(full.apply(text, fixes[0]), 'creator:"💻é@x" status:failed');
  const { span: replaced, items } = full.complete(text, text.length);
  assert.equal(text.slice(...replaced), "faild");
  assert.equal(items[0].text, "failed");
  const answer = full.add('creator:"💻é@x"', "id:7");
  assert.deepEqual(answer.edits, [{ span: [15, 15], text: " id:7" }]);
});

test("what is unfinished at the cursor is not a mistake yet", () => {
  assert.deepEqual(full.check("status:fai", { cursor: 10 }), []);
  assert.equal(full.check("status:fai")[0].code, "invalid-value");
  // In the middle of a pair of surrogates, too.
  assert.deepEqual(full.check('creator:"💻', { cursor: 10 }), []);
});

test("half a character is read as one that can't be shown, and stays one place", () => {
  const text = "creator:\ud83d status:faild";
  const { span } = full.check(text).find(({ code }) => code === "invalid-value");
  assert.equal(text.slice(...span), "faild");
});

test("a provider of values may throw, or take its time", async () => {
  const text = "computer:tag:la";
  const fails = () => {
    throw new RangeError("no values today");
  };
  assert.throws(() => full.complete(text, text.length, { values: fails }), /no values today/);
  const wanted = [];
  const later = async (request) => {
    wanted.push(request);
    return ["laptop"];
  };
  const { items } = await full.completeAsync(text, text.length, { values: later });
  assert.deepEqual(items.map((item) => item.text), ["laptop"]);
  assert.deepEqual(wanted, [{ language: "computer", field: "tag", typed: "la", most: 100 }]);
  const refuses = () => Promise.reject(new RangeError("no values today"));
  await assert.rejects(full.completeAsync(text, text.length, { values: refuses }), /no values today/);
  // For a bare word the values of many fields are asked for, and each call fails.
  const unheard = [];
  const hear = (error) => unheard.push(error);
  process.on("unhandledRejection", hear);
  await assert.rejects(full.completeAsync("cr", 2, { values: refuses }), /no values today/);
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off("unhandledRejection", hear);
  assert.deepEqual(unheard, []);
});

test("dates are counted from the caller's now", () => {
  const text = "created-after:";
  const { items } = full.complete(text, text.length, { now: "2024-07-11T10:30:00Z" });
  assert.equal(items[0].text, "2024-07-11");
  assert.equal(items[0].help, "today");
  assert.throws(() => full.complete(text, 0, { now: "yesterday" }), TypeError);
});

test("a filter that is not a query is the caller's mistake, a text is the user's", () => {
  assert.throws(() => full.add("id:1", "nonsense:1"), /the filter `nonsense:1` is not a query/);
  const answer = full.add("id:", "id:1");
  assert.equal(answer.ok, false);
  assert.equal(answer.diagnostics[0].code, "missing-value");
  assert.throws(() => full.parse("id:1", { language: "fleet" }), TypeError);
});

test("a cursor follows an edit", () => {
  const text = "status:failed id:7";
  const answer = full.set(text, "status:canceled");
  assert.equal(answer.text, "status:canceled id:7");
  const cursor = full.follow(text.length, answer);
  assert.equal(cursor, answer.text.length);
  assert.equal(full.follow(0, answer), 0);
});

test("records may be objects or texts, and ids of any size", () => {
  const text = '[{"id": 9007199254740993, "activity_status": "failed"}]';
  const fleet = new full.Fleet({ activities: text });
  const { ids } = fleet.find("status:failed");
  assert.deepEqual(ids, ["9007199254740993"]);
  assert.equal(fleet.explain("status:failed", ids[0]).matches, true);
  assert.throws(() => fleet.explain("status:failed", 1), /there is no activity 1/);
  assert.throws(() => new full.Fleet({ activities: [{ id: "x" }] }), /activity records/);
  fleet.free();
  const options = { computers: [{ id: 4, tags: ["laptop"] }] };
  assert.equal(full.matches("computer:tag:laptop", { id: 1, computer_id: 4 }, options).matches, true);
  assert.equal(full.matches("tag:laptop", { id: 4, tags: ["x"] }, { language: "computer" }).matches, false);
  assert.equal(full.matches("id:", { id: 4 }).ok, false);
});

test("the small module answers as the large one does", () => {
  for (const text of ["status:failed OR id:7 computer:tag:a", "statuss:x", "id:1 id:2", ""]) {
    for (const call of ["parse", "check", "highlight"]) {
      assert.deepEqual(edit[call](text), full[call](text), `${call} of ${text}`);
    }
  }
});

test("no text of the fuzz corpora breaks the module", () => {
  let texts = 0;
  for (const folder of ["parse", "complete", "rewrite", "based"]) {
    for (const file of readdirSync(path.join(CORPUS, folder))) {
      const text = readFileSync(path.join(CORPUS, folder, file), "utf8");
      texts += 1;
      for (const language of ["activity", "computer"]) {
        const options = { language };
        full.parse(text, options);
        full.lint(text, options);
        full.fix(text, options);
        full.simplified(text, options);
        full.portable(text, { language, most: 100 });
        full.check(text, { language, cursor: Math.floor(text.length / 2) });
        full.complete(text, text.length, options);
        const parts = full.highlight(text, options);
        assert.equal(parts.map(({ span }) => text.slice(...span)).join(""), text);
        full.add(text, "id:1", options);
      }
    }
  }
  assert.ok(texts > 200, `only ${texts} texts`);
  assert.equal(full.parse("id:1").ok, true);
});

test("long and deep texts are met with limits", () => {
  const long = "id:1 OR ".repeat(200_000);
  assert.equal(full.parse(long).diagnostics[0].code, "text-too-long");
  const deep = "(".repeat(100_000);
  assert.ok(full.check(deep).length > 0);
  assert.ok(full.highlight(deep).length > 0);
  full.parse(`${"NOT (".repeat(60)}id:1${")".repeat(60)}`);
  full.parse(`${"(".repeat(4000)}id:1${")".repeat(4000)}`, { limits: { depth: 5000 } });
});

test("a query as a statement for a database", () => {
  const text = "status:failed computer:last-ping:24";
  const { statement, values } = sql(text, { dialect: "postgres", now: "2024-07-11T10:00:00Z" });
  assert.match(statement, /^SELECT "activities"\."id" FROM "activities" WHERE .*\$1/);
  assert.equal(values[0], "failed");
  const searches = sql("computer:search:x", { dialect: "sqlite" });
  assert.equal(searches.ok, false);
  assert.deepEqual(searches.diagnostics[0].span, [9, 17]);
  assert.equal(sql("statuss:failed", { dialect: "sqlite" }).diagnostics[0].code, "unknown-field");
  assert.throws(() => sql("id:7", { dialect: "mysql" }), /`mysql` is not a dialect/);
  assert.throws(() => sql("id:7", { dialect: "toString" }), TypeError);
});
