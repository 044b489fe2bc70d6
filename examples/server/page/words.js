const NUMBER = new Intl.NumberFormat();
const LOCAL = new Intl.DateTimeFormat(undefined, {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

const UTC_DAY = new Intl.DateTimeFormat(undefined, {
  year: "numeric",
  month: "short",
  day: "numeric",
  timeZone: "UTC",
});
const UTC_MINUTE = new Intl.DateTimeFormat(undefined, {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

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

/**
 * The time where the reader is.
 *
 * @param {Date} instant
 */
export function localTime(instant) {
  return LOCAL.format(instant);
}

/**
 * `2024-07-01 23:41:03 UTC`.
 *
 * @param {Date} instant
 */
export function utcTime(instant) {
  return `${instant.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/**
 * A day in UTC, or within a day the time, too.
 *
 * @param {Date} instant
 */
export function utcDate(instant) {
  const isDay = instant.getTime() % 86_400_000 === 0;
  return (isDay ? UTC_DAY : UTC_MINUTE).format(instant);
}

/**
 * A time as the language writes it, no longer than it must be: `2024-07-01`,
 * `2024-07-01T23:30`.
 *
 * @param {Date} instant
 */
export function partialDate(instant) {
  const whole = instant.toISOString().slice(0, 19);
  return whole.replace(/:00$/, "").replace(/T00:00$/, "");
}

/**
 * A word with a class of its own, for what came from a record.
 *
 * @param {string} text
 */
export function slug(text) {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}
