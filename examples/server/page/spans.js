/** @typedef {import("./language.js").Range} Range */

// The server counts in bytes of UTF-8, and the page in UTF-16 units.

const ENCODER = new TextEncoder();

/**
 * How many bytes of UTF-8 stand before the position.
 *
 * @param {string} text
 * @param {number} position
 */
export function toBytes(text, position) {
  return ENCODER.encode(text.slice(0, position)).length;
}

/**
 * Reads spans of bytes, in any order, in one pass over the text.
 *
 * @param {string} text
 * @param {Array<[number, number]>} spans
 * @returns {Array<{start: number, end: number}>} in UTF-16 units, in the order given
 */
export function fromBytes(text, spans) {
  const wanted = [...new Set(spans.flat())].sort((a, b) => a - b);
  const found = new Map();
  let bytes = 0;
  let position = 0;
  for (const offset of wanted) {
    while (bytes < offset && position < text.length) {
      const code = text.codePointAt(position) ?? 0;
      bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      position += code < 0x10000 ? 1 : 2;
    }
    found.set(offset, position);
  }
  return spans.map(([start, end]) => ({ start: found.get(start), end: found.get(end) }));
}

/**
 * Moves ranges along with an edit, so that colours stay in place until the
 * server has looked at the new text.
 *
 * @template {Range} R
 * @param {R[]} ranges
 * @param {string} before
 * @param {string} after
 * @returns {R[]}
 */
export function follow(ranges, before, after) {
  const shorter = Math.min(before.length, after.length);
  let kept = 0;
  while (kept < shorter && before[kept] === after[kept]) kept += 1;
  let tail = 0;
  while (tail < shorter - kept && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const move = (/** @type {number} */ position) => {
    if (position <= kept) return position;
    return Math.max(kept, position + after.length - before.length);
  };
  const touched = before.length - tail;
  return ranges.map((range) => ({
    ...range,
    // What is written right before a range is not in it.
    start: range.start >= touched ? range.start + after.length - before.length : move(range.start),
    end: range.end >= touched || range.end <= kept ? move(range.end) : kept,
  }));
}

/**
 * The text after edits: of two that overlap, the first is made.
 *
 * @param {string} text
 * @param {Array<{span: [number, number], text: string}>} edits with places in UTF-16 units
 */
export function applyEdits(text, edits) {
  const changes = edits.toSorted((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1]);
  let fixed = "";
  let at = 0;
  for (const { span, text: written } of changes) {
    const [start, end] = span;
    if (start < at) continue;
    fixed += text.slice(at, start) + written;
    at = end;
  }
  return { text: fixed + text.slice(at), cursor: fixed.length };
}

/**
 * Cuts a text into pieces that have the same classes.
 *
 * @param {string} text
 * @param {Array<{start: number, end: number, name: string}>} ranges
 * @returns {Array<{text: string, names: string}>}
 */
export function pieces(text, ranges) {
  const names = new Array(text.length).fill("");
  for (const range of ranges) {
    for (let at = range.start; at < range.end; at += 1) names[at] += ` ${range.name}`;
  }
  const cut = [];
  let start = 0;
  for (let at = 1; at <= text.length; at += 1) {
    if (at === text.length || names[at] !== names[start]) {
      cut.push({ text: text.slice(start, at), names: names[start].trim() });
      start = at;
    }
  }
  return cut;
}
