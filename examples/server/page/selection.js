/** The activities that are picked, on this page of the results or another. */
export class Selection {
  #picked = new Set();
  /** What was seen of each activity: a selection spans pages. */
  #seen = new Map();
  #listeners = [];

  get size() {
    return this.#picked.size;
  }

  /** The numbers, the smallest first. */
  get ids() {
    return [...this.#picked].sort((a, b) => a - b);
  }

  has(id) {
    return this.#picked.has(id);
  }

  add(ids) {
    for (const id of ids) this.#picked.add(id);
    this.#tell();
  }

  drop(ids) {
    for (const id of ids) this.#picked.delete(id);
    this.#tell();
  }

  clear() {
    this.#picked.clear();
    this.#seen.clear();
    this.#tell();
  }

  /** Remembers what the activities are. */
  see(activities) {
    for (const activity of activities) this.#seen.set(activity.id, activity);
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
