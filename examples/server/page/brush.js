import { plainTime } from "./clock.js";
import { element } from "./element.js";
import { activities } from "./words.js";

/** @typedef {{start: Date, end: Date, counts: Map<string, number>, total: number}} Step */
/** @typedef {"from"|"to"} End an end of the window */

/**
 * Picks a window of time on a chart: by dragging over it, or with the keys on
 * the two handles at its ends.
 */
export class Brush {
  #controls;
  #onWindow;
  /** @type {HTMLElement|null} */
  #plot = null;
  /** @type {Step[]} */
  #steps = [];
  #shade = element("div.shade");
  #handles;
  /** The steps from the first number up to, not including, the second. */
  #low = 0;
  #high = 0;
  /** @type {number|null} the edge that stays while the pointer moves the other one */
  #anchor = null;

  /**
   * @param {HTMLElement} controls with an `output`, and buttons `apply` and `reset`
   * @param {(window: {from: Date, to: Date}) => void} onWindow
   */
  constructor(controls, onWindow) {
    this.#controls = controls;
    this.#onWindow = onWindow;
    this.#handles = { from: this.#handle("from", "Created after"), to: this.#handle("to", "Created before") };
    controls.querySelector("[name=apply]")?.addEventListener("click", () => this.#apply());
    controls.querySelector("[name=reset]")?.addEventListener("click", () => this.#reset());
    // While it drags, the pointer need not have moved the focus here.
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.#anchor === null) return;
      event.preventDefault();
      this.#reset();
    });
  }

  stop() {
    this.#steps = [];
    this.#controls.hidden = true;
  }

  /**
   * @param {HTMLElement} plot
   * @param {Step[]} steps side by side, one at least
   */
  start(plot, steps) {
    this.#plot = plot;
    this.#steps = steps;
    plot.append(this.#shade, this.#handles.from, this.#handles.to);
    plot.addEventListener("pointerdown", (event) => this.#press(event, plot));
    plot.addEventListener("pointermove", (event) => this.#drag(event, plot));
    plot.addEventListener("pointerup", () => this.#release());
    plot.addEventListener("pointercancel", () => this.#reset());
    this.#reset();
  }

  /**
   * @param {End} name
   * @param {string} label
   */
  #handle(name, label) {
    const onkeydown = (/** @type {KeyboardEvent} */ event) => this.#key(event, name);
    return element(`div.handle.${name}`, {
      role: "slider",
      tabindex: 0,
      "aria-label": label,
      "aria-describedby": "brush-help",
      onkeydown,
    });
  }

  #reset() {
    this.#anchor = null;
    this.#set(0, this.#steps.length);
  }

  #apply() {
    const window = this.#window();
    if (window !== null) this.#onWindow(window);
  }

  /** The window between the edges; none, if there is no chart. */
  #window() {
    const [first, last] = [this.#steps[this.#low], this.#steps[this.#high - 1]];
    return first === undefined || last === undefined ? null : { from: first.start, to: last.end };
  }

  /**
   * @param {number} low
   * @param {number} high
   */
  #set(low, high) {
    this.#low = low;
    this.#high = high;
    const window = this.#window();
    if (window === null) return;
    const { length } = this.#steps;
    const part = (/** @type {number} */ edge) => `${(edge / length) * 100}%`;
    this.#shade.style.left = part(low);
    this.#shade.style.right = part(length - high);
    const place = (/** @type {End} */ end, /** @type {number} */ edge, /** @type {number} */ least, /** @type {number} */ most) => {
      const handle = this.#handles[end];
      handle.style.left = part(edge);
      handle.setAttribute("aria-valuemin", String(least));
      handle.setAttribute("aria-valuemax", String(most));
      handle.setAttribute("aria-valuenow", String(edge));
      handle.setAttribute("aria-valuetext", `${plainTime(window[end])} UTC`);
    };
    place("from", low, 0, high - 1);
    place("to", high, low + 1, length);
    const isAll = low === 0 && high === length;
    const total = this.#steps.slice(low, high).reduce((sum, step) => sum + step.total, 0);
    const output = /** @type {HTMLOutputElement} */ (this.#controls.querySelector("output"));
    output.textContent = `${plainTime(window.from)} – ${plainTime(window.to)} UTC, ${activities(total)}`;
    this.#controls.hidden = isAll;
    this.#plot?.classList.toggle("brushed", !isAll);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {End} name
   */
  #key(event, name) {
    const edge = name === "from" ? this.#low : this.#high;
    /** @type {Object<string, number>} */
    const places = {
      ArrowLeft: edge - 1,
      ArrowDown: edge - 1,
      ArrowRight: edge + 1,
      ArrowUp: edge + 1,
      PageDown: edge - 5,
      PageUp: edge + 5,
      Home: 0,
      End: this.#steps.length,
    };
    const moved = places[event.key];
    if (moved !== undefined && name === "from") {
      this.#set(Math.max(0, Math.min(moved, this.#high - 1)), this.#high);
    } else if (moved !== undefined) {
      this.#set(this.#low, Math.max(this.#low + 1, Math.min(moved, this.#steps.length)));
    } else if (event.key === "Enter") {
      this.#apply();
    } else if (event.key === "Escape") {
      this.#reset();
    } else {
      return;
    }
    event.preventDefault();
  }

  /**
   * The step below the pointer.
   *
   * @param {PointerEvent} event
   * @param {HTMLElement} plot
   */
  #at(event, plot) {
    const { left, width } = plot.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / width) * this.#steps.length);
    return Math.max(0, Math.min(at, this.#steps.length - 1));
  }

  /**
   * @param {PointerEvent} event
   * @param {HTMLElement} plot
   */
  #press(event, plot) {
    if (event.button !== 0) return;
    plot.setPointerCapture(event.pointerId);
    const { from, to } = this.#handles;
    if (event.target === from) this.#anchor = this.#high - 1;
    else if (event.target === to) this.#anchor = this.#low;
    else this.#anchor = this.#at(event, plot);
    this.#drag(event, plot);
  }

  /**
   * @param {PointerEvent} event
   * @param {HTMLElement} plot
   */
  #drag(event, plot) {
    if (this.#anchor === null) return;
    const at = this.#at(event, plot);
    this.#set(Math.min(this.#anchor, at), Math.max(this.#anchor, at) + 1);
  }

  #release() {
    if (this.#anchor === null) return;
    this.#anchor = null;
    this.#apply();
  }
}
