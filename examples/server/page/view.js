import { ApiError, messageOf } from "./api.js";
import { prose } from "./diagnose.js";
import { byId, element } from "./element.js";
import { hasTime } from "./filters.js";
import { extent } from "./results.js";
import { LIMIT } from "./search.js";
import { many } from "./words.js";

/**
 * @typedef {import("./api.js").Checked} Checked
 * @typedef {import("./api.js").FacetCounts} FacetCounts
 * @typedef {import("./api.js").Found} Found
 * @typedef {import("./api.js").Histogram} Histogram
 * @typedef {import("./language.js").Diagnostic} Diagnostic
 * @typedef {import("./language.js").Given} Given
 * @typedef {import("./search.js").Wanted} Wanted
 * @typedef {object} Parts
 * @property {import("./editor.js").Editor} editor
 * @property {import("./diagnose.js").Diagnosis} diagnosis
 * @property {import("./selection.js").Selection} selection
 * @property {import("./results.js").Results} results
 * @property {import("./timeline.js").Timeline} timeline
 * @property {import("./searches.js").SavedSearches} searches
 * @property {import("./explain.js").Explainer} explainer
 * @property {import("./facets.js").Facets} facets
 * @property {import("./live.js").Live} live
 * @property {(given: Given) => void} onRemove searches without a filter, or without fields
 * @property {(text: string) => void} announce
 */

/** Shows what a search comes to: results, nothing, or what went wrong. */
export class View {
  #editor;
  #diagnosis;
  #selection;
  #results;
  #timeline;
  #searches;
  #explainer;
  #facets;
  #live;
  #onRemove;
  #announce;
  #section = byId("results");
  #table = byId("table");
  #message = byId("message");
  #title = byId("found");
  #pages = byId("pages");
  #parts = byId("parts");
  #all = byId("pick-all");
  #query = "";
  /** How many activities match, and how many of them the page shows. */
  #matches = 0;
  #rows = 0;
  /** @type {string[]} the filters of the query */
  #filters = [];
  /** @type {string|null} the query whose rows are in the table; none, while nothing was found */
  #shown = null;
  /** @type {string|null} the query whose counts are shown */
  #counted = null;
  /** Whether the message is about mistakes of the query. */
  #mistaken = false;
  /** Whether the counts are open because nothing was found. */
  #isOpened = false;

  /** @param {Parts} parts */
  constructor({ editor, diagnosis, selection, results, timeline, searches, explainer, facets, live, onRemove, announce }) {
    this.#editor = editor;
    this.#diagnosis = diagnosis;
    this.#selection = selection;
    this.#results = results;
    this.#timeline = timeline;
    this.#searches = searches;
    this.#explainer = explainer;
    this.#facets = facets;
    this.#live = live;
    this.#onRemove = onRemove;
    this.#announce = announce;
    this.#selection.onChange(() => this.#offerAll());
    this.#all.addEventListener("click", () => this.#selection.pickAll(this.#query, this.#matches));
    this.#parts.addEventListener("toggle", () => this.#count());
  }

  /**
   * A search begins; what is shown is of the one before.
   *
   * @param {Wanted} wanted
   * @param {boolean} isOther whether it has another query
   */
  begin({ query, order }, isOther) {
    this.#section.setAttribute("aria-busy", "true");
    // Turning a page leaves alone what is being written meanwhile.
    if (isOther && this.#editor.text !== query) this.#editor.show(query);
    byId("order").value = order;
    byId("created").setAttribute("aria-sort", order === "oldest" ? "ascending" : "descending");
    if (this.#table.hidden && this.#message.hidden) {
      this.#message.replaceChildren(element("p", {}, "Loading…"));
      this.#message.hidden = false;
    }
    if (isOther) byId("why").replaceChildren();
    this.#query = query;
    this.holdOthers();
    document.title = query.trim() === "" ? "Activities" : `${query.slice(0, 60)} · Activities`;
  }

  /** Nothing can be changed by rows that are of another query than the box shows. */
  holdOthers() {
    const text = this.#editor.text.trim();
    this.#selection.hold(this.#shown !== null && this.#shown !== text);
    if (this.#mistaken && text !== this.#query.trim()) {
      this.#mistaken = false;
      this.#message.replaceChildren(element("p", {}, "The query has changed: press Enter to search."));
    }
  }

  /**
   * @param {Wanted} wanted
   * @param {Checked} checked
   */
  showCheck({ query }, { canonical, portable, portable_error: refused, filters, diagnostics }) {
    this.#diagnosis.show(query, diagnostics);
    this.#filters = filters;
    this.#searches.press(filters);
    this.#timeline.press(filters);
    byId("canonical").textContent = canonical ?? "The query can't be read.";
    const unsaid = refused === null ? "The query can't be read." : prose(refused.message);
    byId("portable").replaceChildren(portable ?? unsaid);
    byId("portable").classList.toggle("failed", portable === null && canonical !== null);
    byId("copy-canonical").hidden = !canonical;
    byId("copy-portable").hidden = !portable;
  }

  /** @param {Diagnostic[]} diagnostics */
  showMistakes(diagnostics) {
    const mistakes = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
    const told = `${many(mistakes.length, "mistake", "mistakes")} in the query`;
    this.#empty("Results", element("p", {}, `${told}: fix ${mistakes.length === 1 ? "it" : "them"} to search.`));
    this.#mistaken = true;
    this.#timeline.clear("The query has mistakes.");
    this.#facets.clear("The query has mistakes.");
    this.#announce(`${told}: ${mistakes[0]?.message ?? ""}`);
  }

  /**
   * @param {{query: string}} wanted
   * @param {unknown} error
   * @param {() => void} [again]
   */
  showError({ query }, error, again) {
    const diagnostics = error instanceof ApiError ? error.diagnostics : [];
    if (diagnostics.length > 0) this.#diagnosis.show(query, diagnostics);
    const told = diagnostics[0]?.message ?? messageOf(error);
    this.#empty("Results", element("p.failed", {}, `The search failed: ${told}`));
    if (again) this.#message.append(retry(again));
    this.#timeline.clear("The search failed.");
    this.#facets.clear("The search failed.");
    this.#announce(`The search failed: ${told}`);
  }

  /**
   * Shows that another page or order could not be loaded; the rows stay as they are.
   *
   * @param {Wanted} wanted
   * @param {ApiError} error
   * @param {() => void} again
   */
  showUnturned({ order }, error, again) {
    this.#message.replaceChildren(
      element("p.failed", { role: "alert" }, `These are the results from before. Others could not be loaded: ${error.message}`),
      retry(again),
    );
    this.#message.hidden = false;
    byId("order").value = order;
    this.#section.removeAttribute("aria-busy");
  }

