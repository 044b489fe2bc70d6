import { bound, languageOf, milliseconds } from "./module.js";

/** The text of a file of records: it may be given as that, or as objects. */
function text(records = []) {
  return typeof records === "string" ? records : JSON.stringify(records);
}

const now = ({ now = new Date() } = {}) => milliseconds(now);

/** The module of a fleet, once it is ready. */
function fleetClass() {
  const { Fleet } = bound();
  if (Fleet === undefined) throw new Error("activity-query is not ready: call its own `await init()` first");
  return Fleet;
}

/** Activities, computers, saved searches and access groups. */
export class Fleet {
  #fleet;

  constructor({ activities, computers, searches, accessGroups } = {}) {
    const Inner = fleetClass();
    const given = [activities, computers, searches, accessGroups].map((records) => text(records) || "[]");
    this.#fleet = new Inner(...given);
  }

  find(query, options = {}) {
    const { limit = 1000, offset = 0, order = "newest-first", after, count = false } = options;
    const page = { limit, offset, order: order.replaceAll("-", "_"), count };
    if (after !== undefined) page.after = after;
    return JSON.parse(this.#fleet.find(query, JSON.stringify(page), now(options)));
  }

  findComputers(query, options) {
    return JSON.parse(this.#fleet.findComputers(query, now(options)));
  }

  explain(query, id, options) {
    return JSON.parse(this.#fleet.explain(languageOf(options), query, BigInt(id), now(options)));
  }

  count(query, options) {
    return JSON.parse(this.#fleet.count(languageOf(options), query, now(options)));
  }

  /** Gives back the memory of the records; the fleet can't be used any more. */
  free() {
    this.#fleet.free();
  }
}

/** Whether one record matches a query; the computer of an activity is among `computers`. */
export function matches(query, record, options = {}) {
  const language = options.language ?? "activity";
  const { computers, searches, accessGroups } = options;
  const own = typeof record === "string" ? record : JSON.stringify(record);
  const records =
    language === "computer" ? { computers: own } : { activities: own, computers };
  const fleet = new Fleet({ ...records, searches, accessGroups });
  try {
    const found = language === "computer" ? fleet.findComputers(query, options) : fleet.find(query, options);
    if (!found.ok) return found;
    return { ok: true, matches: (found.activities ?? found.computers).length > 0 };
  } finally {
    fleet.free();
  }
}
