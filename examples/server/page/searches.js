import { element } from "./element.js";

/** The saved searches, which select computers. */
export class SavedSearches {
  #api;
  #list;
  #add;
  #dialog;
  #onUse;
  #announce;
  /** The filters of the query that is searched for. */
  #filters = [];

  /**
   * @param {{list: HTMLElement, add: HTMLButtonElement, dialog: HTMLDialogElement}} places
   * @param {(name: string) => void} onUse adds a search to the query, or removes it
   */
  constructor(api, places, onUse, announce) {
    this.#api = api;
    this.#list = places.list;
    this.#add = places.add;
    this.#dialog = places.dialog;
    this.#onUse = onUse;
    this.#announce = announce;
    this.#add.addEventListener("click", () => this.#edit(null));
  }

  async load() {
    try {
      const searches = await this.#api.savedSearches();
      this.#list.replaceChildren(...searches.map((search) => this.#row(search)));
      this.press(this.#filters);
      if (searches.length === 0) this.#list.append(element("li.muted", {}, "None yet."));
    } catch (error) {
      this.#list.replaceChildren(element("li.failed", { role: "alert" }, error.message));
    }
  }

  /** Shows which of them the query has as its filters. */
  press(filters) {
    this.#filters = filters;
    for (const use of this.#list.querySelectorAll(".use")) {
      use.setAttribute("aria-pressed", String(filters.includes(`computer:search:${use.value}`)));
    }
  }

  #row(search) {
    const { name, title } = search;
    const button = (text, label, onclick) =>
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

  /** Asks for the fields of a search, a new one if there is none. */
  #edit(search) {
    const isNew = search === null;
    const inputs = ["name", "title", "search"].map((field) =>
      element("input", {
        name: field,
        id: `search-${field}`,
        required: field !== "title" || isNew,
        readonly: field === "name" && !isNew,
        pattern: field === "name" ? "[a-z0-9\\-]+" : null,
        value: search?.[field],
        autocomplete: "off",
        spellcheck: "false",
        "aria-describedby": `search-${field}-help`,
      }),
    );
    const helps = [
      "Lower-case letters, digits and hyphens.",
      "What people read.",
      "Which computers it selects, such as tag:laptop needs:reboot.",
    ];
    const fields = inputs.flatMap((input, at) => [
      element("label", { for: input.id }, ["Name", "Title", "Search"][at]),
      element("div", {}, input, element("p.muted", { id: `search-${input.name}-help` }, helps[at])),
    ]);
    const save = () => {
      const values = Object.fromEntries(inputs.map((input) => [input.name, input.value.trim()]));
      return isNew ? this.#api.createSavedSearch(values) : this.#api.editSavedSearch(values);
    };
    this.#ask(isNew ? "New saved search" : `Edit ${search.name}`, fields, "Save", save, "saved");
    inputs[isNew ? 0 : 1].focus();
  }

  #confirmRemoval({ name, title }) {
    const told = [element("p", {}, element("bdi", {}, title ?? name))];
    const remove = () => this.#api.removeSavedSearch(name);
    this.#ask(`Remove ${name}?`, told, "Remove", remove, "removed");
  }

  /** Shows a dialog that stays open for as long as the server refuses. */
  #ask(title, content, verb, act, done) {
    const failed = element("p.failed", { role: "alert" });
    const submit = async (event) => {
      event.preventDefault();
      failed.textContent = "";
      try {
        await act();
      } catch (error) {
        failed.textContent = error.message;
        return;
      }
      this.#dialog.close();
      this.#announce(`${title.replace("?", "")}: ${done}`);
      await this.load();
      // The button that asked for this has gone with its row.
      this.#add.focus();
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
