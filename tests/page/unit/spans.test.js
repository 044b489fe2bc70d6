import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits, follow, fromBytes, pieces, toBytes } from "../../../examples/server/page/spans.js";

const TEXT = 'é 😀 "x" 漢';

test("places in bytes and in UTF-16 units are each other's inverse", () => {
  for (const at of [0, 1, 2, 4, 5, 8, TEXT.length]) {
    const bytes = toBytes(TEXT, at);
    assert.deepEqual(fromBytes(TEXT, [[bytes, bytes]]), [{ start: at, end: at }]);
  }
  assert.deepEqual(fromBytes(TEXT, [[8, 11], [0, 2]]), [
    { start: 5, end: 8 },
    { start: 0, end: 1 },
  ]);
});

test("ranges stay where they are in a text that is edited", () => {
  const range = (start, end) => ({ start, end });
  assert.deepEqual(follow([range(0, 2), range(3, 5)], "ab cd", "ab x cd"), [range(0, 2), range(5, 7)]);
  assert.deepEqual(follow([range(0, 2), range(3, 5)], "ab cd", "ab"), [range(0, 2), range(2, 2)]);
  assert.deepEqual(follow([range(0, 5)], "ab cd", "ab x cd"), [range(0, 7)]);
});

test("edits are made in the order of the text, and of two that overlap the first", () => {
  const edits = [
    { span: [6, 7], text: "Z" },
    { span: [0, 2], text: "é" },
    { span: [1, 3], text: "!" },
  ];
  assert.deepEqual(applyEdits("ab cd e f", edits), { text: "é cd Z f", cursor: 6 });
  assert.deepEqual(applyEdits("ab", []), { text: "ab", cursor: 0 });
});

test("a text is cut where its classes change, and nothing is lost", () => {
  const cut = pieces("ab cd", [
    { start: 0, end: 2, name: "a" },
    { start: 1, end: 4, name: "b" },
  ]);
  assert.deepEqual(cut, [
    { text: "a", names: "a" },
    { text: "b", names: "a b" },
    { text: " c", names: "b" },
    { text: "d", names: "" },
  ]);
  assert.deepEqual(pieces("", []), []);
});
