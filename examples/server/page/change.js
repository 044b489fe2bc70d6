import { element } from "./element.js";
import { many, number } from "./words.js";

const CANCEL = { verb: "Cancel", done: "canceled" };
const APPROVE = { verb: "Approve", done: "approved" };

/** Cancels and approves what is picked, once that was confirmed. */
export class Change {
  #api;
  #selection;
  #bar;
  #dialog;
  #outcome;
  #onRefused;
  #onChanged;

  /**
   * @param {{bar: HTMLElement, dialog: HTMLDialogElement, outcome: HTMLElement}} places
   *   what tells how many are picked, what asks, and what tells how it went
   * @param {(refusals: Array<{id: number, message: string}>) => void} onRefused
   * @param {() => Promise<void>} onChanged
   */
  constructor(api, selection, places, onRefused, onChanged) {
    this.#api = api;
    this.#selection = selection;
    this.#bar = places.bar;
    this.#dialog = places.dialog;
    this.#outcome = places.outcome;
    this.#onRefused = onRefused;
    this.#onChanged = onChanged;
    const button = (name) => this.#bar.querySelector(`[name=${name}]`);
    button("cancel").addEventListener("click", () => this.#confirm(CANCEL));
    button("approve").addEventListener("click", () => this.#confirm(APPROVE));
    button("clear").addEventListener("click", () => selection.clear());
    selection.onChange(() => this.#showSelection());
  }

  /** Takes back what was told of the last change. */
  forget() {
    this.#tell("status", []);
    this.#onRefused([]);
  }

  #showSelection() {
    const { size } = this.#selection;
    this.#bar.hidden = size === 0;
    this.#bar.querySelector("output").textContent = `${number(size)} selected`;
  }

  #confirm(change) {
    const size = this.#selection.size;
    const activities = many(size, "activity", "activities");
    const statuses = this.#selection.statuses.map(([status, count]) =>
      element("li", {}, `${number(count)} ${status}`),
    );
    const go = () => {
      this.#dialog.close();
      return this.#make(change);
    };
    const back = () => this.#dialog.close();
    this.#dialog.replaceChildren(
      element("h2", { id: "change-title" }, `${change.verb} ${activities}?`),
      element("ul.statuses", {}, ...statuses),
      element("p.muted", {}, "All of them are changed, or none."),
      element(
        "div.actions",
        {},
        element("button", { type: "button", onclick: back }, "Leave as they are"),
        element(
          `button.${change === CANCEL ? "danger" : "primary"}`,
          { type: "button", onclick: go },
          `${change.verb} ${activities}`,
        ),
      ),
    );
    this.#dialog.showModal();
  }

  async #make(change) {
    const ids = this.#selection.ids;
    const query = ids.map((id) => `id:${id}`).join(" OR ");
    this.forget();
    try {
      const changed = await (change === CANCEL ? this.#api.cancel(query) : this.#api.approve(query));
      this.#selection.clear();
      await this.#onChanged();
      this.#tell("status", [
        element("p", {}, `${many(changed.length, "activity", "activities")} ${change.done}.`),
      ]);
    } catch (error) {
      this.#refused(change, ids.length, error);
    }
    this.#outcome.focus();
  }

  #refused(change, asked, error) {
    const refusals = error.code === "InvalidActivityStatusChange" ? readRefusals(error.message) : [];
    if (refusals.length === 0) {
      this.#tell("alert", [element("p", {}, `Nothing was changed: ${error.message}`)]);
      return;
    }
    const drop = () => {
      this.#selection.drop(refusals.map((refusal) => refusal.id));
      this.forget();
      this.#bar.querySelector("button")?.focus();
    };
    this.#onRefused(refusals);
    this.#tell("alert", [
      element(
        "p",
        {},
        `Nothing was changed: ${number(refusals.length)} of ${number(asked)} can't be ${change.done}.`,
      ),
      element("ul.refusals", {}, ...refusals.map(refusalLine)),
      element(
        "button",
        { type: "button", onclick: drop },
        `Deselect ${refusals.length === 1 ? "it" : `these ${number(refusals.length)}`}`,
      ),
    ]);
  }

  #tell(role, content) {
    this.#outcome.setAttribute("role", role);
    this.#outcome.classList.toggle("bad", role === "alert");
    this.#outcome.replaceChildren(...content);
    this.#outcome.hidden = content.length === 0;
  }
}

/** Reads the lines `ID => message`. */
function readRefusals(message) {
  return [...message.matchAll(/^(\d+) => (.*)$/gm)].map(([, id, reason]) => ({
    id: Number(id),
    message: reason,
  }));
}

function refusalLine({ id, message }) {
  return element("li", {}, element("a", { href: `#activity-${id}` }, String(id)), ` ${message}`);
}
