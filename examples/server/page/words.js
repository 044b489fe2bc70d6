const NUMBER = new Intl.NumberFormat();

/**
 * `1,234`.
 *
 * @param {number} count
 */
export function number(count) {
  return NUMBER.format(count);
}

/**
 * `1 activity`, `1,234 activities`.
 *
 * @param {number} count
 * @param {string} one
 * @param {string} more
 */
export function many(count, one, more) {
  return `${number(count)} ${count === 1 ? one : more}`;
}

/** @param {number} count */
export function activities(count) {
  return many(count, "activity", "activities");
}

/**
 * A word with a class of its own, for what came from a record.
 *
 * @param {string} text
 */
export function slug(text) {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}
