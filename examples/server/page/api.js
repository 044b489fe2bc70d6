import { sign } from "./sign.js";

/** A query that is longer is not put into a URL: its characters may take three bytes each, escaped. */
export const LONGEST_IN_URL = 2_000;

/** The version of the methods at `/api/`. */
const VERSION = "2011-08-01";

/** What the server refused, or that it could not be asked. */
export class ApiError extends Error {
  /**
   * @param {string} code such as `InvalidQueryError`
   * @param {string} message
   * @param {Array<object>} diagnostics of the query, if that is what is wrong
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
  #keys = null;
  /** How far the server's clock is ahead of ours, in milliseconds. */
  #ahead = 0;

  /** Whether calls must be signed, and whether changes are forgotten. */
  async session() {
    const { signed, forgets, now } = await this.#answer("/api/v2/session", {});
    this.#ahead = Date.parse(now) - Date.now();
    return { signed, forgets };
  }

  /** Signs what follows, with keys that are nowhere kept but here. */
  signIn(keys) {
    this.#keys = keys;
  }

  signOut() {
    this.#keys = null;
  }

  activities(query, order, limit, offset, signal) {
    return this.#get("/api/v2/activities", { query, order, limit, offset }, signal);
  }

  /** The activities of a query that may be too long for a URL. */
  lookUp(query, limit) {
    return this.#post("/api/v2/activities", { query, limit });
  }

  histogram(query, buckets, signal) {
    return this.#get("/api/v2/activities/histogram", { query, buckets }, signal);
  }

  highlight(query, signal) {
    return this.#post("/api/v2/query/highlight", { query }, signal);
  }

  /** Checks a text, as one that is being typed if there is a cursor in it, in bytes. */
  async check(query, cursor, signal) {
    const parameters = cursor === null ? { query } : { query, cursor };
    const checked = await this.#post("/api/v2/query/check", parameters, signal);
    return { ...checked, diagnostics: inUnits(checked.diagnostics) };
  }

  complete(query, cursor, signal) {
    return this.#post("/api/v2/query/complete", { query, cursor }, signal);
  }

  /**
   * The query with a filter added, removed, toggled or set, or without fields.
   *
   * @param {"add"|"remove"|"toggle"|"set"|"clear"} edit
   * @param {{filter: string}|{fields: string}} given
   */
  edit(query, edit, given) {
    return this.#post("/api/v2/query/edit", { query, edit, ...given });
  }

  /** Why the activity matches or not. */
  explain(query, id, signal) {
    return this.#post("/api/v2/query/explain", { query, id }, signal);
  }

  /** How many activities match each part. */
  counts(query, signal) {
    return this.#post("/api/v2/query/explain", { query }, signal);
  }

  cancel(query) {
    return this.#act("CancelActivities", { query });
  }

  approve(query) {
    return this.#act("ApproveActivities", { query });
  }

  savedSearches() {
    return this.#act("GetSavedSearches", {});
  }

  createSavedSearch(search) {
    return this.#act("CreateSavedSearch", search);
  }

  editSavedSearch(search) {
    return this.#act("EditSavedSearch", search);
  }

  removeSavedSearch(name) {
    return this.#act("RemoveSavedSearch", { name });
  }

  #act(action, parameters) {
    return this.#post("/api/", { action, version: VERSION, ...parameters });
  }

  /** Asks by GET, or by POST if that would be too long for a URL. */
  async #get(path, parameters, signal) {
    if (String(parameters.query ?? "").length > LONGEST_IN_URL) {
      return this.#post(path, parameters, signal);
    }
    const form = await this.#form("GET", path, parameters);
    return this.#answer(`${path}?${form}`, { signal });
  }

  async #post(path, parameters, signal) {
    const body = await this.#form("POST", path, parameters);
    return this.#answer(path, { method: "POST", body, signal });
  }

  async #form(method, path, parameters) {
    const entries = Object.entries(parameters).map(([name, value]) => [name, String(value)]);
    const plain = Object.fromEntries(entries);
    if (this.#keys === null) return new URLSearchParams(plain);
    const now = new Date(Date.now() + this.#ahead);
    const call = { method, host: location.host, path };
    return new URLSearchParams(await sign(call, plain, this.#keys, now));
  }

  async #answer(address, init) {
    let response;
    try {
      response = await fetch(address, { ...init, cache: "no-store" });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new ApiError("Unreachable", "the server can't be reached: try again in a moment");
    }
    let body;
    try {
      body = await response.text();
    } catch (error) {
      if (error.name === "AbortError") throw error;
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

/** Diagnostics with their places in UTF-16 units, as the page has them, and not in bytes. */
function inUnits(diagnostics = []) {
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    span: diagnostic.utf16,
    fixes: diagnostic.fixes.map((fix) => ({
      ...fix,
      edits: fix.edits.map(({ text, utf16 }) => ({ text, span: utf16 })),
    })),
  }));
}

/** A string or a number of JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/**
 * Reads JSON, where integers of 16 digits and more become strings: as numbers
 * two ids beside each other could be the same.
 */
function read(body) {
  const exact = body.replace(TOKEN, (token) => (/^-?\d{16,}$/.test(token) ? `"${token}"` : token));
  try {
    return JSON.parse(exact);
  } catch {
    return undefined;
  }
}

/** Whether the error only says that a newer call took the place of this one. */
export function isStale(error) {
  return error.name === "AbortError";
}
