// @ts-nocheck
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
  /** Whether a change is under way: another one has to wait for its outcome. */
  #isBusy = false;

  /**
   * @param {{bar: HTMLElement, dialog: HTMLDialogElement, outcome: HTMLElement}} places
   *   what tells how many are picked, what asks, and what tells how it went
   * @param {(refusals: Array<{id: string, message: string}>) => void} onRefused
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
    const { size, isHeld } = this.#selection;
    this.#bar.hidden = size === 0;
    const note = isHeld ? ", by another query: search first" : "";
    this.#bar.querySelector("output").textContent = `${number(size)} selected${note}`;
    for (const name of ["cancel", "approve"]) {
      this.#bar.querySelector(`[name=${name}]`).disabled = isHeld || this.#isBusy;
    }
  }

  #confirm(change) {
    if (this.#isBusy || this.#selection.isHeld) return;
    const size = this.#selection.size;
    const activities = many(size, "activity", "activities");
    const statuses = this.#selection.statuses.map(([status, count]) =>
      element("li", {}, `${number(count)} ${status}`),
    );
    const go = () => {
      this.#dialog.close();
      if (!this.#isBusy) return this.#make(change);
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
    this.#setBusy(true);
    try {
      const changed = await (change === CANCEL ? this.#api.cancel(query) : this.#api.approve(query));
      this.#selection.drop(ids);
      await this.#onChanged();
      this.#tell("status", [
        element("p", {}, `${many(changed.length, "activity", "activities")} ${change.done}.`),
      ]);
    } catch (error) {
      if (error.isAnswer) this.#refused(change, ids.length, error);
      else await this.#unknown(change, ids, query, error);
    } finally {
      this.#setBusy(false);
    }
    this.#outcome.focus();
  }

  #setBusy(isBusy) {
    this.#isBusy = isBusy;
    this.#showSelection();
  }

  /** The answer is lost: the change may have been made. Tells what is there now. */
  async #unknown(change, ids, query, error) {
    const asked = many(ids.length, "activity", "activities");
    const lost = element("p", {}, `It is not known whether ${asked} were ${change.done}: ${error.message}`);
    try {
      const { results } = await this.#api.lookUp(query, ids.length);
      await this.#onChanged();
      this.#selection.see(results);
      const counts = new Map();
      for (const { activity_status: status } of results) {
        counts.set(status ?? "without status", (counts.get(status ?? "without status") ?? 0) + 1);
      }
      const now = [...counts].map(([status, count]) => element("li", {}, `${number(count)} ${status}`));
      this.#tell("alert", [lost, element("p", {}, "Looked up after that, they are:"), element("ul", {}, ...now)]);
    } catch {
      const again = () => this.#unknown(change, ids, query, error);
      this.#tell("alert", [
        lost,
        element("p", {}, "They can't be looked up either: do so before you try again."),
        element("button", { type: "button", onclick: again }, "Look them up"),
      ]);
    }
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
    id,
    message: reason,
  }));
}

function refusalLine({ id, message }) {
  return element("li", {}, element("a", { href: `#activity-${id}` }, String(id)), ` ${message}`);
}
