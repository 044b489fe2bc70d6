import { check, parse } from "./core.js";
import { bound } from "./module.js";
import { lint } from "./more.js";

/** What a fix does, in a few words. */
export function named({ edits }, text) {
  const written = edits.map((edit) => edit.text.trim()).filter((part) => part !== "");
  if (written.length > 0) return `write ${written.join(" … ")}`;
  const removed = edits.map(({ span }) => text.slice(...span).trim()).filter((part) => part !== "");
  return removed.length > 0 ? `remove ${removed.join(" … ")}` : "remove blanks";
}

/**
 * The mistakes to show while somebody writes. Of a query, where the larger module is
 * loaded, they are all that may not be meant.
 */
export function found(text, options, cursor) {
  const lints = bound().lint !== undefined && parse(text, options).ok;
  return lints ? lint(text, options) : check(text, { ...options, cursor });
}
