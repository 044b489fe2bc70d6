import { element } from "./element.js";
import { filterOf } from "./filters.js";
import { Grid } from "./grid.js";
import { computerName, nameOf, plain, stateOf, time } from "./record.js";
import { activities, number } from "./words.js";

/** @typedef {import("./record.js").Activity} Activity */
/** @typedef {import("./record.js").Computers} Computers */

/** How many columns a row has. */
const COLUMNS = 7;

/** The table of activities. */
export class Results {
  #body;
  #pickAll;
  #selection;
  #on;
  /** The box that was picked last, where a range begins. */
  #last = "";

  /**
   * @param {HTMLTableElement} table
   * @param {import("./selection.js").Selection} selection
   * @param {object} on
   * @param {(activity: Activity, panel: HTMLElement) => void} on.onWhy fills the panel below a row
   * @param {(id: string) => void} on.onOpen shows all of an activity
   * @param {(id: string) => string} on.address of an activity
   * @param {(by: number) => void} on.onTurn turns pages
   */
  constructor(table, selection, on) {
    this.#body = /** @type {HTMLTableSectionElement} */ (table.tBodies[0]);
    this.#pickAll = /** @type {HTMLInputElement} */ (table.querySelector("thead input"));
    this.#selection = selection;
    this.#on = on;
    this.#pickAll.addEventListener("change", () => this.#pick(this.#boxes(), this.#pickAll.checked));
    this.#body.addEventListener("click", (event) => {
      const box = /** @type {HTMLInputElement} */ (event.target);
      if (box.name === "pick") this.#pickTo(box, event.shiftKey);
    });
    new Grid(this.#body, {
      onTurn: on.onTurn,
      onPickAll: () => this.#pick(this.#boxes(), true),
      onPickTo: (row) => {
        const box = /** @type {HTMLInputElement} */ (row.querySelector("input[name=pick]"));
        box.checked = !box.checked;
        this.#pickTo(box, true);
      },
    });
    selection.onChange(() => this.#showSelection());
  }

  /** @param {{results: Activity[], computers: Computers}} answer */
  show({ results, computers }) {
    this.#last = "";
    this.#body.replaceChildren(...results.flatMap((activity) => this.#row(activity, computers)));
    this.#showSelection();
  }

  #boxes() {
    return /** @type {HTMLInputElement[]} */ ([...this.#body.querySelectorAll("input[name=pick]")]);
  }

  /**
   * Picks a box, or all from the one before up to it.
   *
   * @param {HTMLInputElement} box
   * @param {boolean} isRange
   */
  #pickTo(box, isRange) {
    const boxes = this.#boxes();
    const to = boxes.indexOf(box);
    const from = isRange ? boxes.findIndex(({ value }) => value === this.#last) : -1;
    const range = from < 0 ? [box] : boxes.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.#last = box.value;
    this.#pick(range, box.checked);
  }

  /**
   * @param {HTMLInputElement[]} boxes
   * @param {boolean} isPicked
   */
  #pick(boxes, isPicked) {
    const ids = boxes.map((box) => box.value);
    if (isPicked) this.#selection.add(ids);
    else this.#selection.drop(ids);
  }

  #showSelection() {
    const boxes = this.#boxes();
    for (const box of boxes) {
      box.checked = this.#selection.has(box.value);
      box.disabled = this.#selection.isHeld;
      box.closest("tr")?.classList.toggle("picked", box.checked);
    }
    const picked = boxes.filter((box) => box.checked).length;
    this.#pickAll.checked = picked > 0 && picked === boxes.length;
    this.#pickAll.indeterminate = picked > 0 && picked < boxes.length;
    this.#pickAll.disabled = boxes.length === 0 || this.#selection.isHeld;
  }

  /**
   * @param {Activity} activity
   * @param {Computers} computers
   */
  #row(activity, computers) {
    const id = String(activity.id);
    const panel = element("div.panel", { id: `why-${id}` });
    const detail = element(
      "tr.detail",
      { hidden: true, role: "row" },
      element("td", { colspan: COLUMNS, role: "gridcell" }, panel),
    );
    const why = element(
      "button.quiet",
      {
        type: "button",
        "aria-expanded": "false",
        "aria-controls": panel.id,
        "aria-label": `Why activity ${id}?`,
        onclick: () => {
          detail.hidden = !detail.hidden;
          why.setAttribute("aria-expanded", String(!detail.hidden));
          if (!detail.hidden) this.#on.onWhy(activity, panel);
        },
      },
      "Why?",
    );
    const pick = element("input", { type: "checkbox", name: "pick", value: id, "aria-label": `Select activity ${id}` });
    const open = element("a.first", { href: this.#on.address(id) }, element("bdi", {}, nameOf(activity)));
    open.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.#on.onOpen(id);
    });
    const created = time(activity.creation_time);
    const cell = (/** @type {string} */ name, /** @type {import("./element.js").Child[]} */ ...content) =>
      element(`td.${name}`, { role: "gridcell" }, ...content);
    const row = element(
      "tr",
      { id: `activity-${id}`, role: "row" },
      cell("pick", pick),
      cell("status", status(activity.activity_status)),
      cell("activity", open, kind(activity)),
      cell("computer", ...computer(activity.computer_id, computers)),
      cell("creator", ...creator(activity.creator)),
      cell("time", created),
      cell("more", why),
    );
    // Tab goes from row to row; the arrow keys go on from here.
    for (const found of row.querySelectorAll("a, button, time")) found.setAttribute("tabindex", "-1");
    return [row, detail];
  }
}

