// @ts-nocheck
import { plainTime } from "./clock.js";
import { element } from "./element.js";
import { activities } from "./words.js";

/** @typedef {{start: Date, end: Date, counts: Map<string, number>, total: number}} Step */

/**
 * Picks a window of time on a chart: by dragging over it, or with the keys on
 * the two handles at its ends.
 */
export class Brush {
  #controls;
  #onWindow;
  #plot = null;
  #steps = [];
  #shade = element("div.shade");
  #handles;
  /** The steps from the first number up to, not including, the second. */
  #low = 0;
  #high = 0;
  /** The edge that stays while the pointer moves the other one. */
  #anchor = null;

  /**
   * @param {HTMLElement} controls with an `output`, and buttons `apply` and `reset`
   * @param {(window: {from: Date, to: Date}) => void} onWindow
   */
  constructor(controls, onWindow) {
    this.#controls = controls;
    this.#onWindow = onWindow;
    this.#handles = [this.#handle("from", "Created after"), this.#handle("to", "Created before")];
    controls.querySelector("[name=apply]").addEventListener("click", () => this.#apply());
    controls.querySelector("[name=reset]").addEventListener("click", () => this.#reset());
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

  /** @param {Array<{start: Date, end: Date, total: number}>} steps side by side */
  start(plot, steps) {
    this.#plot = plot;
    this.#steps = steps;
    plot.append(this.#shade, ...this.#handles);
    plot.addEventListener("pointerdown", (event) => this.#press(event));
    plot.addEventListener("pointermove", (event) => this.#drag(event));
    plot.addEventListener("pointerup", () => this.#release());
    plot.addEventListener("pointercancel", () => this.#reset());
    this.#reset();
  }

  #handle(name, label) {
    const onkeydown = (event) => this.#key(event, name);
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
    const from = this.#steps[this.#low].start;
    const to = this.#steps[this.#high - 1].end;
    this.#onWindow({ from, to });
  }

  #set(low, high) {
    this.#low = low;
    this.#high = high;
    const { length } = this.#steps;
    const part = (edge) => `${(edge / length) * 100}%`;
    this.#shade.style.left = part(low);
    this.#shade.style.right = part(length - high);
    const times = [this.#steps[low].start, this.#steps[high - 1].end];
    const bounds = [[0, high - 1], [low + 1, length]];
    [low, high].forEach((edge, at) => {
      const handle = this.#handles[at];
      handle.style.left = part(edge);
      handle.setAttribute("aria-valuemin", String(bounds[at][0]));
      handle.setAttribute("aria-valuemax", String(bounds[at][1]));
      handle.setAttribute("aria-valuenow", String(edge));
      handle.setAttribute("aria-valuetext", `${plainTime(times[at])} UTC`);
    });
    const isAll = low === 0 && high === length;
    const total = this.#steps.slice(low, high).reduce((sum, step) => sum + step.total, 0);
    const window = `${plainTime(times[0])} – ${plainTime(times[1])} UTC`;
    this.#controls.querySelector("output").textContent =
      `${window}, ${activities(total)}`;
    this.#controls.hidden = isAll;
    this.#plot.classList.toggle("brushed", !isAll);
  }

  #key(event, name) {
    const edge = name === "from" ? this.#low : this.#high;
    const moved = {
      ArrowLeft: edge - 1,
      ArrowDown: edge - 1,
      ArrowRight: edge + 1,
      ArrowUp: edge + 1,
      PageDown: edge - 5,
      PageUp: edge + 5,
      Home: 0,
      End: this.#steps.length,
    }[event.key];
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

  /** The step below the pointer. */
  #at(event) {
    const { left, width } = this.#plot.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / width) * this.#steps.length);
    return Math.max(0, Math.min(at, this.#steps.length - 1));
  }

  #press(event) {
    if (event.button !== 0) return;
    this.#plot.setPointerCapture(event.pointerId);
    const [from, to] = this.#handles;
    if (event.target === from) this.#anchor = this.#high - 1;
    else if (event.target === to) this.#anchor = this.#low;
    else this.#anchor = this.#at(event);
    this.#drag(event);
  }

  #drag(event) {
    if (this.#anchor === null) return;
    const at = this.#at(event);
    this.#set(Math.min(this.#anchor, at), Math.max(this.#anchor, at) + 1);
  }

  #release() {
    if (this.#anchor === null) return;
    this.#anchor = null;
    this.#apply();
  }
}
