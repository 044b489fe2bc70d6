import { number } from "./words.js";

/** How often the server is asked, in milliseconds. */
const EVERY = 15_000;

/** Says that there are new matches, as long as the page is seen. */
export class Live {
  #api;
  #button;
  #note;
  #onShow;
  #timer = 0;
  /** @type {{query: string, count: number, statuses: string}|null} */
  #shown = null;

  /**
   * @param {import("./api.js").Api} api
   * @param {{button: HTMLButtonElement, note: HTMLElement}} places
   * @param {() => void} onShow searches again
   */
  constructor(api, { button, note }, onShow) {
    this.#api = api;
    this.#button = button;
    this.#note = note;
    this.#onShow = onShow;
    button.addEventListener("click", () => this.#onShow());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) clearTimeout(this.#timer);
      else this.#ask();
    });
  }

  /** Nothing is shown that could become old. */
  stop() {
    clearTimeout(this.#timer);
    this.#shown = null;
    this.#tell("");
  }

  /**
   * Compares with these counts from now on.
   *
   * @param {string} query
   * @param {{count: number, statuses: object[]}} facets
   */
  start(query, { count, statuses }) {
    this.stop();
    this.#shown = { query, count, statuses: JSON.stringify(statuses) };
    this.#later();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), EVERY);
  }

  async #ask() {
    const shown = this.#shown;
    if (shown === null || document.hidden) return;
    this.#later();
    try {
      const { count, statuses } = await this.#api.facets(shown.query);
      if (shown !== this.#shown) return;
      this.#note.textContent = "";
      const more = count - shown.count;
      if (more > 0) this.#tell(`${number(more)} new`);
      else this.#tell(more < 0 || JSON.stringify(statuses) !== shown.statuses ? "Changed" : "");
    } catch {
      if (shown === this.#shown) this.#note.textContent = "Not up to date: the server does not answer.";
    }
  }

  /** @param {string} what is different */
  #tell(what) {
    this.#note.textContent = "";
    this.#button.hidden = what === "";
    const label = what === "" ? "" : `${what}: show`;
    if (this.#button.textContent !== label) this.#button.textContent = label;
  }
}
