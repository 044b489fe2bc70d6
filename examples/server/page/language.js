import { ServerParser } from "./parser.js";

/**
 * @typedef {{start: number, end: number}} Range a place of a text, in UTF-16 units
 * @typedef {{span: [number, number], text: string}} Edit
 * @typedef {{applicability: "certain"|"guess", edits: Edit[]}} Fix
 * @typedef {{code: string, severity: "error"|"warning", message: string, span: [number, number], fixes: Fix[]}} Diagnostic
 * @typedef {{text: string, kind: string, help: string}} Suggestion
 * @typedef {{span: [number, number], items: Suggestion[]}} Suggestions
 * @typedef {"activity"|"computer"} Name
 * @typedef {"add"|"remove"|"toggle"|"set"|"clear"} Kind
 * @typedef {{filter?: string, fields?: string}} Given
 * @typedef {typeof import("../../../bindings/npm/lib/edit.js")} Package
 */

/** @type {Package|undefined} */
let own;

/**
 * Has the page read queries itself from now on, with the npm package, whose module is loaded.
 *
 * @param {Package} parser
 */
export function use(parser) {
  own = parser;
}

/** The fields whose values only the server knows, besides those of computers. */
const OPEN = ["type", "creator"];

/**
 * What the page knows of queries while one is written: it reads them itself where the parser is
 * built into it, and asks the server otherwise. Places are in UTF-16 units.
 */
export class Language {
  #server;
  /** @type {Name} */
  #name;

  /**
   * @param {import("./api.js").Api} api
   * @param {Name} name
   */
  constructor(api, name = "activity") {
    this.#server = new ServerParser(api, name);
    this.#name = name;
  }

  /** How long to wait for the next key before a text is looked at, in milliseconds. */
  get wait() {
    return own === undefined ? 120 : 0;
  }

  /** Whether the server need not be asked. */
  get isLocal() {
    return own !== undefined;
  }

  /**
   * What each part of the text is.
   *
   * @param {string} text
   * @param {AbortSignal} signal
   * @returns {Promise<Array<Range & {name: string}>>}
   */
  async highlight(text, signal) {
    const parts =
      own === undefined
        ? await this.#server.highlight(text, signal)
        : own.highlight(text, { language: this.#name });
    return parts.map(({ span: [start, end], class: name }) => ({ start, end, name }));
  }

  /**
   * The mistakes in a text that is being written at the cursor; null for one that is written.
   *
   * @param {string} text
   * @param {number|null} cursor
   * @param {AbortSignal} [signal]
   * @returns {Promise<Diagnostic[]>}
   */
  async check(text, cursor, signal) {
    if (own === undefined) return this.#server.check(text, cursor, signal);
    return own.check(text, { language: this.#name, cursor: cursor ?? undefined });
  }

  /**
   * What can be written at the cursor. What the page itself knows is shown first, if that is
   * not all.
   *
   * @param {string} text
   * @param {number} cursor
   * @param {AbortSignal} signal
   * @param {(found: Suggestions) => void} show is called once or twice
   */
  async complete(text, cursor, signal, show) {
    if (own !== undefined) {
      let isOpen = false;
      const values = (/** @type {{language: Name, field: string|null}} */ { language, field }) => {
        isOpen ||= language === "computer" || (field !== null && OPEN.includes(field));
        return [];
      };
      const found = own.complete(text, cursor, { language: this.#name, values, now: new Date() });
      if (!isOpen || found.items.length > 0) show(found);
      if (!isOpen) return;
      await pause(60, signal);
    }
    const found = await this.#server.complete(text, cursor, signal);
    if (!signal.aborted) show(found);
  }

  /**
   * The text with a filter added, removed, toggled or set, or without fields.
   *
   * @param {string} text
   * @param {Kind} kind
   * @param {Given} given
   * @returns {Promise<{text: string}|{diagnostics: Diagnostic[]}>} the mistakes, if the text is not a query
   */
  async edit(text, kind, { filter = "", fields = "" }) {
    if (own === undefined) return this.#server.edit(text, kind, { filter, fields });
    const edited = kind === "clear" ? own.clear(text, fields.split(",")) : own[kind](text, filter);
    return edited.ok ? edited : { diagnostics: edited.diagnostics };
  }
}

/**
 * Waits, and fails if the signal is given meanwhile.
 *
 * @param {number} milliseconds
 * @param {AbortSignal} signal
 */
async function pause(milliseconds, signal) {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  signal.throwIfAborted();
}
