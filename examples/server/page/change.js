import { messageOf } from "./api.js";
import { element } from "./element.js";
import { anyStatus } from "./filters.js";
import { nameOf, stateOf } from "./record.js";
import { activities, number } from "./words.js";

/**
 * @typedef {"cancel"|"approve"} Kind
 * @typedef {[title: string, content: Array<Node|null>, buttons: Node[]]} Plan what the dialog shows
 */

const WORDS = {
  cancel: { verb: "Cancel", done: "canceled" },
  approve: { verb: "Approve", done: "approved" },
};

/** How many of the activities are listed before a change. */
const LISTED = 20;

/** Cancels and approves what is picked, once that was confirmed. */
export class Change {
  #api;
  #language;
  #selection;
  #bar;
  #dialog;
  #outcome;
  #onChanged;
  /** Whether a change is under way: another one has to wait for its outcome. */
  #isBusy = false;
  /** @type {import("./api.js").Changeable} the statuses whose activities can be changed */
  #changeable = { cancel: [], approve: [] };
  /** How often a change was asked for: what was looked up for an earlier one is dropped. */
  #asked = 0;

  /**
   * @param {import("./api.js").Api} api
   * @param {import("./language.js").Language} language
   * @param {import("./selection.js").Selection} selection
   * @param {{bar: HTMLElement, dialog: HTMLDialogElement, outcome: HTMLElement}} places
   *   what tells how many are picked, what asks, and what tells how it went
   * @param {() => Promise<unknown>} onChanged
   */
  constructor(api, language, selection, places, onChanged) {
    this.#api = api;
    this.#language = language;
    this.#selection = selection;
    this.#bar = places.bar;
    this.#dialog = places.dialog;
    this.#outcome = places.outcome;
    this.#onChanged = onChanged;
    this.#button("cancel").addEventListener("click", () => this.#ask("cancel"));
    this.#button("approve").addEventListener("click", () => this.#ask("approve"));
    selection.onChange(() => this.#showSelection());
  }

  /** @param {import("./api.js").Changeable} changeable the statuses whose activities can be changed */
  allow(changeable) {
    this.#changeable = changeable;
  }

  /** Takes back what was told of the last change. */
  forget() {
    this.#tell("status", []);
  }

  /** @param {string} name */
  #button(name) {
    return /** @type {HTMLButtonElement} */ (this.#bar.querySelector(`[name=${name}]`));
  }

  #showSelection() {
    const { size, isAll, isHeld } = this.#selection;
    this.#bar.hidden = size === 0;
    const note = isHeld ? ", by another query: search first" : "";
    const told = isAll ? `All ${number(size)} that match` : number(size);
    /** @type {HTMLOutputElement} */ (this.#bar.querySelector("output")).textContent = `${told} selected${note}`;
    for (const name of ["cancel", "approve"]) this.#button(name).disabled = isHeld || this.#isBusy;
  }

  /**
   * Shows what a change would do, and asks whether to make it.
   *
   * @param {Kind} kind
   */
  async #ask(kind) {
    if (this.#isBusy || this.#selection.isHeld) return;
    const asked = ++this.#asked;
    const title = `${WORDS[kind].verb} ${activities(this.#selection.size)}?`;
    this.#fill(title, [element("p.muted", { role: "status" }, "Looking up what would change…")], []);
    this.#dialog.showModal();
    const plan = await this.#plan(kind).catch((error) => this.#noPlan(kind, title, error));
    if (asked === this.#asked && this.#dialog.open) this.#fill(...plan);
  }

  /**
   * @param {Kind} kind
   * @param {string} title
   * @param {unknown} error
   * @returns {Plan}
   */
  #noPlan(kind, title, error) {
    const told = `What would change can't be looked up: ${messageOf(error)}`;
    const again = () => {
      this.#dialog.close();
      return this.#ask(kind);
    };
    return [
      title,
      [element("p.failed", { role: "alert" }, told)],
      [element("button", { type: "button", onclick: again }, "Try again")],
    ];
  }

  /**
   * What a change of the selection would do.
   *
   * @param {Kind} kind
   * @returns {Promise<Plan>}
   */
  async #plan(kind) {
    const { verb, done } = WORDS[kind];
    const { query } = this.#selection;
    const able = this.#changeable[kind];
    const edited = await this.#language.edit(query, "add", { filter: anyStatus(able) });
    if (!("text" in edited)) throw new Error("the query has mistakes");
    const [all, preview, list] = await Promise.all([
      this.#api.facets(query),
      this.#api.preview(edited.text),
      this.#api.lookUp(edited.text, LISTED),
    ]);
    const others = all.statuses.filter(({ value }) => !able.includes(value ?? ""));
    const unable = others.reduce((sum, { count }) => sum + count, 0);
    const goes = activities(preview.count);
    const refused = element(
      "div.notice.bad",
      {},
      element("p", {}, `${activities(unable)} can't be ${done}:`),
      statuses(others),
    );
    const title = unable === 0 ? `${verb} ${goes}?` : `${verb} ${number(preview.count)} of ${activities(all.count)}?`;
    if (preview.count === 0) {
      return [`Nothing to ${kind}`, [refused], []];
    }
    const content = [
      statuses(all.statuses.filter(({ value }) => able.includes(value ?? ""))),
      listOf(list.results, preview.count),
      preview.count === 1 ? null : element("p.muted", {}, "All of these are changed, or none."),
      unable === 0 ? null : refused,
    ];
    const make = () => {
      this.#dialog.close();
      if (!this.#isBusy) return this.#make(kind, edited.text, preview);
    };
    const label = unable === 0 ? `${verb} ${goes}` : `${verb} only the other ${preview.count === 1 ? "one" : number(preview.count)}`;
    const button = element(`button.${kind === "cancel" ? "danger" : "primary"}`, { type: "button", onclick: make }, label);
    return [title, content, [button]];
  }

  /**
   * @param {string} title
   * @param {Array<Node|null>} content
   * @param {Node[]} buttons
   */
  #fill(title, content, buttons) {
    const back = element("button", { type: "button", onclick: () => this.#dialog.close() }, "Leave as they are");
    const held = this.#dialog.contains(document.activeElement);
    this.#dialog.replaceChildren(
      element("h2", { id: "change-title" }, title),
      ...content.filter((part) => part !== null),
      element("div.actions", {}, back, ...buttons),
    );
    if (held) back.focus();
  }

  /**
   * @param {Kind} kind
   * @param {string} query
   * @param {{count: number, fingerprint: string}} preview what was confirmed
   */
  async #make(kind, query, { count, fingerprint }) {
    const { done } = WORDS[kind];
    const ids = this.#selection.isAll ? [] : this.#selection.ids;
    this.forget();
    this.#setBusy(true);
    try {
      const changed = await this.#api.change(kind, query, fingerprint);
      if (this.#selection.isAll) this.#selection.clear();
      else this.#selection.drop(ids);
      await this.#onChanged();
      this.#tell("status", [element("p", {}, `${activities(changed.length)} ${done}.`)]);
    } catch (error) {
      const { code, isAnswer, message } = /** @type {import("./api.js").ApiError} */ (error);
      if (code === "SelectionChanged") this.#changed(kind);
      else if (isAnswer) this.#tell("alert", [element("p", {}, `Nothing was changed: ${message}`)]);
      else await this.#unknown(kind, ids, count, message);
    } finally {
      this.#setBusy(false);
    }
    this.#outcome.focus();
  }

  /** @param {boolean} isBusy */
  #setBusy(isBusy) {
    this.#isBusy = isBusy;
    this.#showSelection();
  }

