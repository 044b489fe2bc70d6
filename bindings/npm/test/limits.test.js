/** How large the modules are, how soon they are ready, and how long a key takes. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const file = (name) => readFileSync(new URL(`../lib/wasm/${name}`, import.meta.url));

/** The shortest of some times: others wait for the machine. */
async function shortest(times, run) {
  let least = Infinity;
  for (let time = 0; time < times; time += 1) {
    const begin = performance.now();
    await run();
    least = Math.min(least, performance.now() - begin);
  }
  return least;
}

for (const [name, most] of [["edit", 150_000], ["full", 275_000], ["sql", 175_000]]) {
  test(`${name}: size and start`, async (t) => {
    const bytes = file(`${name}_bg.wasm`);
    const size = gzipSync(bytes, { level: 9 }).length;
    const start = await shortest(5, async () => {
      const { default: init } = await import(`../lib/wasm/${name}.js?${Math.random()}`);
      await init({ module_or_path: bytes });
    });
    t.diagnostic(`${name}: ${size} bytes gzipped, ready in ${start.toFixed(1)} ms`);
    assert.ok(size <= most, `${size} bytes`);
    assert.ok(start < 500, `${start} ms`);
  });
}

test("a key in a text of 1,000 terms", async (t) => {
  const { check, complete, highlight } = await import("activity-query/edit");
  const ids = Array.from({ length: 997 }, (_, at) => `id:${at}`).join(" OR ");
  const text = `${ids} status:failed computer:tag:laptop status:fai`;
  const times = {};
  for (const [name, call] of Object.entries({
    highlight: () => highlight(text),
    check: () => check(text, { cursor: text.length }),
    complete: () => complete(text, text.length),
  })) {
    times[name] = await shortest(50, call);
  }
  const all = Object.values(times).reduce((sum, time) => sum + time);
  const each = Object.entries(times).map(([name, time]) => `${name} ${time.toFixed(2)} ms`);
  t.diagnostic(`a key: ${all.toFixed(2)} ms (${each.join(", ")})`);
  assert.ok(all < 20, `${all} ms`);
});
