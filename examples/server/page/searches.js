import { ApiError, messageOf } from "./api.js";
import { isComposing } from "./complete.js";
import { Diagnosis } from "./diagnose.js";
import { Editor } from "./editor.js";
import { element } from "./element.js";
import { Language } from "./language.js";

/** @typedef {import("./api.js").SavedSearch} SavedSearch */

const OF_COMPUTERS = "computer:";

/** The saved searches, which select computers. */
export class SavedSearches {
  #api;
  #list;
  #add;
  #keep;
  #dialog;
  #onUse;
  #announce;
  /** The filters of the query that is searched for. */
  /** @type {string[]} */
  #filters = [];
  /** What they say of computers, as a search of those. */
  #computers = "";

  /**
   * @param {import("./api.js").Api} api
   * @param {{list: HTMLElement, add: HTMLButtonElement, keep: HTMLButtonElement, dialog: HTMLDialogElement}} places
   * @param {(name: string) => void} onUse adds a search to the query, or removes it
   * @param {(text: string) => void} announce
   */
  constructor(api, places, onUse, announce) {
    this.#api = api;
    this.#list = places.list;
    this.#add = places.add;
    this.#keep = places.keep;
    this.#dialog = places.dialog;
    this.#onUse = onUse;
    this.#announce = announce;
    this.#add.addEventListener("click", () => this.#edit({}));
    this.#keep.addEventListener("click", () => this.#edit({ search: this.#computers }));
  }

