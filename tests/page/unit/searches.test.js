import assert from "node:assert/strict";
import { test } from "node:test";
import { computersOf } from "../../../examples/server/page/searches.js";

test("the computers that filters ask for are a search of their own", () => {
  const filters = ["status:failed", "computer:tag:laptop", "computer:(NOT tag:loan OR id:5)"];
  assert.equal(computersOf(filters), "tag:laptop (NOT tag:loan OR id:5)");
  assert.equal(computersOf(["status:failed"]), "");
  assert.equal(computersOf(["computer:search:web-farm"]), "", "that one is saved already");
  assert.equal(computersOf(["computer:search:web-farm", "computer:tag:x"]), "search:web-farm tag:x");
  assert.equal(computersOf(["computer:tag:a OR computer:tag:b"]), "", "an OR of the whole is not one filter");
});
