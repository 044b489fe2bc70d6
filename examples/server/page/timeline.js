import { Brush } from "./brush.js";
import { chartTime, isDay, plainTime, shortDay } from "./clock.js";
import { element, shape } from "./element.js";
import { hasTime, NONE, STATUSES, windowOf } from "./filters.js";
import { stateOf } from "./record.js";
import { activities, number, slug } from "./words.js";

/** @typedef {import("./brush.js").Step} Step */
/** @typedef {import("./api.js").Histogram} Histogram */

const WIDTH = 960;
const HEIGHT = 80;
/** How many times are written below the bars. */
const LABELS = 6;

/** The matches over time, by status. */
export class Timeline {
  #root;
  #legend;
  #anyTime;
  #zoomOut;
  #note;
  #brush;
  /** @type {string[]} the filters of the query that is searched for */
  #filters = [];

  /**
   * @param {{chart: HTMLElement, legend: HTMLElement, note: HTMLElement, window: HTMLElement,
   *   anyTime: HTMLButtonElement, zoomOut: HTMLButtonElement}} places
   * @param {object} on
   * @param {(window: {from: Date, to: Date}) => void} on.onWindow
   * @param {() => void} on.onAnyTime removes the window from the query
   */
  constructor({ chart, legend, note, window, anyTime, zoomOut }, { onWindow, onAnyTime }) {
    this.#root = chart;
    this.#legend = legend;
    this.#note = note;
    this.#anyTime = anyTime;
    this.#zoomOut = zoomOut;
    this.#brush = new Brush(window, onWindow);
    anyTime.addEventListener("click", onAnyTime);
    zoomOut.addEventListener("click", () => {
      const shown = windowOf(this.#filters);
      if (shown !== null) onWindow(wider(shown));
    });
  }

  /**
   * Shows what of it the query has as its filters.
   *
   * @param {string[]} filters
   */
  press(filters) {
    this.#filters = filters;
    this.#anyTime.hidden = !hasTime(filters);
    this.#zoomOut.hidden = windowOf(filters) === null;
    for (const button of this.#legend.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(filters.includes(button.dataset["filter"] ?? "")));
    }
  }

  /**
   * Shows that there is nothing to show, and why.
   *
   * @param {string} reason
   * @param {(() => void)|null} retry
   */
  clear(reason, retry = null) {
    this.#brush.stop();
    this.#legend.replaceChildren();
    this.#note.hidden = true;
    const again = element("button", { type: "button", onclick: () => retry?.() }, "Try again");
    this.#root.replaceChildren(element("p.muted", {}, reason, " ", retry === null ? null : again));
  }

  /**
   * @param {Histogram} histogram
   * @param {number} outside how many activities are before or after it
   */
  show(histogram, outside = 0) {
    const steps = stepsOf(histogram);
    if (steps.length === 0) return this.clear("Nothing to show over time.");
    /** @type {Map<string, number>} */
    const totals = new Map();
    for (const { counts } of steps) {
      for (const [status, count] of counts) totals.set(status, (totals.get(status) ?? 0) + count);
    }
    const statuses = [...totals.keys()].sort((one, other) => rank(one) - rank(other));
    const entry = (/** @type {string} */ status) =>
      element("li", {}, choice(status), ` ${number(totals.get(status) ?? 0)}`);
    this.#legend.replaceChildren(...statuses.map(entry));
    this.press(this.#filters);
    this.#note.hidden = outside === 0;
    this.#note.textContent = outside === 0 ? "" : `${activities(outside)} far from these times: not in the chart.`;
    const seconds = histogram.step_seconds;
    const plot = element("div.plot", {}, drawing(steps, statuses, seconds));
    const most = Math.max(...steps.map((step) => step.total));
    const scale = element("div.scale", { "aria-hidden": "true" }, element("span", {}, number(most)), element("span", {}, "0"));
    const tip = element("div.tip", { hidden: true, "aria-hidden": "true" });
    plot.append(tip);
    point(plot, tip, steps, seconds);
    this.#root.replaceChildren(scale, plot, axis(steps, seconds));
    this.#brush.start(plot, steps);
  }
}

/**
 * The name of a status: a filter, if the query can ask for it.
 *
 * @param {string} status
 */
function choice(status) {
  const name = element(`span.${stateOf(status)}`, {}, named(status));
  if (status === NONE) return name;
  return element("button.plain.filter", { type: "button", "data-filter": `status:${status}` }, name);
}

/**
 * The window and half of its length more on each side.
 *
 * @param {{from: Date, to: Date}} window
 */
function wider({ from, to }) {
  const half = (to.getTime() - from.getTime()) / 2;
  const minute = 60_000;
  const start = Math.floor((from.getTime() - half) / minute) * minute;
  return { from: new Date(Math.max(start, 0)), to: new Date(Math.ceil((to.getTime() + half) / minute) * minute) };
}

/**
 * Says what is below the pointer.
 *
 * @param {HTMLElement} plot
 * @param {HTMLElement} tip
 * @param {Step[]} steps
 * @param {number} seconds
 */
function point(plot, tip, steps, seconds) {
  plot.addEventListener("pointermove", (event) => {
    const { left, width } = plot.getBoundingClientRect();
    const part = Math.min(Math.max((event.clientX - left) / width, 0), 1);
    const step = steps[Math.min(Math.floor(part * steps.length), steps.length - 1)];
    tip.hidden = step === undefined;
    if (step !== undefined) tip.textContent = told(step, seconds);
    // It is on the side of the pointer that has room.
    tip.style.left = part < 0.5 ? `${part * 100}%` : "auto";
    tip.style.right = part < 0.5 ? "auto" : `${(1 - part) * 100}%`;
  });
  plot.addEventListener("pointerleave", () => {
    tip.hidden = true;
  });
}

/**
 * A status, or the table's word for one that is not there.
 *
 * @param {string} status
 */
function named(status) {
  return status === NONE ? "no status" : status;
}

/** @param {string} status */
function rank(status) {
  const at = STATUSES.indexOf(status);
  return at < 0 ? STATUSES.length : at;
}

/**
 * All steps from the first to the last, those without a match, too.
 *
 * @param {Histogram} histogram
 * @returns {Step[]}
 */
function stepsOf({ from, to, step_seconds: seconds, buckets }) {
  if (buckets.length === 0) return [];
  const counts = new Map(buckets.map((bucket) => [Date.parse(bucket.start), bucket.counts]));
  const steps = [];
  for (let start = Date.parse(from); start < Date.parse(to); start += seconds * 1000) {
    const held = Object.entries(counts.get(start) ?? {});
    const total = held.reduce((sum, [, count]) => sum + count, 0);
    const end = new Date(start + seconds * 1000);
    steps.push({ start: new Date(start), end, counts: new Map(held), total });
  }
  return steps;
}

/**
 * @param {Step[]} steps
 * @param {string[]} statuses
 * @param {number} seconds
 */
function drawing(steps, statuses, seconds) {
  const most = Math.max(...steps.map((step) => step.total));
  const width = WIDTH / steps.length;
  const bars = steps.map((step, at) => {
    let top = HEIGHT;
    const parts = statuses.map((status) => {
      const height = ((step.counts.get(status) ?? 0) / most) * (HEIGHT - 4);
      top -= height;
      const box = { x: at * width + width * 0.08, y: top, width: width * 0.84, height };
      return height === 0 ? null : shape(`rect.bar.s-${slug(status)}`, box);
    });
    return shape("g", {}, ...parts);
  });
  return shape(
    "svg.chart",
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": summary(steps, seconds),
    },
    ...bars,
  );
}

/**
 * Some of the times that the steps begin at. The chart's summary says them, too.
 *
 * @param {Step[]} steps
 * @param {number} seconds
 */
function axis(steps, seconds) {
  const days = steps.filter(({ start }) => isDay(start));
  // Days are easier to read than times, where the chart has some.
  const areDays = days.length > 1 && days.length < steps.length;
  const named = areDays ? days : steps;
  const every = Math.max(1, Math.ceil(named.length / LABELS));
  const labels = named.flatMap((step, number) => {
    const part = steps.indexOf(step) / steps.length;
    // The last part of the width has no room for a time that begins there.
    if (number % every !== 0 || part > 0.85) return [];
    const written = areDays ? shortDay(step.start) : chartTime(step.start, seconds);
    const label = element(part > 0.75 ? "span.late" : "span", {}, written);
    label.style.left = `${part * 100}%`;
    return [label];
  });
  return element(areDays ? "div.axis.days" : "div.axis", { "aria-hidden": "true" }, ...labels);
}

/**
 * A step in words: `3 Jul 2024 – 4 Jul 2024: 5 activities (3 failed, 2 succeeded)`.
 *
 * @param {Step} step
 * @param {number} seconds
 */
function told({ start, end, counts, total }, seconds) {
  const of = [...counts].map(([status, count]) => `${number(count)} ${named(status)}`).join(", ");
  const time = `${chartTime(start, seconds)} – ${chartTime(end, seconds)}`;
  return `${time}: ${activities(total)}${of === "" ? "" : ` (${of})`}`;
}

/**
 * @param {Step[]} steps
 * @param {number} seconds
 */
function summary(steps, seconds) {
  const [first] = steps;
  const last = steps.at(-1);
  if (first === undefined || last === undefined) return "";
  const total = steps.reduce((sum, step) => sum + step.total, 0);
  const fullest = steps.reduce((most, step) => (step.total > most.total ? step : most));
  return `${activities(total)} from ${plainTime(first.start)} to ${plainTime(last.end)} UTC; most: ${told(fullest, seconds)}`;
}
