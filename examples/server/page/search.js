import { pushAddress, replaceAddress } from "./address.js";
import { isStale } from "./api.js";
import { windowFilter } from "./clock.js";
import { Latest } from "./latest.js";
import { mostOf } from "./outliers.js";

/** How many activities a page has. */
export const LIMIT = 50;
/** How many steps the timeline has, about, and how often it is asked for a shorter time. */
const STEPS = 48;
const SHORTER = 5;

/**
 * @typedef {{query: string, order: "newest"|"oldest", page: number, activity: string|null}} Wanted
 */

/** Runs searches, of which the newest one counts. */
export class Search {
  #api;
  #language;
  #view;
  #latest = new Latest();
  /** @type {Wanted} */
  #wanted = { query: "", order: "newest", page: 1, activity: null };
  /** @type {Wanted|null} what the table shows */
  #shown = null;

  /**
   * @param {import("./api.js").Api} api
   * @param {import("./language.js").Language} language
   * @param {import("./view.js").View} view shows what was found
   */
  constructor(api, language, view) {
    this.#api = api;
    this.#language = language;
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
    const wanted = { ...this.#wanted, page: 1, activity: null, ...changes };
    pushAddress(wanted);
    return this.run(wanted);
  }

  /**
   * Puts the activity that is looked at into the address, without a search.
   *
   * @param {string|null} activity
   */
  look(activity) {
    this.#wanted = { ...this.#wanted, activity };
    pushAddress(this.#wanted);
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
        this.#shown = null;
        this.#view.showMistakes(checked.diagnostics);
        return false;
      }
      await Promise.all([
        this.#find(wanted, signal),
        this.#overTime(wanted, signal),
        this.#count(wanted, checked.filters, signal),
      ]);
      return true;
    } catch (error) {
      if (!isStale(error) && !signal.aborted) this.#fail(wanted, /** @type {import("./api.js").ApiError} */ (error));
      return false;
    }
  }

  /**
   * A page that can't be turned leaves the one before, in the address, too.
   *
   * @param {Wanted} wanted
   * @param {import("./api.js").ApiError} error
   */
  #fail(wanted, error) {
    const shown = this.#shown;
    const isTurned = shown !== null && shown.query === wanted.query;
    const again = () => this.go(wanted);
    if (isTurned) {
      this.#wanted = { ...shown, activity: wanted.activity };
      replaceAddress(this.#wanted);
      this.#view.showUnturned(this.#wanted, error, again);
    } else {
      this.#shown = null;
      this.#view.showError(wanted, error, again);
    }
  }

  /**
   * @param {Wanted} wanted
   * @param {AbortSignal} signal
   */
  async #find(wanted, signal) {
    const { query, order, page } = wanted;
    const offset = (page - 1) * LIMIT;
    const answer = await this.#api.activities(query, order, LIMIT, offset, signal);
    if (signal.aborted) return;
    this.#shown = wanted;
    this.#view.showResults(wanted, answer, offset);
  }

  /**
   * The results do not depend on the chart: without one they are shown all the same.
   *
   * @param {Wanted} wanted
   * @param {AbortSignal} signal
   */
  async #overTime(wanted, signal) {
    try {
      let { query } = wanted;
      let histogram = await this.#api.histogram(query, STEPS, signal);
      let outside = 0;
      for (let round = 0; round < SHORTER; round += 1) {
        const most = mostOf(histogram);
        if (most === null) break;
        const edited = await this.#language.edit(query, "add", { filter: windowFilter(most) });
        if (!("text" in edited)) break;
        query = edited.text;
        outside += most.outside;
        histogram = await this.#api.histogram(query, STEPS, signal);
      }
      if (!signal.aborted) this.#view.showHistogram(histogram, outside);
    } catch (error) {
      if (isStale(error) || signal.aborted) return;
      this.#view.showNoHistogram(error, () => this.#overTime(wanted, signal));
    }
  }

  /**
   * @param {Wanted} wanted
   * @param {string[]} filters
   * @param {AbortSignal} signal
   */
  async #count(wanted, filters, signal) {
    try {
      const facets = await this.#api.facets(wanted.query, signal);
      if (!signal.aborted) this.#view.showFacets(wanted, facets, filters);
    } catch (error) {
      if (!isStale(error) && !signal.aborted) this.#view.showNoFacets(error);
    }
  }
}
