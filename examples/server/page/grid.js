/** What of a row can have the focus. */
const STOPS = "input, a, button, time";

/**
 * The keys of a table: Tab goes from row to row, the arrow keys go within a row and between rows,
 * Page Up and Page Down turn the page, Ctrl+A picks all and Shift+Space all up to the row.
 */
export class Grid {
  #body;
  #on;

  /**
   * @param {HTMLTableSectionElement} body
   * @param {object} on
   * @param {(by: number) => void} on.onTurn
   * @param {() => void} on.onPickAll
   * @param {(row: Element) => void} on.onPickTo
   */
  constructor(body, on) {
    this.#body = body;
    this.#on = on;
    body.addEventListener("keydown", (event) => this.#key(event));
    body.addEventListener("focusin", ({ target }) => this.#stop(/** @type {HTMLElement} */ (target)));
  }

  /**
   * @param {Element} row
   * @returns {HTMLElement[]}
   */
  #stops(row) {
    return /** @type {HTMLElement[]} */ ([...row.querySelectorAll(STOPS)]);
  }

  /**
   * Makes this the one stop of its row.
   *
   * @param {HTMLElement} target
   */
  #stop(target) {
    const row = target.closest("tr:not(.detail)");
    if (row === null) return;
    for (const stop of this.#stops(row)) stop.tabIndex = stop === target ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const row = target.closest("tr:not(.detail)");
    if (row === null || event.metaKey) return;
    if (event.key === " " && event.shiftKey) {
      this.#on.onPickTo(row);
    } else if (event.key === "a" && event.ctrlKey) {
      this.#on.onPickAll();
    } else if (event.key === "Enter" && event.altKey && target.matches(".filter")) {
      target.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, altKey: true }));
    } else if (event.ctrlKey || event.altKey || event.shiftKey) {
      return;
    } else if (event.key === "PageDown" || event.key === "PageUp") {
      this.#on.onTurn(event.key === "PageDown" ? 1 : -1);
    } else if (!this.#move(event.key, row, target)) {
      return;
    }
    event.preventDefault();
  }

  /**
   * @param {string} key
   * @param {Element} row
   * @param {HTMLElement} target
   */
  #move(key, row, target) {
    const stops = this.#stops(row);
    const at = stops.indexOf(target);
    const rows = [...this.#body.querySelectorAll(":scope > tr:not(.detail)")];
    const down = rows.indexOf(row) + (key === "ArrowDown" ? 1 : -1);
    const cell = target.closest("td")?.className;
    const below = rows[down];
    const next = {
      ArrowLeft: stops[at - 1],
      ArrowRight: stops[at + 1],
      Home: stops[0],
      End: stops.at(-1),
      ArrowUp: below && this.#inColumn(below, cell),
      ArrowDown: below && this.#inColumn(below, cell),
    }[key];
    next?.focus();
    return key in { ArrowLeft: 0, ArrowRight: 0, ArrowUp: 0, ArrowDown: 0, Home: 0, End: 0 };
  }

  /**
   * @param {Element} row
   * @param {string|undefined} cell
   */
  #inColumn(row, cell) {
    const stops = this.#stops(row);
    return stops.find((stop) => stop.closest("td")?.className === cell) ?? stops[0];
  }
}
