import assert from "node:assert/strict";
import { test } from "node:test";
import * as full from "activity-query";
import { queries, records, tools } from "./cases.js";
import { Suite } from "./suite.js";

const suite = new Suite(full, records);

test("there are as many files as there should be", () => {
  assert.equal(queries().size, 16);
});

for (const [file, cases] of [...queries(), ...tools()]) {
  test(`${file}: ${cases.length} cases`, () => {
    const { count, failures } = suite.run(file, cases);
    assert.deepEqual(failures, []);
    assert.ok(count >= 14, `only ${count}`);
  });
}
