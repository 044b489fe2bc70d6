import assert from "node:assert/strict";
import { test } from "node:test";
import { readWanted, writeWanted } from "../../../examples/server/page/address.js";

const EVERYTHING = { query: "", order: "newest", page: 1, activity: null };

/** Reads what was written, as a browser splits an address. */
function read(written) {
  const { search, hash } = new URL(`http://localhost/${written}`);
  return readWanted(search, hash);
}

test("what is written into the address is read from it", () => {
  const long = `${"id:1 OR ".repeat(9_000)}"é # & ? %"`;
  for (const wanted of [
    EVERYTHING,
    { query: 'title:"é # & ? %"', order: "oldest", page: 3, activity: "136" },
    { query: long, order: "newest", page: 2, activity: null },
  ]) {
    assert.deepEqual(read(writeWanted(wanted)), wanted);
  }
  assert.equal(writeWanted(EVERYTHING), "");
  assert.match(writeWanted({ ...EVERYTHING, query: long }), /^#/, "no server need read it");
});

test("an address that the page did not write is everything, from its beginning", () => {
  for (const address of ["?page=0", "?page=-1", "?page=x", "?page=1e99", "?order=random", "?other=1", "#activity-1"]) {
    assert.deepEqual(read(address), EVERYTHING, address);
  }
});
