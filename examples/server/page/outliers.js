/** How wide the bars must be for a window to be looked for: charts of years alone. */
const LONG = 30 * 86_400;
/** How many bars may hold nearly all, and what share that is. */
const FEW = 3;
const NEARLY = 0.95;

/**
 * Where nearly all activities are, if the rest makes the chart so long that they are a bar or
 * two: one activity of the year 9999 is enough for that.
 *
 * @param {import("./api.js").Histogram} histogram
 * @returns {{from: Date, to: Date, outside: number}|null}
 */
export function mostOf({ from, to, step_seconds: seconds, buckets }) {
  const step = seconds * 1000;
  if (buckets.length === 0 || seconds < LONG) return null;
  const length = Math.round((Date.parse(to) - Date.parse(from)) / step);
  if (length < 4 * FEW) return null;
  const held = buckets.map(({ start, counts }) => ({
    start: Date.parse(start),
    total: Object.values(counts).reduce((sum, count) => sum + count, 0),
  }));
  const all = held.reduce((sum, { total }) => sum + total, 0);
  let best = { start: 0, total: 0 };
  for (const { start } of held) {
    const within = held.filter((other) => other.start >= start && other.start < start + FEW * step);
    const total = within.reduce((sum, other) => sum + other.total, 0);
    if (total > best.total) best = { start, total };
  }
  if (best.total === all || best.total < NEARLY * all) return null;
  return { from: new Date(best.start), to: new Date(best.start + FEW * step), outside: all - best.total };
}
