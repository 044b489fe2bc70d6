import { sign } from "./sign.js";

/**
 * @typedef {import("./language.js").Diagnostic} Diagnostic
 * @typedef {import("./language.js").Suggestions} Suggestions
 * @typedef {import("./sign.js").Keys} Keys
 * @typedef {"newest"|"oldest"} Order
 * @typedef {Object<string, string|number>} Parameters
 * @typedef {{name: string, title: string, search: string}} SavedSearch
 * @typedef {{valid: boolean, canonical: string|null, portable: string|null,
 *   portable_error: {message: string}|null, filters: string[], diagnostics: Diagnostic[]}} Checked
 * @typedef {{cancel: string[], approve: string[]}} Changeable
 * @typedef {[number, number]} Span a place of a text, in bytes
 * @typedef {{span: Span|null, all?: Node[], any?: Node[], not?: Node, query?: Node, term?: string,
 *   field?: string, matches: any, found?: string, deciding?: boolean, without?: number}} Node
 *   a part of a query: whether it matches, or how many activities do
 * @typedef {{matches: boolean, deciding: Span[], tree: Node}} Explanation
 * @typedef {{records: number, matches: number, tree: Node}} Counts
 * @typedef {{value: string|null, count: number}} Counted
 * @typedef {{count: number, statuses: Counted[], types: Counted[], creators: Counted[]}} FacetCounts
 * @typedef {{count: number, results: import("./record.js").Activity[],
 *   computers: import("./record.js").Computers}} Found
 * @typedef {{from: string, to: string, step_seconds: number,
 *   buckets: Array<{start: string, counts: Object<string, number>}>}} Histogram
 */

/** A query that is longer is not put into a URL: its characters may take three bytes each, escaped. */
export const LONGEST_IN_URL = 2_000;

/** The version of the methods at `/api/`. */
const VERSION = "2011-08-01";

/** What the server refused, or that it could not be asked. */
export class ApiError extends Error {
  /**
   * @param {string} code such as `InvalidQueryError`
   * @param {string} message
   * @param {Diagnostic[]} diagnostics of the query, if that is what is wrong
   * @param {boolean} isAnswer whether the server refused, and so did nothing
   */
  constructor(code, message, diagnostics = [], isAnswer = false) {
    super(message);
    this.code = code;
    this.diagnostics = diagnostics;
    this.isAnswer = isAnswer;
  }
}

/** The calls that this page makes. */
export class Api {
  /** @type {Keys|null} */
  #keys = null;
  /** How far the server's clock is ahead of ours, in milliseconds. */
  #ahead = 0;

  /**
   * Whether calls must be signed, whether changes are forgotten, and which statuses can be changed.
   *
   * @returns {Promise<{signed: boolean, forgets: boolean, changeable: Changeable}>}
   */
  async session() {
    const { now, ...session } = await this.#answer("/api/v2/session", {});
    this.#ahead = Date.parse(now) - Date.now();
    return session;
  }

  /**
   * Signs what follows, with keys that are nowhere kept but here.
   *
   * @param {Keys} keys
   */
  signIn(keys) {
    this.#keys = keys;
  }

  signOut() {
    this.#keys = null;
  }

  /**
   * @param {string} query
   * @param {Order} order
   * @param {number} limit
   * @param {number} offset
   * @param {AbortSignal} [signal]
   * @returns {Promise<Found>}
   */
  activities(query, order, limit, offset, signal) {
    return this.#get("/api/v2/activities", { query, order, limit, offset }, signal);
  }

  /**
   * The activities of a query that may be too long for a URL.
   *
   * @param {string} query
   * @param {number} limit
   * @returns {Promise<Found>}
   */
  lookUp(query, limit, offset = 0, order = "newest") {
    return this.#post("/api/v2/activities", { query, limit, offset, order });
  }

  /** @param {string} id */
  activity(id) {
    return this.#get(`/api/v2/activities/${encodeURIComponent(id)}`, {});
  }

  /** @param {string} id */
  computer(id) {
    return this.#get(`/api/v2/computers/${encodeURIComponent(id)}`, {});
  }

  /**
   * How many activities match, by status, type and creator.
   *
   * @param {string} query
   * @param {AbortSignal} [signal]
   * @returns {Promise<FacetCounts>}
   */
  facets(query, signal) {
    return this.#get("/api/v2/activities/facets", { query }, signal);
  }

  /**
   * How many activities a change would select, and the fingerprint of which ones.
   *
   * @param {string} query
   * @returns {Promise<{count: number, fingerprint: string}>}
   */
  preview(query) {
    return this.#get("/api/v2/activities/preview", { query });
  }

  /**
   * @param {string} query
   * @param {number} buckets
   * @param {AbortSignal} [signal]
   * @returns {Promise<Histogram>}
   */
  histogram(query, buckets, signal) {
    return this.#get("/api/v2/activities/histogram", { query, buckets }, signal);
  }

  /**
   * @param {string} query
   * @param {AbortSignal} [signal]
   * @returns {Promise<Array<{span: [number, number], class: string}>>}
   */
  highlight(query, signal) {
    return this.#post("/api/v2/query/highlight", { query }, signal);
  }

  /**
   * Checks a text, as one that is being typed if there is a cursor in it, in bytes.
   *
   * @param {string} query
   * @param {number|null} cursor
   * @param {AbortSignal} [signal]
   * @returns {Promise<Checked>}
   */
  async check(query, cursor, signal) {
    /** @type {Parameters} */
    const parameters = cursor === null ? { query } : { query, cursor };
    const checked = await this.#post("/api/v2/query/check", parameters, signal);
    return { ...checked, diagnostics: inUnits(checked.diagnostics) };
  }

