// @ts-nocheck
import { Brush } from "./brush.js";
import { element, shape } from "./element.js";
import { many, number, slug, utcDate } from "./words.js";

const WIDTH = 960;
const HEIGHT = 80;
/** How many times are written below the bars. */
const LABELS = 6;

/** The server's word for a status that is not there. */
const NONE = "(none)";

/** From what can be done with an activity to what is over. */
const ORDER = [
  "unapproved",
  "scheduled",
  "waiting",
  "blocked",
  "undelivered",
  "delivered",
  "succeeded",
  "canceled",
  "failed",
];

/** A filter that asks for the time alone. */
const OF_TIME = /^(NOT )?created-(after|before):\S+$/;

/** The matches over time, by status. */
export class Timeline {
  #root;
  #legend;
  #anyTime;
  #brush;
  #onStatus;
  /** The filters of the query that is searched for. */
  #filters = [];

  /**
   * @param {{chart: HTMLElement, legend: HTMLElement, window: HTMLElement, anyTime: HTMLButtonElement}} places
   * @param {object} on
   * @param {(window: {from: Date, to: Date}) => void} on.onWindow
   * @param {() => void} on.onAnyTime removes the window from the query
   * @param {(status: string, isSet: boolean) => void} on.onStatus sets the status, or removes it
   */
  constructor({ chart, legend, window, anyTime }, { onWindow, onAnyTime, onStatus }) {
    this.#root = chart;
    this.#legend = legend;
    this.#anyTime = anyTime;
    this.#brush = new Brush(window, onWindow);
    this.#onStatus = onStatus;
    anyTime.addEventListener("click", onAnyTime);
  }

  /** Shows what of it the query has as its filters. */
  press(filters) {
    this.#filters = filters;
    this.#anyTime.hidden = !filters.some((filter) => OF_TIME.test(filter));
    for (const button of this.#legend.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(this.#isSet(button.value)));
    }
  }

  #isSet(status) {
    return this.#filters.includes(`status:${status}`);
  }

  /** Shows that there is nothing to show, and why. */
  clear(reason) {
    this.#brush.stop();
    this.#legend.replaceChildren();
    this.#root.replaceChildren(element("p.muted", {}, reason));
  }

  /** @param {{from: string, to: string, step_seconds: number, buckets: object[]}} histogram */
  show(histogram) {
    const steps = stepsOf(histogram);
    if (steps.length === 0) return this.clear("Nothing to show over time.");
    const totals = new Map();
    for (const { counts } of steps) {
      for (const [status, count] of counts) totals.set(status, (totals.get(status) ?? 0) + count);
    }
    const statuses = [...totals.keys()].sort((one, other) => rank(one) - rank(other));
    this.#legend.replaceChildren(
      ...statuses.map((status) =>
        element(
          "li",
          {},
          element(`span.state.s-${slug(status)}`, {}, this.#choice(status)),
          ` ${number(totals.get(status))}`,
        ),
      ),
    );
    this.press(this.#filters);
    const plot = element("div.plot", {}, drawing(steps, statuses));
    this.#root.replaceChildren(plot, axis(steps));
    this.#brush.start(plot, steps);
  }

  /** The name of a status: a button, if the query can ask for it. */
  #choice(status) {
    if (status === NONE) return named(status);
    const onclick = () => this.#onStatus(status, this.#isSet(status));
    return element("button.plain", { type: "button", value: status, onclick }, status);
  }
}

/** A status, or the table's word for one that is not there. */
function named(status) {
  return status === NONE ? "no status" : status;
}

function rank(status) {
  const at = ORDER.indexOf(status);
  return at < 0 ? ORDER.length : at;
}

/** All steps from the first to the last, those without a match, too. */
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

function drawing(steps, statuses) {
  const most = Math.max(...steps.map((step) => step.total));
  const width = WIDTH / steps.length;
  const bars = steps.map((step, at) => {
    let top = HEIGHT;
    const parts = statuses
      .filter((status) => step.counts.has(status))
      .map((status) => {
        const height = (step.counts.get(status) / most) * (HEIGHT - 4);
        top -= height;
        const box = { x: at * width + width * 0.08, y: top, width: width * 0.84, height };
        return shape(`rect.bar.s-${slug(status)}`, box);
      });
    return shape("g", {}, shape("title", {}, told(step)), ...parts);
  });
  return shape(
    "svg.chart",
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": summary(steps),
    },
    ...bars,
  );
}

/** Some of the times that the steps begin at. The chart's summary says them, too. */
function axis(steps) {
  const every = Math.max(1, Math.ceil(steps.length / LABELS));
  const labels = steps.flatMap((step, at) => {
    // The last part of the width has no room for a time that begins there.
    if (at % every !== 0 || at > steps.length * 0.88) return [];
    const label = element("span", {}, utcDate(step.start));
    label.style.left = `${(at / steps.length) * 100}%`;
    return [label];
  });
  return element("div.axis", { "aria-hidden": "true" }, ...labels);
}

/** A step in words: `3 Jul 2024 – 4 Jul 2024: 5 activities (3 failed, 2 succeeded)`. */
function told({ start, end, counts, total }) {
  const of = [...counts].map(([status, count]) => `${number(count)} ${named(status)}`).join(", ");
  const activities = many(total, "activity", "activities");
  return `${utcDate(start)} – ${utcDate(end)}: ${activities}${of === "" ? "" : ` (${of})`}`;
}

function summary(steps) {
  const total = steps.reduce((sum, step) => sum + step.total, 0);
  const fullest = steps.reduce((most, step) => (step.total > most.total ? step : most));
  const activities = many(total, "activity", "activities");
  const time = `from ${utcDate(steps[0].start)} to ${utcDate(steps.at(-1).end)}`;
  return `${activities} ${time}; most: ${told(fullest)}`;
}
