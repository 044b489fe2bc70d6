import { fromBytes, toBytes } from "./spans.js";

/** A query of computers is read as this term of activities, whose parts begin here. */
const BEFORE = "computer:(";

/** Has the server read what is written. */
export class ServerParser {
  #api;
  #isOfComputers;

  /**
   * @param {import("./api.js").Api} api
   * @param {import("./language.js").Name} name
   */
  constructor(api, name) {
    this.#api = api;
    this.#isOfComputers = name === "computer";
  }

  /** @param {string} text */
  #asked(text) {
    return this.#isOfComputers ? `${BEFORE}${text})` : text;
  }

  get #before() {
    return this.#isOfComputers ? BEFORE.length : 0;
  }

  /**
   * Where a place of what was asked is in the text.
   *
   * @param {string} text
   * @param {[number, number]} span
   * @returns {[number, number]}
   */
  #placed(text, span) {
    const [start, end] = span.map((at) => Math.min(Math.max(at - this.#before, 0), text.length));
    return [start ?? 0, end ?? 0];
  }

  /**
   * @param {string} text
   * @param {AbortSignal} signal
   * @returns {Promise<Array<{span: [number, number], class: string}>>}
   */
  async highlight(text, signal) {
    const asked = this.#asked(text);
    const parts = await this.#api.highlight(asked, signal);
    const ranges = fromBytes(asked, parts.map((part) => part.span));
    return parts
      .map((part, at) => {
        const { start, end } = /** @type {{start: number, end: number}} */ (ranges[at]);
        return { class: part.class, span: this.#placed(text, [start, end]) };
      })
      .filter(({ span: [start, end] }) => start < end);
  }

  /**
   * @param {string} text
   * @param {number|null} cursor
   * @param {AbortSignal} [signal]
   */
  async check(text, cursor, signal) {
    const asked = this.#asked(text);
    const at = cursor === null ? null : toBytes(asked, cursor + this.#before);
    const { diagnostics } = await this.#api.check(asked, at, signal);
    if (!this.#isOfComputers) return diagnostics;
    return diagnostics.map((diagnostic) => ({
      ...diagnostic,
      span: this.#placed(text, diagnostic.span),
      fixes: diagnostic.fixes.map((fix) => ({
        ...fix,
        edits: fix.edits.map((edit) => ({ ...edit, span: this.#placed(text, edit.span) })),
      })),
    }));
  }

  /**
   * @param {string} text
   * @param {number} cursor
   * @param {AbortSignal} signal
   */
  async complete(text, cursor, signal) {
    const asked = this.#asked(text);
    const found = await this.#api.complete(asked, toBytes(asked, cursor + this.#before), signal);
    const [range] = fromBytes(asked, [found.span]);
    const { start, end } = /** @type {{start: number, end: number}} */ (range);
    return { items: found.items, span: this.#placed(text, [start, end]) };
  }

  /**
   * @param {string} text
   * @param {import("./language.js").Kind} kind
   * @param {{filter: string, fields: string}} given
   */
  async edit(text, kind, { filter, fields }) {
    try {
      return await this.#api.edit(text, kind, kind === "clear" ? { fields } : { filter });
    } catch (error) {
      const { code, diagnostics } = /** @type {import("./api.js").ApiError} */ (error);
      if (code !== "InvalidQueryError") throw error;
      return { diagnostics };
    }
  }
}
