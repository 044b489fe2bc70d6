import { fromBytes } from "./spans.js";

/**
 * The query for what it selects in a window of time alone. A bound that the
 * query has is replaced where it stands, if it holds for all of the query;
 * else the new one is added, which can only narrow.
 *
 * @param {string} query a query without mistakes
 * @param {Array<{span: [number, number], class: string}>} parts its highlights
 * @param {{after: string, before: string}} window partial dates
 */
export function narrow(query, parts, window) {
  const ranges = fromBytes(query, parts.map((part) => part.span));
  const words = parts
    .map((part, at) => ({ class: part.class, ...ranges[at] }))
    .filter((word) => word.class !== "blank");
  const dates = boundsOfAll(query, words);
  const changes = [];
  let added = "";
  for (const [field, date] of [["created-after", window.after], ["created-before", window.before]]) {
    const held = dates.get(field);
    if (held === undefined) added += ` ${field}:${date}`;
    else changes.push({ ...held, text: date });
  }
  changes.sort((a, b) => b.start - a.start);
  const text = changes.reduce(
    (changed, { start, end, text: date }) => changed.slice(0, start) + date + changed.slice(end),
    query,
  );
  return (text + added).trim();
}

/** Where the dates stand of the bounds that hold for all of the query. */
function boundsOfAll(query, words) {
  const found = new Map();
  const text = (word) => (word === undefined ? "" : query.slice(word.start, word.end));
  let depth = 0;
  words.forEach((word, at) => {
    if (word.class === "group") depth += text(word) === "(" ? 1 : -1;
    const field = text(word);
    const isBound = word.class === "field" && /^created-(after|before)$/.test(field);
    if (!isBound || depth > 0 || found.has(field)) return;
    const date = words[at + 2];
    const [before, after] = [text(words[at - 1]), text(words[at + 3])];
    const holdsForAll = before !== "OR" && before !== "NOT" && after !== "OR";
    if (date?.class === "date" && holdsForAll) {
      found.set(field, { start: date.start, end: date.end });
    }
  });
  return found;
}
