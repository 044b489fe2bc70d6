// @ts-nocheck
import { element } from "./element.js";
import { localTime, many, number, slug, utcTime } from "./words.js";

/** How many columns a row has. */
const COLUMNS = 7;

/** The table of activities. */
export class Results {
  #body;
  #pickAll;
  #selection;
  #onWhy;

  /**
   * @param {HTMLTableElement} table
   * @param {import("./selection.js").Selection} selection
   * @param {(activity: object, panel: HTMLElement) => void} onWhy fills the
   *   panel below a row that was asked about
   */
  constructor(table, selection, onWhy) {
    this.#body = table.tBodies[0];
    this.#pickAll = table.querySelector("thead input");
    this.#selection = selection;
    this.#onWhy = onWhy;
    this.#pickAll.addEventListener("change", () => {
      this.#pick(this.#boxes(), this.#pickAll.checked);
    });
    this.#body.addEventListener("change", ({ target }) => {
      if (target.name === "pick") this.#pick([target], target.checked);
    });
    selection.onChange(() => this.#showSelection());
  }

  /** @param {{results: object[], computers: Object<string, object>}} answer */
  show({ results, computers }) {
    this.#selection.see(results);
    this.#body.replaceChildren(...results.flatMap((activity) => this.#row(activity, computers)));
    this.#showSelection();
  }

  /** Says beside its row what each refused activity was refused for. */
  showRefusals(refusals) {
    for (const note of this.#body.querySelectorAll(".refusal")) note.remove();
    for (const { id, message } of refusals) {
      const cell = this.#body.querySelector(`#activity-${id} .what`);
      cell?.append(element("p.refusal", {}, message));
    }
  }

  #boxes() {
    return [...this.#body.querySelectorAll("input[name=pick]")];
  }

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
      box.closest("tr").classList.toggle("picked", box.checked);
    }
    const picked = boxes.filter((box) => box.checked).length;
    this.#pickAll.checked = picked > 0 && picked === boxes.length;
    this.#pickAll.indeterminate = picked > 0 && picked < boxes.length;
    this.#pickAll.disabled = boxes.length === 0 || this.#selection.isHeld;
  }

  #row(activity, computers) {
    const { id } = activity;
    const panel = element("div.panel", { id: `why-${id}` });
    const detail = element(
      "tr.detail",
      { hidden: true, role: "row" },
      element("td", { colspan: COLUMNS, role: "cell" }, panel),
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
          if (!detail.hidden) this.#onWhy(activity, panel);
        },
      },
      "Why?",
    );
    const pick = element("input", {
      type: "checkbox",
      name: "pick",
      value: id,
      "aria-label": `Select activity ${id}`,
    });
    const cell = (name, ...content) => element(`td.${name}`, { role: "cell" }, ...content);
    const row = element(
      "tr",
      { id: `activity-${id}`, role: "row" },
      cell("pick", pick),
      cell("status", status(activity.activity_status)),
      cell("what", ...what(activity)),
      cell("computer", ...computer(activity, computers)),
      cell("creator", ...creator(activity.creator)),
      cell("time", ...time(activity.creation_time)),
      cell("more", why),
    );
    return [row, detail];
  }
}

/** Whatever a record holds, as text; nothing if it holds nothing. */
function plain(value) {
  if (value === null || value === undefined || value === "") return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function two(first, second) {
  const line = (name, text) => (text === null ? null : element(`bdi.${name}`, {}, text));
  return [line("first", first), line("second", second)];
}

function status(value) {
  const word = plain(value);
  if (word === null) return element("span.muted", {}, "no status");
  return element(`span.state.s-${slug(word)}`, {}, word);
}

function what({ id, type, summary }) {
  const kind = plain(type) ?? "no type";
  return two(plain(summary) ?? kind, `${kind} · ${id}`);
}

function computer({ computer_id: id }, computers) {
  if (plain(id) === null) return [element("span.muted", {}, "none")];
  const known = computers[id];
  if (known === undefined) return two(`computer ${id}`, "not known");
  return two(plain(known.title) ?? `computer ${id}`, plain(known.hostname));
}

function creator(value) {
  if (value === null || typeof value !== "object") return two(plain(value), null);
  const email = plain(value.email);
  const name = plain(value.name);
  return two(name ?? email, name === null ? null : email);
}

function time(value) {
  const instant = new Date(value ?? Number.NaN);
  if (Number.isNaN(instant.getTime())) return [plain(value)];
  const utc = utcTime(instant);
  return [
    element("time", { datetime: instant.toISOString(), title: utc, tabindex: 0 }, localTime(instant)),
  ];
}

/** `51–100 of 1,234`. */
export function extent({ count, results }, offset) {
  if (count === 0) return "No activities";
  if (results.length === 0) return `None here, of ${number(count)}`;
  if (results.length === count) return many(count, "activity", "activities");
  return `${number(offset + 1)}–${number(offset + results.length)} of ${number(count)}`;
}