/**
 * A value that filters when it is clicked, and excludes with Alt.
 *
 * @param {string} field
 * @param {string} value
 * @param {...Node} content
 */
export function filterButton(field, value, ...content) {
  return element("button.plain.filter", { type: "button", "data-filter": filterOf(field, value) }, ...content);
}

/**
 * @param {string} name
 * @param {string|null} text
 */
function line(name, text) {
  return text === null ? null : element(`bdi.${name}`, {}, text);
}

/** @param {unknown} value */
function status(value) {
  const word = plain(value);
  if (word === null) return element("span.state.muted", {}, "no status");
  return filterButton("status", word, element(`span.${stateOf(word)}`, {}, word));
}

/** @param {Activity} activity */
function kind({ id, type }) {
  const known = plain(type);
  const shown = known === null ? "no type" : filterButton("type", known, element("bdi", {}, known));
  return element("span.second", {}, shown, ` · ${id}`);
}

/**
 * @param {unknown} id
 * @param {Computers} computers
 */
function computer(id, computers) {
  if (plain(id) === null) return [element("span.muted", {}, "no computer")];
  const known = computers[String(id)];
  const name = /** @type {Node} */ (line("first", computerName(id, computers)));
  return [
    filterButton("computer:id", String(id), name),
    line("second", known === undefined ? "not known" : plain(known.hostname)),
  ];
}

/** @param {unknown} value */
function creator(value) {
  if (value === null || typeof value !== "object") return [line("first", plain(value))];
  const { email: ofEmail, name: ofName } = /** @type {{email?: unknown, name?: unknown}} */ (value);
  const [email, name] = [plain(ofEmail), plain(ofName)];
  const first = line("first", name ?? email);
  return [
    email === null || first === null ? first : filterButton("creator", email, first),
    line("second", name === null ? null : email),
  ];
}

/**
 * `51–100 of 1,234`.
 *
 * @param {{count: number, results: Activity[]}} answer
 * @param {number} offset
 */
export function extent({ count, results }, offset) {
  if (count === 0) return "No activities";
  if (results.length === 0) return `None here, of ${number(count)}`;
  if (results.length === count) return activities(count);
  return `${number(offset + 1)}–${number(offset + results.length)} of ${number(count)}`;
}
