/**
 * The list of what can be written at the cursor, as ARIA describes a combobox. Nothing
 * in it is chosen until the user chooses, so that Enter and Tab do what they always do.
 */
export class Suggestions {
  #input;
  #list;
  #accept;
  #items = [];
  #chosen = -1;

  constructor(input, list, accept) {
    this.#input = input;
    this.#list = list;
    this.#accept = accept;
    // The input keeps the focus, and with it the cursor.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option !== null) this.#take([...list.children].indexOf(option));
    });
  }

  get isOpen() {
    return this.#items.length > 0;
  }

  show(items) {
    this.#items = items;
    this.#list.replaceChildren(...items.map(option));
    this.#list.hidden = items.length === 0;
    this.#input.setAttribute("aria-expanded", String(items.length > 0));
    this.#choose(-1);
  }

  close() {
    if (this.isOpen) this.show([]);
  }

  /** Handles a key of the open list, and says whether it was one. */
  key(key) {
    if (!this.isOpen) return false;
    // One place of the round is "nothing chosen".
    const places = this.#items.length + 1;
    if (key === "ArrowDown") this.#choose(((this.#chosen + 2) % places) - 1);
    else if (key === "ArrowUp") this.#choose(((this.#chosen + places) % places) - 1);
    else if (key === "Escape") this.close();
    else if ((key === "Enter" || key === "Tab") && this.#chosen >= 0) this.#take(this.#chosen);
    else return false;
    return true;
  }

  #take(at) {
    const item = this.#items[at];
    this.close();
    this.#accept(item);
  }

  #choose(at) {
    this.#chosen = at;
    [...this.#list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === at));
    });
    const chosen = this.#list.children[at];
    if (chosen === undefined) return this.#input.removeAttribute("aria-activedescendant");
    this.#input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }
}

function option({ text, help }, at) {
  const option = document.createElement("li");
  option.id = `option-${at}`;
  option.setAttribute("role", "option");
  const word = document.createElement("span");
  word.textContent = text;
  const about = document.createElement("span");
  about.className = "help";
  about.textContent = help;
  option.append(word, about);
  return option;
}
