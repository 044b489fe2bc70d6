import assert from "node:assert/strict";
import { test } from "node:test";
import { Recent } from "../../../examples/server/page/recent.js";

function storage(kept = null) {
  return { kept, getItem: () => kept, setItem: (_, value) => (kept = value) };
}

test("the newest are first, each once, and few are kept", () => {
  const recent = new Recent();
  for (let id = 0; id < 20; id += 1) recent.add(`id:${id}`);
  recent.add("id:15");
  recent.add("  ");
  recent.add("x".repeat(501));
  assert.deepEqual(recent.queries, ["id:15", "id:19", "id:18", "id:17", "id:16", "id:14", "id:13", "id:12"]);
});

test("they are kept in a storage, where there is one", () => {
  const kept = storage();
  const recent = new Recent();
  recent.add("id:1");
  recent.keepIn(kept);
  recent.add("id:2");
  const next = new Recent();
  next.keepIn(kept);
  assert.deepEqual(next.queries, ["id:2", "id:1"]);
});

test("a storage that is broken, strange or full is none", () => {
  for (const broken of ["{", "null", "7", '[1, null, {}]', `["${"x".repeat(600)}"]`]) {
    const recent = new Recent();
    recent.keepIn(storage(broken));
    assert.deepEqual(recent.queries, [], broken);
  }
  const recent = new Recent();
  recent.keepIn({
    getItem: () => null,
    setItem: () => {
      throw new Error("full");
    },
  });
  recent.add("id:1");
  assert.deepEqual(recent.queries, ["id:1"]);
});
