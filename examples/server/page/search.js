import { isStale } from "./api.js";
import { Latest } from "./latest.js";
import { pushAddress } from "./address.js";

/** How many activities a page has. */
export const LIMIT = 50;
/** How many steps the timeline has, about. */
const STEPS = 48;

/**
 * Runs searches, of which the newest one counts.
 *
 * @typedef {{query: string, order: import("./api.js").Order, page: number}} Wanted
 */
export class Search {
  #api;
  #view;
  #latest = new Latest();
  /** @type {Wanted} */
  #wanted = { query: "", order: "newest", page: 1 };

  /**
   * @param {import("./api.js").Api} api
   * @param {import("./view.js").View} view shows what was found
   */
  constructor(api, view) {
    this.#api = api;
    this.#view = view;
  }

  get wanted() {
    return this.#wanted;
  }

  /**
   * Searches for something else, in what differs, and puts it into the address.
   *
   * @param {Partial<Wanted>} changes
   */
  go(changes) {
    const wanted = { ...this.#wanted, page: 1, ...changes };
    pushAddress(wanted);
    return this.run(wanted);
  }

  /**
   * Searches, and returns whether the query could be read, if it is still asked for.
   *
   * @param {Wanted} wanted
   */
  async run(wanted) {
    const signal = this.#latest.begin();
    const isOther = wanted.query !== this.#wanted.query;
    this.#wanted = wanted;
    this.#view.begin(wanted, isOther);
    try {
      const checked = await this.#api.check(wanted.query, null, signal);
      if (signal.aborted) return false;
      this.#view.showCheck(wanted, checked);
      if (!checked.valid) {
        this.#view.showMistakes(checked.diagnostics);
        return false;
      }
      await Promise.all([this.#find(wanted, signal), this.#overTime(wanted, signal)]);
      return true;
    } catch (error) {
      if (!isStale(error) && !signal.aborted) this.#view.showError(wanted, error);
      return false;
    }
  }

  /**
   * @param {Wanted} wanted
   * @param {AbortSignal} signal
   */
  async #find({ query, order, page }, signal) {
    const offset = (page - 1) * LIMIT;
    const answer = await this.#api.activities(query, order, LIMIT, offset, signal);
    if (!signal.aborted) this.#view.showResults(this.#wanted, answer, offset);
  }

  /**
   * @param {Wanted} wanted
   * @param {AbortSignal} signal
   */
  async #overTime({ query }, signal) {
    const histogram = await this.#api.histogram(query, STEPS, signal);
    if (!signal.aborted) this.#view.showHistogram(histogram);
  }
}
