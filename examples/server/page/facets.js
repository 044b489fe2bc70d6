import { element } from "./element.js";
import { filterOf, STATUSES } from "./filters.js";
import { plain, stateOf } from "./record.js";
import { number } from "./words.js";

/** @typedef {import("./api.js").Counted} Counted */

const GROUPS = /** @type {const} */ ([
  ["statuses", "status", "Status"],
  ["types", "type", "Type"],
  ["creators", "creator", "Creator"],
]);

/** How many values of a group are shown at first. */
const SHOWN = 6;

/** The counts of what matches by status, type and creator, each of which filters. */
export class Facets {
  #root;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /**
   * @param {import("./api.js").FacetCounts} facets
   * @param {string[]} filters of the query
   */
  show(facets, filters) {
    const groups = GROUPS.map(([name, field, title]) => group(title, field, facets[name], filters));
    const found = groups.filter((one) => one !== null);
    if (found.length === 0) this.clear("No activities.");
    else this.#root.replaceChildren(...found);
  }

  /**
   * Shows that there are no counts, and why.
   *
   * @param {string} reason
   */
  clear(reason) {
    this.#root.replaceChildren(element("p.muted", {}, reason));
  }
}

/**
 * @param {string} title
 * @param {string} field
 * @param {Counted[]} counted
 * @param {string[]} filters
 */
function group(title, field, counted, filters) {
  const rank = (/** @type {Counted} */ { value }) => (value === null ? STATUSES.length : STATUSES.indexOf(value));
  const sorted = field === "status" ? counted.toSorted((one, other) => rank(one) - rank(other)) : counted;
  if (sorted.length === 0) return null;
  const heading = element("h3", { id: `facet-${field}` }, title);
  const lines = sorted.map((one) => line(field, one, filters));
  const list = element("ul", { "aria-labelledby": heading.id }, ...lines);
  if (field === "status" || lines.length <= SHOWN) return element("div", {}, heading, list);
  for (const hidden of lines.slice(SHOWN)) hidden.hidden = true;
  const more = element(
    "button.quiet",
    {
      type: "button",
      onclick: () => {
        for (const hidden of lines) hidden.hidden = false;
        more.remove();
        /** @type {HTMLElement|null} */ (lines[SHOWN]?.querySelector("button"))?.focus();
      },
    },
    `${number(lines.length - SHOWN)} more`,
  );
  return element("div", {}, heading, list, more);
}

/**
 * @param {string} field
 * @param {Counted} counted
 * @param {string[]} filters
 */
function line(field, { value, count }, filters) {
  const word = plain(value);
  const counts = element("span.number", {}, number(count));
  if (word === null) {
    const name = element(field === "status" ? "span.state.muted" : "span.muted", {}, `no ${field}`);
    return element("li", {}, name, counts);
  }
  const filter = filterOf(field, word);
  const name = element(field === "status" ? `span.${stateOf(word)}` : "bdi", {}, ...humps(word));
  const isSet = filters.includes(filter);
  return element(
    "li",
    {},
    element("button.plain.filter", { type: "button", "data-filter": filter, "aria-pressed": String(isSet) }, name),
    counts,
    element(
      "button.quiet.without",
      { type: "button", "data-filter": filter, "data-exclude": "", "aria-label": `Exclude ${word}` },
      "−",
    ),
  );
}

/**
 * A name that may be broken before each of its capitals: `UpgradeAllPackagesRequest`.
 *
 * @param {string} name
 */
function humps(name) {
  return name.split(/(?=[A-Z])/).flatMap((part, at) => (at === 0 ? [part] : [element("wbr"), part]));
}
