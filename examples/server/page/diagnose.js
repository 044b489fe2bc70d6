import { isStale } from "./api.js";
import { element } from "./element.js";
import { Latest } from "./latest.js";
import { applyEdits } from "./spans.js";

/**
 * @typedef {import("./language.js").Diagnostic} Diagnostic
 * @typedef {import("./language.js").Edit} Edit
 * @typedef {import("./language.js").Fix} Fix
 */

/** Says what each part of the text is, and what is wrong with it. */
export class Diagnosis {
  #language;
  #editor;
  #area;
  #list;
  #latest = new Latest();

  /**
   * @param {import("./language.js").Language} language
   * @param {import("./editor.js").Editor} editor
   * @param {HTMLTextAreaElement} area
   * @param {HTMLElement} list
   */
  constructor(language, editor, area, list) {
    this.#language = language;
    this.#editor = editor;
    this.#area = area;
    this.#list = list;
    area.addEventListener("input", () => this.#typed());
  }

  /**
   * Shows what was found of this text, unless another one is there by now.
   *
   * @param {string} text
   * @param {Diagnostic[]} diagnostics
   */
  async show(text, diagnostics) {
    if (text !== this.#editor.text) return;
    const signal = this.#latest.begin();
    this.#tell(text, diagnostics);
    try {
      await this.#color(text, signal);
    } catch {
      // Colours are a help, not an answer: without them the text is still there.
    }
  }

  #typed() {
    const { text, cursor } = this.#editor;
    this.#latest.later(this.#language.wait, async (signal) => {
      try {
        const [diagnostics] = await Promise.all([
          this.#language.check(text, cursor, signal),
          this.#color(text, signal),
        ]);
        if (!signal.aborted) this.#tell(text, diagnostics);
      } catch (error) {
        if (!isStale(error)) this.#tell(text, []);
      }
    });
  }

  /**
   * @param {string} text
   * @param {AbortSignal} signal
   */
  async #color(text, signal) {
    const ranges = await this.#language.highlight(text, signal);
    if (!signal.aborted) this.#editor.mark("syntax", ranges);
  }

  /**
   * @param {string} text
   * @param {Diagnostic[]} diagnostics
   */
  #tell(text, diagnostics) {
    const isError = (/** @type {Diagnostic} */ { severity }) => severity === "error";
    const marks = diagnostics.map((diagnostic) => {
      const [start, end] = diagnostic.span;
      return { start, end, name: isError(diagnostic) ? "mistake" : "remark" };
    });
    this.#editor.mark("mistakes", marks);
    this.#area.setAttribute("aria-invalid", String(diagnostics.some(isError)));
    this.#list.replaceChildren(
      ...diagnostics.map((diagnostic) => this.#row(text, diagnostic)),
    );
    const certain = diagnostics.flatMap(({ fixes }) => fixes.filter((fix) => fix.applicability === "certain"));
    if (certain.length > 1) this.#list.append(this.#all(text, certain));
    this.#list.hidden = diagnostics.length === 0;
  }

  /**
   * @param {string} text
   * @param {Diagnostic} diagnostic
   */
  #row(text, diagnostic) {
    const find = () => this.#editor.select(...diagnostic.span);
    return element(
      `li.${diagnostic.severity}`,
      {},
      element("strong", {}, diagnostic.severity),
      element(
        "button.plain",
        { type: "button", title: "Show where", onclick: find },
        prose(diagnostic.message),
      ),
      ...diagnostic.fixes.map((fix) => this.#fix(text, fix)),
    );
  }

  /**
   * Fixes that are certain, together; each guess has a button of its own alone.
   *
   * @param {string} text
   * @param {Fix[]} fixes
   */
  #all(text, fixes) {
    const onclick = () => this.#apply(text, fixes.flatMap(({ edits }) => edits));
    const said = `Apply all ${fixes.length} certain fixes`;
    return element("li.all", {}, element("button.fix", { type: "button", onclick }, said));
  }

  /**
   * @param {string} text
   * @param {Fix} fix
   */
  #fix(text, { applicability, edits }) {
    const onclick = () => this.#apply(text, edits);
    const doubt = applicability === "certain" ? [] : ["Perhaps: "];
    return element("button.fix", { type: "button", onclick }, ...doubt, ...says(text, edits));
  }

  /**
   * @param {string} text
   * @param {Edit[]} edits
   */
  #apply(text, edits) {
    // A fix belongs to the text it was found in, and to no later one.
    if (this.#editor.text !== text) return;
    const fixed = applyEdits(text, edits);
    this.#editor.replace(0, this.#editor.text.length, fixed.text);
    this.#editor.select(fixed.cursor, fixed.cursor);
  }
}

/**
 * What edits do, in words.
 *
 * @param {string} text
 * @param {Edit[]} edits
 */
function says(text, edits) {
  const start = Math.min(...edits.map(({ span }) => span[0]));
  const end = Math.max(...edits.map(({ span }) => span[1]));
  const before = text.slice(start, end);
  const after = applyEdits(text, edits).text.slice(start, text.length === end ? undefined : end - text.length);
  if (after === "") return ["Remove ", element("code", {}, before)];
  return [before === "" ? "Insert " : "Write ", element("code", {}, after)];
}

/**
 * A message of the library, where what was written stands in backticks.
 *
 * @param {string} message
 */
export function prose(message) {
  const parts = message.split("`").map((part, at) => (at % 2 === 1 ? element("code", {}, part) : part));
  return element("span", {}, ...parts);
}