  /**
   * @param {string} query
   * @param {number} cursor
   * @param {AbortSignal} [signal]
   * @returns {Promise<Suggestions>}
   */
  complete(query, cursor, signal) {
    return this.#post("/api/v2/query/complete", { query, cursor }, signal);
  }

  /**
   * The query with a filter added, removed, toggled or set, or without fields.
   *
   * @param {string} query
   * @param {import("./language.js").Kind} edit
   * @param {{filter: string}|{fields: string}} given
   * @returns {Promise<{text: string}>}
   */
  edit(query, edit, given) {
    return this.#post("/api/v2/query/edit", { query, edit, ...given });
  }

  /**
   * Why the activity matches or not.
   *
   * @param {string} query
   * @param {string} id
   * @param {AbortSignal} [signal]
   * @returns {Promise<Explanation>}
   */
  explain(query, id, signal) {
    return this.#post("/api/v2/query/explain", { query, id }, signal);
  }

  /**
   * How many activities match each part.
   *
   * @param {string} query
   * @param {AbortSignal} [signal]
   * @returns {Promise<Counts>}
   */
  counts(query, signal) {
    return this.#post("/api/v2/query/explain", { query }, signal);
  }

  /**
   * Changes what the query selects, if that still is what the fingerprint is of.
   *
   * @param {"cancel"|"approve"} kind
   * @param {string} query
   * @param {string} expected
   * @returns {Promise<unknown[]>} the ids
   */
  change(kind, query, expected) {
    const action = kind === "cancel" ? "CancelActivities" : "ApproveActivities";
    return this.#act(action, { query, expected });
  }

  /** @returns {Promise<SavedSearch[]>} */
  savedSearches() {
    return this.#act("GetSavedSearches", {});
  }

  /** @param {SavedSearch} search */
  createSavedSearch(search) {
    return this.#act("CreateSavedSearch", search);
  }

  /** @param {SavedSearch} search */
  editSavedSearch(search) {
    return this.#act("EditSavedSearch", search);
  }

  /** @param {string} name */
  removeSavedSearch(name) {
    return this.#act("RemoveSavedSearch", { name });
  }

  /**
   * @param {string} action
   * @param {Parameters} parameters
   */
  #act(action, parameters) {
    return this.#post("/api/", { action, version: VERSION, ...parameters });
  }

  /**
   * Asks by GET, or by POST if that would be too long for a URL.
   *
   * @param {string} path
   * @param {Parameters} parameters
   * @param {AbortSignal} [signal]
   */
  async #get(path, parameters, signal) {
    if (String(parameters.query ?? "").length > LONGEST_IN_URL) {
      return this.#post(path, parameters, signal);
    }
    const form = await this.#form("GET", path, parameters);
    return this.#answer(`${path}?${form}`, { signal });
  }

  /**
   * @param {string} path
   * @param {Parameters} parameters
   * @param {AbortSignal} [signal]
   */
  async #post(path, parameters, signal) {
    const body = await this.#form("POST", path, parameters);
    return this.#answer(path, { method: "POST", body, signal });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Parameters} parameters
   */
  async #form(method, path, parameters) {
    const entries = Object.entries(parameters).map(([name, value]) => [name, String(value)]);
    const plain = Object.fromEntries(entries);
    if (this.#keys === null) return new URLSearchParams(plain);
    const now = new Date(Date.now() + this.#ahead);
    const call = { method, host: location.host, path };
    return new URLSearchParams(await sign(call, plain, this.#keys, now));
  }

  /**
   * @param {string} address
   * @param {RequestInit} init
   * @returns {Promise<any>}
   */
  async #answer(address, init) {
    let response;
    try {
      response = await fetch(address, { ...init, cache: "no-store" });
    } catch (error) {
      if (isStale(error)) throw error;
      throw new ApiError("Unreachable", "the server can't be reached: try again in a moment");
    }
    let body;
    try {
      body = await response.text();
    } catch (error) {
      if (isStale(error)) throw error;
      throw new ApiError("BrokenOff", "the server's answer broke off: try again in a moment");
    }
    const said = read(body);
    if (response.ok && said !== undefined) return said;
    const code = said?.error ?? `HTTP ${response.status}`;
    const isAnswer = said?.error !== undefined && (response.status < 500 || NOTHING_DONE.includes(code));
    throw new ApiError(code, said?.message ?? response.statusText, inUnits(said?.diagnostics), isAnswer);
  }
}

/** Failures of the server that tell that it did nothing. */
const NOTHING_DONE = ["TooSlow", "Overloaded"];

/**
 * Diagnostics with their places in UTF-16 units, as the page has them, and not in bytes.
 *
 * @param {any[]} [diagnostics]
 * @returns {Diagnostic[]}
 */
function inUnits(diagnostics = []) {
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    span: diagnostic.utf16,
    fixes: diagnostic.fixes.map((/** @type {any} */ fix) => ({
      ...fix,
      edits: fix.edits.map((/** @type {any} */ { text, utf16 }) => ({ text, span: utf16 })),
    })),
  }));
}

/** A string or a number of JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/**
 * Reads JSON, where integers of 16 digits and more become strings: as numbers
 * two ids beside each other could be the same.
 *
 * @param {string} body
 */
function read(body) {
  const exact = body.replace(TOKEN, (token) => (/^-?\d{16,}$/.test(token) ? `"${token}"` : token));
  try {
    return JSON.parse(exact);
  } catch {
    return undefined;
  }
}

/**
 * Whether the error only says that a newer call took the place of this one.
 *
 * @param {unknown} error
 */
export function isStale(error) {
  return error instanceof Error && error.name === "AbortError";
}

/**
 * What an error says.
 *
 * @param {unknown} error
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
