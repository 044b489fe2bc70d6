import { copyText } from "./copy.js";
import { element } from "./element.js";
import { computerName, instantOf, nameOf, plain, stateOf, time } from "./record.js";
import { filterButton } from "./results.js";
import { number } from "./words.js";

/** @typedef {import("./record.js").Activity} Activity */

/** How many generations above an activity are looked up, and how many beside and below it. */
const GENERATIONS = 8;
const RELATED = 50;

/** What has a place of its own, and is not among the other fields. */
const SHOWN = ["id", "summary", "activity_status", "type", "creator", "computer_id", "parent_id", "result_text", "progress", "children"];

/** All that is known of one activity. */
export class Detail {
  #api;
  #dialog;
  #on;
  #announce;
  /** How often one was asked for: what was looked up for an earlier one is dropped. */
  #asked = 0;
  #isClosing = false;

  /**
   * @param {import("./api.js").Api} api
   * @param {HTMLDialogElement} dialog
   * @param {object} on
   * @param {(id: string) => void} on.onOpen
   * @param {() => void} on.onClose
   * @param {(id: string) => string} on.address of an activity
   * @param {(id: string, panel: HTMLElement) => void} on.onWhy
   * @param {(text: string) => void} announce
   */
  constructor(api, dialog, on, announce) {
    this.#api = api;
    this.#dialog = dialog;
    this.#on = on;
    this.#announce = announce;
    dialog.addEventListener("close", () => {
      this.#asked += 1;
      if (!this.#isClosing) on.onClose();
      this.#isClosing = false;
    });
    dialog.addEventListener("click", (event) => {
      // The dialog itself is what is below its content: the backdrop.
      if (event.target === dialog) dialog.close();
    });
  }

  /** Closes it, as the address already says. */
  hide() {
    if (!this.#dialog.open) return;
    this.#isClosing = true;
    this.#dialog.close();
  }

  /** @param {string} id */
  async show(id) {
    const asked = ++this.#asked;
    this.#fill(`Activity ${id}`, [element("p.muted", { role: "status" }, "Loading…")], id);
    if (!this.#dialog.open) this.#dialog.showModal();
    let content;
    let title = `Activity ${id}`;
    try {
      const activity = await this.#api.activity(id);
      title = nameOf(activity);
      const [tree, computer] = await Promise.all([this.#family(activity), this.#computer(activity)]);
      content = [...facts(activity), computer, tree];
    } catch (error) {
      const { code, message } = /** @type {import("./api.js").ApiError} */ (error);
      const again = element("button", { type: "button", onclick: () => this.show(id) }, "Try again");
      content = [element("p.failed", { role: "alert" }, message), code === "UnknownActivity" ? null : again];
    }
    if (asked === this.#asked && this.#dialog.open) this.#fill(title, content, id);
  }

  /**
   * @param {string} title
   * @param {Array<Node|null>} content
   * @param {string} id
   */
  #fill(title, content, id) {
    const panel = element("div.panel");
    const copy = (/** @type {string} */ text) => (/** @type {Event} */ event) =>
      copyText(text, /** @type {HTMLElement} */ (event.currentTarget), this.#announce);
    const link = () => new URL(this.#on.address(id), location.href).href;
    const button = (/** @type {string} */ label, /** @type {(event: Event) => void} */ onclick) =>
      element("button", { type: "button", onclick }, label);
    this.#dialog.replaceChildren(
      element(
        "div",
        {},
        element("h2", { id: "detail-title" }, element("bdi", {}, title)),
        ...content.filter((part) => part !== null),
        panel,
        element(
          "div.actions",
          {},
          button("Why?", () => this.#on.onWhy(id, panel)),
          button("Copy the id", copy(id)),
          button("Copy the link", (event) => copy(link())(event)),
          element("button.primary", { type: "button", autofocus: true, onclick: () => this.#dialog.close() }, "Close"),
        ),
      ),
    );
    /** @type {HTMLElement} */ (this.#dialog.querySelector("[autofocus]")).focus({ preventScroll: true });
  }

  /** @param {Activity} activity */
  async #computer({ computer_id: id }) {
    if (plain(id) === null) return null;
    const title = element("h3", {}, "Computer");
    try {
      const computer = await this.#api.computer(String(id));
      const tags = Array.isArray(computer.tags) ? computer.tags : [];
      return element(
        "section",
        {},
        title,
        list([
          ["Name", filterButton("computer:id", String(id), element("bdi", {}, computerName(id, { [String(id)]: computer })))],
          ["Hostname", plain(computer.hostname)],
          ["Tags", tags.length === 0 ? null : element("span.tags", {}, ...tags.map(tag))],
          ["Distribution", plain(computer.distribution)],
          ["Access group", plain(computer.access_group)],
          ["Last ping", exact(computer.last_ping_time)],
        ]),
      );
    } catch (error) {
      const { code, message } = /** @type {import("./api.js").ApiError} */ (error);
      const told = code === "UnknownComputer" ? `Computer ${id} is not known any more.` : message;
      return element("section", {}, title, element("p.muted", {}, told));
    }
  }

  /**
   * The activity in the tree of its parents and children.
   *
   * @param {Activity} activity
   */
  async #family(activity) {
    const above = await this.#parents(activity);
    const parent = above.at(-1);
    const [beside, below] = await Promise.all([
      parent === undefined ? null : this.#children(parent),
      this.#children(activity),
    ]);
    if (parent === undefined && below.results.length === 0) return null;
    const own = element("li", {}, this.#line(activity, activity), this.#branch(below, activity));
    let tree = own;
    if (beside !== null && parent !== undefined) {
      const isOwn = (/** @type {Activity} */ one) => String(one.id) === String(activity.id);
      const lines = beside.results.map((/** @type {Activity} */ one) => (isOwn(one) ? own : element("li", {}, this.#line(one, activity))));
      if (!beside.results.some(isOwn)) lines.unshift(own);
      tree = element("li", {}, this.#line(parent, activity), element("ul", {}, ...lines, rest(beside, parent)));
    }
    for (const one of above.slice(0, -1).reverse()) {
      tree = element("li", {}, this.#line(one, activity), element("ul", {}, tree));
    }
    return element("section", {}, element("h3", {}, "Parent and children"), element("ul.family", {}, tree));
  }

  /**
   * @param {Activity} activity
   * @returns {Promise<Activity[]>} the farthest first
   */
  async #parents(activity) {
    /** @type {Activity[]} */
    const above = [];
    const seen = new Set([String(activity.id)]);
    let { parent_id: id } = activity;
    while (plain(id) !== null && !seen.has(String(id)) && above.length < GENERATIONS) {
      seen.add(String(id));
      try {
        const parent = await this.#api.activity(String(id));
        above.unshift(parent);
        id = parent.parent_id;
      } catch {
        // The parent may be removed: the tree begins below it.
        break;
      }
    }
    return above;
  }

  /** @param {Activity} activity */
  #children({ id }) {
    return this.#api.activities(`parent-id:${id}`, "oldest", RELATED, 0);
  }

  /**
   * @param {{count: number, results: Activity[]}} found
   * @param {Activity} parent
   */
  #branch(found, parent) {
    if (found.results.length === 0) return null;
    const lines = found.results.map((one) => element("li", {}, this.#line(one, parent)));
    return element("ul", {}, ...lines, rest(found, parent));
  }

  /**
   * @param {Activity} activity
   * @param {Activity} current
   */
  #line(activity, current) {
    const id = String(activity.id);
    const name = element("bdi", {}, nameOf(activity));
    const isCurrent = id === String(current.id);
    const link = element("a", { href: this.#on.address(id), "aria-current": isCurrent ? "true" : null }, `${id} `, name);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.#on.onOpen(id);
    });
    const status = plain(activity.activity_status);
    return element("span", {}, link, " ", status === null ? null : element(`span.${stateOf(status)}`, {}, status));
  }
}

/** @param {unknown} name */
function tag(name) {
  const text = plain(name) ?? "";
  return filterButton("computer:tag", text, element("bdi", {}, text));
}

/**
 * What remains of the children, as a filter.
 *
 * @param {{count: number, results: Activity[]}} found
 * @param {Activity} parent
 */
function rest({ count, results }, { id }) {
  const left = count - results.length;
  return left === 0 ? null : element("li", {}, filterButton("parent-id", String(id), element("span", {}, `and ${number(left)} more`)));
}

/** @param {Activity} activity */
function facts(activity) {
  const { activity_status: status, type, creator, progress, result_text: result } = activity;
  const word = plain(status);
  const done = typeof progress === "number" ? Math.min(Math.max(progress, 0), 100) : null;
  const known = plain(type);
  const email = plain(creator?.email);
  const fields = list([
    ["Id", String(activity.id)],
    ["Status", word === null ? null : filterButton("status", word, element(`span.${stateOf(word)}`, {}, word))],
    ["Progress", done === null ? plain(progress) : element("span", {}, element("progress", { max: 100, value: done, "aria-label": "Progress" }), ` ${done} %`)],
    ["Type", known === null ? null : filterButton("type", known, element("bdi", {}, known))],
    ["Creator", creatorOf(creator, email)],
    ...Object.entries(activity).filter(([name]) => !SHOWN.includes(name)).map(field),
  ]);
  const text = plain(result);
  const section = text === null ? null : element("section", {}, element("h3", {}, "Result"), element("pre", { tabindex: 0 }, text));
  return [fields, section];
}

/**
 * @param {any} creator
 * @param {string|null} email
 */
function creatorOf(creator, email) {
  if (email === null) return plain(creator?.name ?? creator);
  const name = plain(creator.name);
  return filterButton("creator", email, element("bdi", {}, name === null ? email : `${name} (${email})`));
}

/**
 * A field that has no place of its own: a time where it is one.
 *
 * @param {[string, unknown]} field
 * @returns {[string, Node|string|null]}
 */
function field([name, value]) {
  const words = name.replaceAll("_", " ");
  const label = words.charAt(0).toUpperCase() + words.slice(1);
  const isTime = /_time$/.test(name) && instantOf(value) !== null;
  return [label, isTime ? exact(value) : plain(value)];
}

/** @param {unknown} value */
function exact(value) {
  const made = time(value);
  if (!(made instanceof HTMLElement)) return made;
  return element("span", {}, made.dataset["exact"] ?? "", " ", element("span.muted", {}, `(${made.firstChild?.textContent})`));
}

/** @param {Array<[string, Node|string|null]>} fields */
function list(fields) {
  const held = fields.filter(([, value]) => value !== null);
  return element("dl.fields", {}, ...held.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}
