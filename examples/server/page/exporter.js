import { exported, KINDS } from "./export.js";
import { activities as told, number } from "./words.js";

/** How many activities one call asks for, and how many a file holds. */
const CHUNK = 5_000;
const MOST = 100_000;

/** Saves what is selected, or all that matches, as a file. */
export class Exporter {
  #api;
  #menu;
  #wanted;
  #announce;
  #isBusy = false;

  /**
   * @param {import("./api.js").Api} api
   * @param {HTMLSelectElement} menu
   * @param {() => {query: string, order: string}} wanted
   * @param {(text: string) => void} announce
   */
  constructor(api, menu, wanted, announce) {
    this.#api = api;
    this.#menu = menu;
    this.#wanted = wanted;
    this.#announce = announce;
    menu.addEventListener("change", () => {
      const format = /** @type {import("./export.js").Format} */ (menu.value);
      menu.value = "";
      if (!this.#isBusy) this.#save(format);
    });
  }

  /** @param {import("./export.js").Format} format */
  async #save(format) {
    const label = /** @type {HTMLOptionElement} */ (this.#menu.options[0]);
    this.#isBusy = true;
    try {
      const { activities, computers, count } = await this.#all((done, all) => {
        label.textContent = `${number(done)} of ${number(all)}…`;
      });
      download(`activities.${format}`, exported(format, activities, computers), KINDS[format]);
      const left = count > activities.length ? `; the export ends there, of ${number(count)}` : "";
      this.#announce(`Exported ${told(activities.length)}${left}`);
      label.textContent = left === "" ? "Export" : `Exported the first ${number(activities.length)}`;
    } catch (error) {
      label.textContent = "Export failed: try again";
      this.#announce(`The export failed: ${/** @type {Error} */ (error).message}`);
    } finally {
      this.#isBusy = false;
    }
  }

  /** @param {(done: number, all: number) => void} onProgress */
  async #all(onProgress) {
    const { query, order } = this.#wanted();
    /** @type {import("./record.js").Activity[]} */
    const activities = [];
    const computers = {};
    for (;;) {
      const answer = await this.#api.lookUp(query, CHUNK, activities.length, order);
      activities.push(...answer.results);
      Object.assign(computers, answer.computers);
      const { count } = answer;
      onProgress(activities.length, count);
      if (answer.results.length === 0 || activities.length >= Math.min(count, MOST)) {
        return { activities, computers, count };
      }
    }
  }
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} type
 */
function download(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
