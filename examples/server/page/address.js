import { LONGEST_IN_URL } from "./api.js";

/** @typedef {import("./search.js").Wanted} Wanted */

/** What a fragment begins with that holds a search, which no server need be able to read. */
const FRAGMENT = "#?";

/** Reads what is searched for from the address of the page. */
export function readAddress() {
  return readWanted(location.search, location.hash);
}

/**
 * @param {string} search
 * @param {string} hash
 * @returns {Wanted}
 */
export function readWanted(search, hash) {
  const text = hash.startsWith(FRAGMENT) ? hash.slice(FRAGMENT.length) : search;
  const parameters = new URLSearchParams(text);
  const page = Number.parseInt(parameters.get("page") ?? "1", 10);
  return {
    query: parameters.get("query") ?? "",
    order: parameters.get("order") === "oldest" ? "oldest" : "newest",
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    activity: parameters.get("activity"),
  };
}

/**
 * What follows the path for a search: in the fragment, if it is too long to be sent to a server.
 *
 * @param {Wanted} wanted
 */
export function writeWanted({ query, order, page, activity }) {
  const parameters = new URLSearchParams();
  if (query !== "") parameters.set("query", query);
  if (order !== "newest") parameters.set("order", order);
  if (page !== 1) parameters.set("page", String(page));
  if (activity !== null) parameters.set("activity", activity);
  if (parameters.size === 0) return "";
  return (query.length > LONGEST_IN_URL ? FRAGMENT : "?") + parameters;
}

/**
 * Puts a search into the address, where "back" leads to the one before.
 *
 * @param {Wanted} wanted
 */
export function pushAddress(wanted) {
  const written = writeWanted(wanted);
  if (written !== writeWanted(readAddress())) {
    history.pushState(null, "", location.pathname + written);
  }
}

/**
 * Puts a search into the address in the place of the one that failed.
 *
 * @param {Wanted} wanted
 */
export function replaceAddress(wanted) {
  history.replaceState(null, "", location.pathname + writeWanted(wanted));
}

/**
 * Gives a long search the fragment back that a link to a place of the page took, and says
 * whether it had to.
 *
 * @param {Wanted} wanted what is searched for
 */
export function restoreAddress(wanted) {
  const written = writeWanted(wanted);
  const isTaken = location.search === "" && location.hash.length > 1 && !location.hash.startsWith(FRAGMENT);
  if (!isTaken || !written.startsWith(FRAGMENT)) return false;
  history.replaceState(null, "", location.pathname + written);
  return true;
}
