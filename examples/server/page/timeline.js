import { Brush } from "./brush.js";
import { element, shape } from "./element.js";
import { many, number, slug, utcDate } from "./words.js";

const WIDTH = 960;
const HEIGHT = 80;
/** How many times are written below the bars. */
const LABELS = 6;

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

/** The matches over time, by status. */
export class Timeline {
  #root;
  #legend;
  #brush;

  /** @param {(window: {from: Date, to: Date}) => void} onWindow */
  constructor(root, legend, controls, onWindow) {
    this.#root = root;
    this.#legend = legend;
    this.#brush = new Brush(controls, onWindow);
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
          element(`span.state.s-${slug(status)}`, {}, named(status)),
          ` ${number(totals.get(status))}`,
        ),
      ),
    );
    const plot = element("div.plot", {}, drawing(steps, statuses));
    this.#root.replaceChildren(plot, axis(steps));
    this.#brush.start(plot, steps);
  }
}

/** The server's word for a status that is not there, as the table has it. */
function named(status) {
  return status === "(none)" ? "no status" : status;
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
