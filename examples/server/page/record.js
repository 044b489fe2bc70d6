import { exactTime, relativeTime } from "./clock.js";
import { element } from "./element.js";
import { slug } from "./words.js";

/**
 * @typedef {Object<string, any>} Activity an activity, with the fields that its JSON has
 * @typedef {Object<string, {id: unknown, title?: unknown, hostname?: unknown}>} Computers names, by ids
 */

/**
 * Whatever a record holds, as text; nothing if it holds nothing.
 *
 * @param {unknown} value
 * @returns {string|null}
 */
export function plain(value) {
  if (value === null || value === undefined || value === "") return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * A time relative to now, and the exact one for who points at it or moves the focus there.
 *
 * @param {unknown} value
 */
export function time(value) {
  const instant = instantOf(value);
  if (instant === null) return plain(value);
  const exact = exactTime(instant);
  return element(
    "time",
    { datetime: instant.toISOString(), "data-exact": exact },
    relativeTime(instant, new Date()),
    element("span.hidden", {}, `, ${exact}`),
  );
}

/**
 * @param {unknown} value
 * @returns {Date|null}
 */
export function instantOf(value) {
  const instant = new Date(typeof value === "string" ? value : Number.NaN);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

/**
 * The classes of a status, whose colour they give.
 *
 * @param {string} status
 */
export function stateOf(status) {
  return `state.s-${slug(status)}`;
}

/**
 * @param {Activity} activity
 * @returns {string} its summary, or its type
 */
export function nameOf({ type, summary }) {
  return plain(summary) ?? plain(type) ?? "no type";
}

/**
 * @param {unknown} id
 * @param {Computers} computers
 */
export function computerName(id, computers) {
  return plain(computers[String(id)]?.title) ?? `computer ${id}`;
}