  /** @param {Kind} kind */
  #changed(kind) {
    this.#tell("alert", [
      element("p", {}, "Nothing was changed: others are selected by now than the ones that were shown."),
      element("button", { type: "button", onclick: () => this.#ask(kind) }, "Look again"),
    ]);
  }

  /**
   * The answer is lost: the change may have been made. Tells what is there now.
   *
   * @param {Kind} kind
   * @param {string[]} ids none, if a query selected them
   * @param {number} count
   * @param {string} message
   */
  async #unknown(kind, ids, count, message) {
    const lost = element(
      "p",
      {},
      `It is not known whether ${activities(count)} ${count === 1 ? "was" : "were"} ${WORDS[kind].done}: ${message}`,
    );
    try {
      await this.#onChanged();
      if (ids.length === 0) {
        this.#tell("alert", [lost, element("p", {}, "The results below were looked up after that.")]);
        return;
      }
      const now = await this.#api.facets(ids.map((id) => `id:${id}`).join(" OR "));
      this.#tell("alert", [lost, element("p", {}, "Looked up after that:"), statuses(now.statuses)]);
    } catch {
      const again = () => this.#unknown(kind, ids, count, message);
      this.#tell("alert", [
        lost,
        element("p", {}, "What is there now can't be looked up either: do so before you try again."),
        element("button", { type: "button", onclick: again }, "Look it up"),
      ]);
    }
  }

  /**
   * @param {"status"|"alert"} role
   * @param {Node[]} content
   */
  #tell(role, content) {
    this.#outcome.setAttribute("role", role);
    this.#outcome.classList.toggle("bad", role === "alert");
    this.#outcome.replaceChildren(...content);
    this.#outcome.hidden = content.length === 0;
  }
}

/** @param {import("./api.js").Counted[]} counted */
function statuses(counted) {
  const lines = counted.map(({ value, count }) =>
    element("li", {}, `${number(count)} `, element(`span.${stateOf(value ?? "none")}`, {}, value ?? "without status")),
  );
  return element("ul.statuses", {}, ...lines);
}

/**
 * @param {import("./record.js").Activity[]} results
 * @param {number} count
 */
function listOf(results, count) {
  const lines = results.map((activity) =>
    element("li", {}, `${activity.id} `, element("bdi", {}, nameOf(activity))),
  );
  const rest = count - results.length;
  if (rest > 0) lines.push(element("li.muted", {}, `and ${number(rest)} more`));
  return element("details.listed", { open: count <= 5 }, element("summary", {}, "Which ones"), element("ul", {}, ...lines));
}
