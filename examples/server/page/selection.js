// @ts-nocheck
/**
 * The activities that are picked, on this page of the results or another. Ids
 * are text: not every id is a number of JavaScript.
 */
export class Selection {
  #picked = new Set();
  /** What was seen of each activity: a selection spans pages. */
  #seen = new Map();
  #listeners = [];
  #isHeld = false;

  get size() {
    return this.#picked.size;
  }

  /** The ids, the smallest first. */
  get ids() {
    return [...this.#picked].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  }

  /** Whether nothing can be picked or changed for now. */
  get isHeld() {
    return this.#isHeld;
  }

  has(id) {
    return this.#picked.has(String(id));
  }

  add(ids) {
    if (this.#isHeld) return;
    for (const id of ids) this.#picked.add(String(id));
    this.#tell();
  }

  drop(ids) {
    for (const id of ids) this.#picked.delete(String(id));
    this.#tell();
  }

  clear() {
    this.#picked.clear();
    this.#seen.clear();
    this.#tell();
  }

  /** Holds the selection as it is while the rows are not those of the query in the box. */
  hold(isHeld) {
    if (this.#isHeld === isHeld) return;
    this.#isHeld = isHeld;
    this.#tell();
  }

  /** Remembers what the activities are. */
  see(activities) {
    for (const activity of activities) this.#seen.set(String(activity.id), activity);
  }

  /** How many are picked of each status, the most first. */
  get statuses() {
    const counts = new Map();
    for (const id of this.#picked) {
      const status = this.#seen.get(id)?.activity_status ?? "without status";
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
    return [...counts].sort(([, one], [, other]) => other - one);
  }

  onChange(listener) {
    this.#listeners.push(listener);
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}
