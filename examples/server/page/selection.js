/**
 * The activities that are picked, on this page of the results or another; or all that a query
 * selects, wherever they are. Ids are text: not every id is a number of JavaScript.
 */
export class Selection {
  /** @type {Set<string>} */
  #picked = new Set();
  /** @type {{query: string, count: number}|null} */
  #all = null;
  /** @type {Array<() => void>} */
  #listeners = [];
  #isHeld = false;

  get size() {
    return this.#all?.count ?? this.#picked.size;
  }

  /** The ids that are picked one by one, the smallest first. */
  get ids() {
    return [...this.#picked].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  }

  /** The query that selects them. */
  get query() {
    return this.#all?.query ?? this.ids.map((id) => `id:${id}`).join(" OR ");
  }

  /** Whether all that a query selects is picked. */
  get isAll() {
    return this.#all !== null;
  }

  /** Whether nothing can be picked or changed for now. */
  get isHeld() {
    return this.#isHeld;
  }

  /** @param {string} id */
  has(id) {
    return this.#all !== null || this.#picked.has(String(id));
  }

  /** @param {string[]} ids */
  add(ids) {
    if (this.#isHeld) return;
    this.#all = null;
    for (const id of ids) this.#picked.add(String(id));
    this.#tell();
  }

  /**
   * Without these ids. Of all that a query selects nothing remains, since a query of the rest
   * is the reader's to write.
   *
   * @param {string[]} ids
   */
  drop(ids) {
    if (this.#all !== null) {
      this.clear();
      return;
    }
    for (const id of ids) this.#picked.delete(String(id));
    this.#tell();
  }

  /**
   * Picks all that the query selects.
   *
   * @param {string} query
   * @param {number} count how many these are
   */
  pickAll(query, count) {
    if (this.#isHeld) return;
    this.#all = { query, count };
    this.#tell();
  }

  clear() {
    this.#picked.clear();
    this.#all = null;
    this.#tell();
  }

  /**
   * Holds the selection as it is while the rows are not those of the query in the box.
   *
   * @param {boolean} isHeld
   */
  hold(isHeld) {
    if (this.#isHeld === isHeld) return;
    this.#isHeld = isHeld;
    this.#tell();
  }

  /** @param {() => void} listener */
  onChange(listener) {
    this.#listeners.push(listener);
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}
