import assert from "node:assert/strict";
import { test } from "node:test";
import { Latest } from "../../../examples/server/page/latest.js";

test("a newer task ends the one before, and only the newest of those that wait runs", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const latest = new Latest();
  const first = latest.begin();
  const ran = [];
  latest.later(50, () => ran.push("a"));
  assert.equal(first.aborted, true);
  t.mock.timers.tick(30);
  latest.later(50, (signal) => ran.push(signal));
  t.mock.timers.tick(49);
  assert.deepEqual(ran, []);
  t.mock.timers.tick(1);
  assert.equal(ran.length, 1);
  assert.equal(ran[0].aborted, false);
  latest.stop();
  assert.equal(ran[0].aborted, true);
});
