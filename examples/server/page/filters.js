/** Filters, as the language writes them. */

/** The server's word for a value that is not there. */
export const NONE = "(none)";

/** From what can be done with an activity to what is over. */
export const STATUSES = [
  "unapproved",
  "scheduled",
  "waiting",
  "blocked",
  "undelivered",
  "delivered",
  "succeeded",
  "canceled",
  "failed",
];

/**
 * A filter of one field. Quotes are written where the language needs them.
 *
 * @param {string} field such as `status` or `computer:tag`
 * @param {string} value
 */
export function filterOf(field, value) {
  const isPlain = /^[A-Za-z0-9][A-Za-z0-9._@+:-]*$/.test(value);
  return `${field}:${isPlain ? value : quoted(value)}`;
}

/** @param {string} value */
function quoted(value) {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/**
 * A filter that selects activities of any of these statuses.
 *
 * @param {string[]} statuses
 */
export function anyStatus(statuses) {
  return statuses.map((status) => `status:${status}`).join(" OR ");
}

/** A filter that is only about the time. */
const OF_TIME = /^(NOT )?created-(after|before):\S+$/;

/** @param {string[]} filters */
export function hasTime(filters) {
  return filters.some((filter) => OF_TIME.test(filter));
}

/**
 * The window of time that the filters ask for, if it has two ends.
 *
 * @param {string[]} filters
 * @returns {{from: Date, to: Date}|null}
 */
export function windowOf(filters) {
  const bound = (/** @type {string} */ name) => {
    const found = filters.find((filter) => filter.startsWith(`${name}:`));
    return found === undefined ? Number.NaN : instantOf(found.slice(name.length + 1));
  };
  const [from, to] = [bound("created-after"), bound("created-before")];
  return from < to ? { from: new Date(from), to: new Date(to) } : null;
}

/** @param {string} date a partial date, in UTC unless it says otherwise */
function instantOf(date) {
  if (!date.includes("T")) return Date.parse(date);
  const time = date.replace(/T(\d\d)(?=$|Z|[+-])/, "T$1:00");
  return Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(time) ? time : `${time}Z`);
}
