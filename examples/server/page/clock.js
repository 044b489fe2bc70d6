/** The one clock of the page: UTC, as the query reads times without a zone. */

const DAY = 86_400_000;

const formats = {
  minute: format({ month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  shortDay: format({ month: "short", day: "numeric" }),
  day: format({ month: "short", day: "numeric", year: "numeric" }),
  full: format({ month: "short", day: "numeric", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
};

/** @param {Intl.DateTimeFormatOptions} options */
function format(options) {
  return new Intl.DateTimeFormat(undefined, { ...options, timeZone: "UTC" });
}

const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/** The units of relative times with their lengths in seconds, the longest first. */
const UNITS = /** @type {const} */ ([
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
]);

/**
 * `2024-07-01 23:41:03 UTC`.
 *
 * @param {Date} instant
 */
export function exactTime(instant) {
  return `${instant.toISOString().slice(0, -5).replace("T", " ")} UTC`;
}

/**
 * `5 minutes ago`, `in 2 days`.
 *
 * @param {Date} instant
 * @param {Date} now
 */
export function relativeTime(instant, now) {
  const seconds = (instant.getTime() - now.getTime()) / 1000;
  const unit = UNITS.find(([, length]) => Math.abs(seconds) >= length);
  if (unit === undefined) return seconds > 0 ? "in a moment" : "just now";
  const [name, length] = unit;
  return RELATIVE.format(Math.trunc(seconds / length), name);
}

/**
 * A time of the chart. All of one chart are written alike: days, or times within them.
 *
 * @param {Date} instant
 * @param {number} step the width of a bar, in seconds
 */
export function chartTime(instant, step) {
  return (step * 1000 >= DAY ? formats.day : formats.minute).format(instant);
}

/**
 * A time that stands alone: a day, or within a day the time, too.
 *
 * @param {Date} instant
 */
export function plainTime(instant) {
  return (isDay(instant) ? formats.day : formats.full).format(instant);
}

/**
 * A day without its year: `7 Jul`.
 *
 * @param {Date} instant
 */
export function shortDay(instant) {
  return formats.shortDay.format(instant);
}

/**
 * Whether a day begins with it.
 *
 * @param {Date} instant
 */
export function isDay(instant) {
  return instant.getTime() % DAY === 0;
}

/**
 * A time as the language writes it, no longer than it must be: `2024-07-01`, `2024-07-01T23:30`.
 *
 * @param {Date} instant
 */
export function partialDate(instant) {
  const whole = instant.toISOString().slice(0, -5);
  return whole.replace(/:00$/, "").replace(/T00:00$/, "");
}

/** The last instant that a query can name. */
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59);

/**
 * The filter of a window of time. An end past what can be written is left open.
 *
 * @param {{from: Date, to: Date}} window
 */
export function windowFilter({ from, to }) {
  const after = `created-after:${partialDate(from)}`;
  return to.getTime() > LAST ? after : `${after} created-before:${partialDate(to)}`;
}

/** The presets of time: their names, and how far each goes back in milliseconds; null for today. */
export const PRESETS = /** @type {Array<[string, number|null]>} */ ([
  ["Last hour", 3_600_000],
  ["Today", null],
  ["7 days", 7 * DAY],
  ["30 days", 30 * DAY],
]);

/**
 * When a preset begins, to the minute.
 *
 * @param {number|null} length
 * @param {Date} now
 */
export function presetStart(length, now) {
  const unit = length === null ? DAY : 60_000;
  const start = now.getTime() - (length ?? 0);
  return new Date(Math.floor(start / unit) * unit);
}
