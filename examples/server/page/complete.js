import { element } from "./element.js";
import { Latest } from "./latest.js";
import { many } from "./words.js";

/** How many items are shown: for what comes after them, one writes on. */
const MOST = 20;

/** What an empty box offers besides the queries of before. */
const EXAMPLES = [
  ["status:failed created-after:2024-07", "what failed since a month began"],
  ["status:undelivered OR status:waiting", "what has not begun yet"],
  ["computer:tag:laptop NOT status:succeeded", "what is open or went wrong on some computers"],
  ["type:InstallSnaps", "one kind of activity"],
];

/**
 * The list of what can be written at the cursor. Nothing in it is chosen until
 * the reader chooses, so that Enter goes on searching and Tab moves on.
 */
export class Completion {
  #language;
  #editor;
  #area;
  #list;
  #fixes;
  #recent;
  #onSearch;
  #announce;
  #latest = new Latest();
  /** @type {import("./language.js").Suggestion[]} */
  #items = [];
  /** The text and the cursor that the items are for, and what they replace. */
  #text = "";
  #cursor = 0;
  #span = { start: 0, end: 0 };
  #chosen = -1;

  /**
   * @param {import("./language.js").Language} language
   * @param {import("./editor.js").Editor} editor
   * @param {{area: HTMLTextAreaElement, list: HTMLElement, fixes: HTMLElement}} places
   * @param {import("./recent.js").Recent} recent
   * @param {() => void} onSearch searches for what is written
   * @param {(text: string) => void} announce
   */
  constructor(language, editor, { area, list, fixes }, recent, onSearch, announce) {
    this.#language = language;
    this.#editor = editor;
    this.#area = area;
    this.#list = list;
    this.#fixes = fixes;
    this.#recent = recent;
    this.#onSearch = onSearch;
    this.#announce = announce;
    area.addEventListener("input", () => this.#ask());
    area.addEventListener("keydown", (event) => this.#key(event));
    area.addEventListener("blur", () => this.close());
    // An empty box that is asked for, and not one that has the focus from the start.
    area.addEventListener("click", () => this.offer());
    document.addEventListener("selectionchange", () => this.#moved());
    new ResizeObserver(() => this.#place()).observe(fixes);
    // The text area keeps the focus, and with it the cursor.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => {
      const option = /** @type {Element} */ (target).closest("[role=option]");
      if (option !== null) this.#accept([...list.children].indexOf(option));
    });
  }

  close() {
    this.#latest.stop();
    this.#show([]);
  }

  /** Shows recent queries and examples, if nothing is written. */
  offer() {
    if (this.#editor.text.trim() !== "") return;
    this.#latest.stop();
    const recent = this.#recent.queries.map((text) => ({ text, kind: "recent", help: "searched for before" }));
    const examples = EXAMPLES.map(([text = "", help = ""]) => ({ text, kind: "example", help }));
    this.#hold(this.#editor.text, 0, { span: [0, this.#editor.text.length], items: [...recent, ...examples] });
  }

  get #isOpen() {
    return this.#items.length > 0;
  }

  #ask() {
    this.#choose(-1);
    if (!this.#editor.isPointing) return this.close();
    const { text, cursor } = this.#editor;
    if (text.trim() === "") return this.offer();
    this.#cursor = cursor;
    this.#latest.later(this.#language.wait, async (signal) => {
      try {
        await this.#language.complete(text, cursor, signal, (found) => {
          if (!signal.aborted && document.activeElement === this.#area) this.#hold(text, cursor, found);
        });
      } catch {
        // A text without suggestions is no reason to interrupt the one who types.
        if (!signal.aborted) this.#show([]);
      }
    });
  }

  /**
   * @param {string} text
   * @param {number} cursor
   * @param {import("./language.js").Suggestions} found
   */
  #hold(text, cursor, { span: [start, end], items }) {
    const chosen = this.#items[this.#chosen]?.text;
    this.#text = text;
    this.#cursor = cursor;
    this.#span = { start, end };
    this.#show(items.slice(0, MOST));
    // What the reader has chosen meanwhile stays chosen, if it can still be written.
    this.#choose(this.#items.findIndex((item) => item.text === chosen));
  }

  /** The list is for one place of the text: it goes when the cursor leaves that. */
  #moved() {
    if (document.activeElement !== this.#area) return;
    const { text, cursor, isPointing } = this.#editor;
    if (text === this.#text && (!isPointing || cursor !== this.#cursor)) this.close();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (isComposing(event)) return;
    const opens = (event.key === " " && event.ctrlKey) || (event.key === "ArrowDown" && event.altKey);
    if (opens || (event.key === "ArrowDown" && !this.#isOpen && this.#editor.text === "")) {
      this.#ask();
    } else if (!this.#isOpen) {
      // A list that is still to come does not come.
      if (event.key === "Escape") this.close();
      return;
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place of the round is "nothing chosen".
      const places = this.#items.length + 1;
      this.#choose(((this.#chosen + 1 + step + places) % places) - 1);
    } else if (event.key === "Escape") {
      this.close();
    } else if ((event.key === "Enter" || event.key === "Tab") && this.#chosen >= 0) {
      if (!this.#accept(this.#chosen)) return;
    } else {
      return;
    }
    event.preventDefault();
  }

  /** @param {import("./language.js").Suggestion[]} items */
  #show(items) {
    const had = this.#isOpen;
    if (!had && items.length === 0) return;
    this.#items = items;
    this.#list.replaceChildren(
      ...items.map((item, at) =>
        element(
          "li",
          { role: "option", id: `suggestion-${at}`, "aria-selected": "false" },
          element(`span.suggestion.${item.kind}`, {}, item.text),
          element("span.help", {}, item.help),
        ),
      ),
    );
    this.#choose(-1);
    this.#list.hidden = items.length === 0;
    this.#place();
    if (items.length > 0 && !had) this.#announce(many(items.length, "suggestion", "suggestions"));
  }

  /** @param {number} at */
  #choose(at) {
    this.#chosen = at;
    [...this.#list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === at));
    });
    const chosen = this.#list.children[at];
    if (chosen === undefined) return this.#area.removeAttribute("aria-activedescendant");
    this.#area.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  /**
   * Writes an item, and says whether it could: the text may have changed since.
   *
   * @param {number} at
   */
  #accept(at) {
    const item = this.#items[at];
    this.close();
    if (item === undefined || this.#editor.text !== this.#text) return false;
    const { text, kind } = item;
    this.#editor.replace(this.#span.start, this.#span.end, text);
    // A field waits for its value; after a value the list would only say it again.
    if (!text.endsWith(":")) this.close();
    if (kind === "recent" || kind === "example") this.#onSearch();
    return true;
  }

  /** Puts the list below what it would replace and below the fixes, within the page. */
  #place() {
    if (!this.#isOpen) return;
    const around = /** @type {Element} */ (this.#list.parentElement).getBoundingClientRect();
    const place = this.#editor.placeOf(this.#span.start);
    const fixes = this.#fixes.getBoundingClientRect();
    const room = around.width - this.#list.offsetWidth;
    const left = Math.max(0, Math.min(place.left - around.left, room));
    const below = Math.max(place.bottom + 14, fixes.height > 0 ? fixes.bottom + 6 : 0);
    this.#list.style.left = `${left}px`;
    this.#list.style.top = `${below - around.top}px`;
  }
}

/**
 * Whether the key belongs to what composes a character, and not to the page. Some browsers
 * only give the number.
 *
 * @param {KeyboardEvent} event
 */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}
