/** How many queries are kept, and how long one may be. */
const MOST = 8;
const LONGEST = 500;
const KEY = "recent-queries";

/** The queries that were searched for, the newest first. */
export class Recent {
  /** @type {Pick<Storage, "getItem"|"setItem">|undefined} */
  #storage;
  /** @type {string[]} */
  #queries = [];

  /**
   * Has them kept, and brings back those that were. Otherwise they are forgotten when the page
   * is closed.
   *
   * @param {Pick<Storage, "getItem"|"setItem">} storage
   */
  keepIn(storage) {
    this.#storage = storage;
    this.#queries = [...new Set([...this.#queries, ...read(storage)])].slice(0, MOST);
  }

  get queries() {
    return this.#queries;
  }

  /** @param {string} query */
  add(query) {
    const text = query.trim();
    if (text === "" || text.length > LONGEST) return;
    this.#queries = [text, ...this.#queries.filter((other) => other !== text)].slice(0, MOST);
    try {
      this.#storage?.setItem(KEY, JSON.stringify(this.#queries));
    } catch {
      // A full or forbidden storage only means that they are not kept.
    }
  }
}

/**
 * @param {Pick<Storage, "getItem">} storage
 * @returns {string[]}
 */
function read(storage) {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? "[]");
    const isQuery = (/** @type {unknown} */ query) => typeof query === "string" && query.length <= LONGEST;
    return Array.isArray(kept) ? kept.filter(isQuery).slice(0, MOST) : [];
  } catch {
    return [];
  }
}