  /**
   * @param {Wanted} wanted
   * @param {Found} answer
   * @param {number} offset
   */
  showResults({ query, page }, answer, offset) {
    const told = extent(answer, offset);
    if (answer.results.length === 0) {
      const isEverything = query.trim() === "" && answer.count === 0;
      const reason = isEverything ? "There are no activities yet." : "No activity matches the query.";
      this.#empty(told, element("p", {}, answer.count > 0 ? "The results end before this page." : reason));
      if (answer.count === 0 && !isEverything) this.#showWaysOut();
    } else {
      this.#results.show(answer);
      // As the box has it, where a line ends in one character.
      this.#shown = query.replace(/\r\n?/g, "\n").trim();
      this.holdOthers();
      this.#message.hidden = true;
      this.#table.hidden = false;
      byId("export").disabled = false;
      this.#title.textContent = told;
      if (this.#isOpened) this.#parts.open = this.#isOpened = false;
    }
    this.#matches = answer.count;
    this.#rows = answer.results.length;
    this.#offerAll();
    this.#showPages(page, answer.count, told);
    this.#section.removeAttribute("aria-busy");
    this.#counted = null;
    this.#count();
    this.#announce(told);
  }

  /**
   * @param {Histogram} histogram
   * @param {number} outside how many activities are before or after it
   */
  showHistogram(histogram, outside) {
    this.#timeline.show(histogram, outside);
  }

  /**
   * @param {unknown} error
   * @param {() => void} again
   */
  showNoHistogram(error, again) {
    this.#timeline.clear(`The chart could not be loaded: ${messageOf(error)}.`, again);
  }

  /**
   * @param {Wanted} wanted
   * @param {FacetCounts} facets
   * @param {string[]} filters
   */
  showFacets({ query }, facets, filters) {
    this.#facets.show(facets, filters);
    this.#live.start(query, facets);
  }

  /** @param {unknown} error */
  showNoFacets(error) {
    this.#facets.clear(`The counts could not be loaded: ${messageOf(error)}.`);
  }

  /** Moves to the results, after what took the reader's place away. */
  focusResults() {
    this.#title.focus();
  }

  /** Offers to select all that match, once all on the page are selected. */
  #offerAll() {
    const { size, isAll, isHeld } = this.#selection;
    const isPage = size > 0 && this.#table.querySelectorAll("tr.picked").length === this.#rows;
    this.#all.hidden = isAll || isHeld || !isPage || this.#matches <= this.#rows;
    this.#all.textContent = `Select all ${many(this.#matches, "activity", "activities")} that match`;
  }

  /** Offers to search without one of the filters, or without the time. */
  #showWaysOut() {
    const removal = (/** @type {string} */ label, /** @type {Given} */ given) =>
      element("button", { type: "button", onclick: () => this.#onRemove(given) }, label);
    // Those of the time go together, below.
    const others = this.#filters.length < 2 ? [] : this.#filters.filter((filter) => !hasTime([filter]));
    const ways = others.slice(0, 8).map((filter) => removal(`Without ${filter}`, { filter }));
    if (hasTime(this.#filters)) ways.unshift(removal("At any time", { fields: "created-after,created-before" }));
    if (ways.length > 0) this.#message.append(element("div.ways", {}, "Search ", ...ways));
    this.#openCounts();
  }

  /**
   * @param {string} title
   * @param {Node} message
   */
  #empty(title, message) {
    this.#live.stop();
    this.#rows = 0;
    this.#matches = 0;
    this.#mistaken = false;
    this.#results.show({ results: [], computers: {} });
    this.#shown = null;
    this.holdOthers();
    this.#table.hidden = true;
    byId("export").disabled = true;
    this.#pages.hidden = true;
    this.#title.textContent = title;
    this.#message.replaceChildren(message);
    this.#message.hidden = false;
    this.#section.removeAttribute("aria-busy");
  }

  /**
   * @param {number} page
   * @param {number} count
   * @param {string} told
   */
  #showPages(page, count, told) {
    this.#pages.hidden = count <= LIMIT && page === 1;
    this.#pages.querySelector("[name=previous]").disabled = page === 1;
    this.#pages.querySelector("[name=next]").disabled = page * LIMIT >= count;
    byId("extent").textContent = told;
  }

  #openCounts() {
    this.#isOpened = !this.#parts.open || this.#isOpened;
    this.#parts.open = true;
  }

  #count() {
    if (!this.#parts.open || this.#counted === this.#query) return;
    this.#counted = this.#query;
    this.#explainer.counts(this.#query, byId("counts"));
  }
}

/** @param {() => void} again */
function retry(again) {
  return element("button", { type: "button", onclick: again }, "Try again");
}
