import assert from "node:assert/strict";
import { test } from "node:test";
import { exactTime, partialDate, relativeTime } from "../../../examples/server/page/clock.js";
import { many, slug } from "../../../examples/server/page/words.js";

test("a date is no longer than it must be", () => {
  const written = ["2024-07-01T00:00:00Z", "2024-07-01T23:30:00Z", "2024-07-01T23:30:05Z"];
  assert.deepEqual(written.map((text) => partialDate(new Date(text))), [
    "2024-07-01",
    "2024-07-01T23:30",
    "2024-07-01T23:30:05",
  ]);
  assert.equal(exactTime(new Date("2024-07-01T23:41:03.9Z")), "2024-07-01 23:41:03 UTC");
});

test("counts have the words of their number", () => {
  assert.equal(many(1, "activity", "activities"), "1 activity");
  assert.match(many(1234, "activity", "activities"), /^1\D?234 activities$/);
  assert.equal(slug("In Progress (2)"), "in-progress-2-");
});

test("a relative time is in words", () => {
  const now = new Date("2024-07-20T12:00:00Z");
  const at = (text) => relativeTime(new Date(text), now);
  assert.equal(at("2024-07-20T11:55:00Z"), "5 minutes ago");
  assert.equal(at("2024-07-06T11:55:00Z"), "14 days ago");
  assert.equal(at("2024-06-01T11:55:00Z"), "last month");
  assert.equal(at("2024-07-20T11:59:59.9Z"), "just now");
});
