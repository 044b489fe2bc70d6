import assert from "node:assert/strict";
import { test } from "node:test";
import { exported } from "../../../examples/server/page/export.js";

const COMPUTERS = { 4: { id: 4, title: '=cmd|"x"', hostname: "web,1" } };
const ACTIVITIES = [
  { id: 7, activity_status: "failed", summary: 'Install "nginx"', computer_id: 4, result_text: "one\r\ntwo\tthree" },
  { id: "9007199254740993", creator: { name: "-2+3", email: "@x" }, parent_id: -1 },
];

/** The rows of a table, the header first. */
const rows = (text, end, between) => text.split(end).filter((row) => row !== "").map((row) => row.split(between));

test("a cell that a spreadsheet would calculate is a text, and a number stays one", () => {
  const csv = exported("csv", ACTIVITIES, COMPUTERS);
  assert.match(csv, /,"'=cmd\|""x""","web,1",/);
  assert.match(csv, /,'-2\+3,'@x,/);
  assert.match(csv, /,-1,/);
  assert.match(csv, /\r\n9007199254740993,/);
});

test("cells of CSV are quoted, and those of TSV hold no tab or line break", () => {
  assert.match(exported("csv", ACTIVITIES, COMPUTERS), /"Install ""nginx""".*"one\r\ntwo\tthree"\r\n/);
  const table = rows(exported("tsv", ACTIVITIES, COMPUTERS), "\n", "\t");
  assert.deepEqual([...new Set(table.map((row) => row.length))], [table[0].length]);
  assert.equal(table[1].at(-1), "one two three");
});

test("JSON is the records as they are", () => {
  assert.deepEqual(JSON.parse(exported("json", ACTIVITIES, COMPUTERS)), ACTIVITIES);
});
