import { element } from "./element.js";
import { follow, pieces } from "./spans.js";

/** @typedef {import("./language.js").Range & {name: string}} Named a range with classes */

/** Longer texts are shown without colours. */
const MOST_COLORED = 20_000;

/**
 * The search box: a text area, which is what a screen reader and the keyboard
 * meet, over a mirror of its text in colours.
 */
export class Editor {
  #area;
  #mirror;
  #text = "";
  /** Ranges with names, a layer each: `syntax`, `mistakes`, `verdicts`. */
  /** @type {Map<string, Named[]>} */
  #layers = new Map();

  /**
   * @param {HTMLTextAreaElement} area
   * @param {HTMLElement} mirror
   */
  constructor(area, mirror) {
    this.#area = area;
    this.#mirror = mirror;
    area.addEventListener("input", () => this.#follow());
  }

  get text() {
    return this.#area.value;
  }

  get cursor() {
    return this.#area.selectionEnd;
  }

  /** Whether the cursor is a place, not a stretch of the text. */
  get isPointing() {
    return this.#area.selectionStart === this.#area.selectionEnd;
  }

  focus() {
    this.#area.focus();
  }

  /**
   * Shows another text, without colours for now.
   *
   * @param {string} text
   */
  show(text) {
    this.#area.value = text;
    this.#text = this.#area.value;
    this.#layers.clear();
    this.#paint();
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  select(start, end) {
    this.#area.focus();
    this.#area.setSelectionRange(start, end);
  }

  /**
   * Replaces a part as typing would; the cursor is then behind it.
   *
   * @param {number} start
   * @param {number} end
   * @param {string} text
   */
  replace(start, end, text) {
    this.select(start, end);
    // Deprecated, and the one way of editing that "undo" can undo.
    const done = document.execCommand(text === "" ? "delete" : "insertText", false, text);
    if (!done) {
      this.#area.setRangeText(text, start, end, "end");
      this.#area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /**
   * Colours the text with a layer, in the place of the last one of its name.
   *
   * @param {string} layer
   * @param {Named[]} ranges
   */
  mark(layer, ranges) {
    this.#layers.set(layer, ranges);
    this.#paint();
  }

  /**
   * Where on the page the position of the text is.
   *
   * @param {number} position
   */
  placeOf(position) {
    let left = position;
    for (const piece of this.#mirror.children) {
      const length = piece.textContent.length;
      if (left <= length) {
        const range = document.createRange();
        range.setStart(piece.firstChild ?? piece, left);
        return range.getBoundingClientRect();
      }
      left -= length;
    }
    return this.#area.getBoundingClientRect();
  }

  #follow() {
    const text = this.#area.value;
    this.#layers.delete("verdicts");
    for (const [layer, ranges] of this.#layers) {
      this.#layers.set(layer, follow(ranges, this.#text, text));
    }
    this.#text = text;
    this.#paint();
  }

  #paint() {
    const text = this.#text;
    const ranges = text.length > MOST_COLORED ? [] : [...this.#layers.values()].flat();
    const parts = pieces(text, ranges.map((range) => seen(range, text.length)));
    // The last line of the mirror must have a height, though it be empty.
    this.#mirror.replaceChildren(
      ...parts.map((part) => element("span", { class: part.names || null }, part.text)),
      element("span", {}, "\u200b"),
    );
  }
}

/**
 * The range, with a character to show it at if it holds none.
 *
 * @param {Named} range
 * @param {number} length
 */
function seen(range, length) {
  if (range.start < range.end) return range;
  const start = Math.max(0, Math.min(range.start, length - 1));
  return { ...range, start, end: Math.min(start + 1, length) };
}