  async load() {
    try {
      const searches = await this.#api.savedSearches();
      this.#list.replaceChildren(...searches.map((search) => this.#row(search)));
      this.press(this.#filters);
      if (searches.length === 0) this.#list.append(element("li.muted", {}, "None yet."));
    } catch (error) {
      this.#list.replaceChildren(element("li.failed", { role: "alert" }, messageOf(error)));
    }
  }

  /**
   * Shows which of them the query has as its filters.
   *
   * @param {string[]} filters
   */
  press(filters) {
    this.#filters = filters;
    this.#computers = computersOf(filters);
    this.#keep.hidden = this.#computers === "";
    for (const use of /** @type {NodeListOf<HTMLButtonElement>} */ (this.#list.querySelectorAll(".use"))) {
      use.setAttribute("aria-pressed", String(filters.includes(`computer:search:${use.value}`)));
    }
  }

  /** @param {SavedSearch} search */
  #row(search) {
    const { name, title } = search;
    const button = (/** @type {string} */ text, /** @type {string} */ label, /** @type {() => void} */ onclick) =>
      element("button.quiet", { type: "button", "aria-label": `${label} ${name}`, onclick }, text);
    return element(
      "li",
      {},
      element(
        "button.plain.use",
        { type: "button", value: name, title: search.search, onclick: () => this.#onUse(name) },
        element("bdi", {}, title ?? name),
        element("code", {}, `search:${name}`),
      ),
      button("Edit", "Edit", () => this.#edit(search)),
      button("Remove", "Remove", () => this.#confirmRemoval(search)),
    );
  }

  /**
   * Asks for the fields of a search, a new one if it has no name yet.
   *
   * @param {Partial<SavedSearch>} search
   */
  #edit(search) {
    const isNew = search?.name === undefined;
    const input = (/** @type {"name"|"title"} */ field, /** @type {import("./element.js").Attributes} */ attributes) =>
      /** @type {HTMLInputElement} */ (element("input", {
        name: field,
        id: `search-${field}`,
        value: search?.[field],
        autocomplete: "off",
        spellcheck: "false",
        "aria-describedby": `search-${field}-help`,
        ...attributes,
      }));
    const query = /** @type {HTMLTextAreaElement} */ (
      element("textarea", {
        name: "search",
        id: "search-search",
        rows: 1,
        required: true,
        autocapitalize: "off",
        autocomplete: "off",
        spellcheck: "false",
        "aria-describedby": "search-diagnostics search-search-help",
      })
    );
    const inputs = [
      input("name", { required: true, readonly: !isNew, pattern: "[a-z0-9\\-]+" }),
      input("title", { required: isNew }),
      query,
    ];
    const mirror = element("div.mirror", { "aria-hidden": "true" });
    const found = element("ul.diagnostics", { id: "search-diagnostics", "aria-label": "Mistakes and remarks", hidden: true });
    const editor = new Editor(query, mirror);
    const language = new Language(this.#api, "computer");
    const diagnosis = new Diagnosis(language, editor, query, found);
    query.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
      event.preventDefault();
      query.form?.requestSubmit();
    });
    const places = [inputs[0], inputs[1], element("div.editor", {}, mirror, query)];
    const helps = [
      "Lower-case letters, digits and hyphens.",
      "What people read.",
      "Which computers it selects, such as tag:laptop needs:reboot.",
    ];
    const fields = inputs.flatMap((input, at) => [
      element("label", { for: input.id }, ["Name", "Title", "Search"][at]),
      element(
        "div",
        {},
        places[at],
        at === 2 ? found : null,
        element("p.muted", { id: `search-${input.name}-help` }, helps[at]),
      ),
    ]);
    const save = async () => {
      const { text } = editor;
      const diagnostics = await language.check(text, null);
      if (diagnostics.some(({ severity }) => severity === "error")) {
        diagnosis.show(text, diagnostics);
        query.focus();
        throw new ApiError("InvalidSavedSearchCriteria", "The search has mistakes: fix them to save it.");
      }
      const [name = "", title = "", search = ""] = inputs.map(({ value }) => value.trim());
      const values = { name, title, search };
      return isNew ? this.#api.createSavedSearch(values) : this.#api.editSavedSearch(values);
    };
    this.#ask(isNew ? "New saved search" : `Edit ${search.name}`, fields, "Save", save, "saved");
    editor.show(search?.search ?? "");
    diagnosis.show(editor.text, []);
    inputs[isNew ? 0 : 1].focus();
  }

  /** @param {SavedSearch} search */
  #confirmRemoval({ name, title }) {
    const told = [element("p", {}, element("bdi", {}, title ?? name))];
    const remove = () => this.#api.removeSavedSearch(name);
    this.#ask(`Remove ${name}?`, told, "Remove", remove, "removed");
  }

  /**
   * Shows a dialog that stays open for as long as the server refuses.
   *
   * @param {string} title
   * @param {HTMLElement[]} content
   * @param {"Save"|"Remove"} verb
   * @param {() => Promise<unknown>} act
   * @param {string} done
   */
  #ask(title, content, verb, act, done) {
    const failed = element("p.failed", { role: "alert" });
    const submit = async (/** @type {Event} */ event) => {
      event.preventDefault();
      failed.textContent = "";
      try {
        await act();
      } catch (error) {
        failed.textContent = messageOf(error);
        return;
      }
      this.#dialog.close();
      this.#announce(`${title.replace("?", "")}: ${done}`);
      await this.load();
      // The button that asked for this may have gone with its row.
      if (document.activeElement === document.body) this.#add.focus();
    };
    const back = () => this.#dialog.close();
    this.#dialog.replaceChildren(
      element("h2", { id: "search-dialog-title" }, title),
      element(
        "form",
        { onsubmit: submit },
        element("div.fields", {}, ...content),
        failed,
        element(
          "div.actions",
          {},
          element("button", { type: "button", onclick: back }, "Back"),
          element(`button.${verb === "Remove" ? "danger" : "primary"}`, { type: "submit" }, verb),
        ),
      ),
    );
    this.#dialog.showModal();
  }
}

/**
 * The search that selects the computers which the filters of a query ask for; empty, if they ask
 * for none, or for one saved search, which there is already.
 *
 * @param {string[]} filters
 */
export function computersOf(filters) {
  if (filters.length === 1 && isEither(filters[0] ?? "")) return "";
  const asked = filters.flatMap((filter) => (filter.startsWith(OF_COMPUTERS) ? [filter.slice(OF_COMPUTERS.length)] : []));
  const isSaved = asked.length === 1 && /^search:[^\s()]+$/.test(asked[0] ?? "");
  return isSaved ? "" : asked.join(" ");
}

/**
 * Whether the text is several terms with OR between them, not counting what is in parentheses.
 *
 * @param {string} text in its canonical form
 */
function isEither(text) {
  let depth = 0;
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|[()]| OR /g)) {
    if (part === "(") depth += 1;
    else if (part === ")") depth -= 1;
    else if (part === " OR " && depth === 0) return true;
  }
  return false;
}
