import { isStale } from "./api.js";
import { element } from "./element.js";
import { Latest } from "./latest.js";
import { fromBytes, toBytes } from "./spans.js";
import { many } from "./words.js";

/** How long after the last key the server is asked, in milliseconds. */
const WAIT = 120;

/**
 * The list of what can be written at the cursor. Nothing in it is chosen until
 * the reader chooses, so that Enter goes on searching and Tab moves on.
 */
export class Completion {
  #api;
  #editor;
  #area;
  #list;
  #announce;
  #latest = new Latest();
  #items = [];
  /** The text that the items are for, and what of it they replace. */
  #text = "";
  #span = { start: 0, end: 0 };
  #chosen = -1;

  constructor(api, editor, area, list, announce) {
    this.#api = api;
    this.#editor = editor;
    this.#area = area;
    this.#list = list;
    this.#announce = announce;
    area.addEventListener("input", () => this.#ask());
    area.addEventListener("keydown", (event) => this.#key(event));
    area.addEventListener("blur", () => this.close());
    // The text area keeps the focus, and with it the cursor.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option !== null) this.#accept([...list.children].indexOf(option));
    });
  }

  close() {
    this.#latest.stop();
    this.#show([]);
  }

  get #isOpen() {
    return this.#items.length > 0;
  }

  #ask() {
    this.#choose(-1);
    if (!this.#editor.isPointing) return this.close();
    const { text, cursor } = this.#editor;
    this.#latest.later(WAIT, async (signal) => {
      try {
        const answer = await this.#api.complete(text, toBytes(text, cursor), signal);
        if (signal.aborted || document.activeElement !== this.#area) return;
        this.#text = text;
        [this.#span] = fromBytes(text, [answer.span]);
        this.#show(answer.items);
      } catch (error) {
        // A text without suggestions is no reason to interrupt whoever types.
        if (!isStale(error)) this.#show([]);
      }
    });
  }

  #key(event) {
    const opens = (event.key === " " && event.ctrlKey) || (event.key === "ArrowDown" && event.altKey);
    if (opens) {
      this.#ask();
    } else if (!this.#isOpen) {
      return;
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place of the round is "nothing chosen".
      const places = this.#items.length + 1;
      this.#choose(((this.#chosen + 1 + step + places) % places) - 1);
    } else if (event.key === "Escape") {
      this.close();
    } else if ((event.key === "Enter" || event.key === "Tab") && this.#chosen >= 0) {
      this.#accept(this.#chosen);
    } else {
      return;
    }
    event.preventDefault();
  }

  #show(items) {
    const had = this.#isOpen;
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
    this.#area.setAttribute("aria-expanded", String(items.length > 0));
    if (items.length > 0) {
      this.#place();
      if (!had) this.#announce(many(items.length, "suggestion", "suggestions"));
    }
  }

  #choose(at) {
    this.#chosen = at;
    [...this.#list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === at));
    });
    if (at < 0) {
      this.#area.removeAttribute("aria-activedescendant");
      return;
    }
    this.#area.setAttribute("aria-activedescendant", `suggestion-${at}`);
    this.#list.children[at].scrollIntoView({ block: "nearest" });
  }

  #accept(at) {
    const { text } = this.#items[at];
    this.close();
    if (this.#editor.text !== this.#text) return;
    this.#editor.replace(this.#span.start, this.#span.end, text);
    // A field waits for its value; after a value the list would only say it again.
    if (!text.endsWith(":")) this.close();
  }

  /** Puts the list below what it would replace, within the page. */
  #place() {
    const around = this.#list.parentElement.getBoundingClientRect();
    const place = this.#editor.placeOf(this.#span.start);
    const room = around.width - this.#list.offsetWidth;
    const left = Math.max(0, Math.min(place.left - around.left, room));
    this.#list.style.left = `${left}px`;
    this.#list.style.top = `${place.bottom - around.top + 14}px`;
  }
}
