import { isStale } from "./api.js";
import { element } from "./element.js";
import { Latest } from "./latest.js";
import { applyFixes, fromBytes, toBytes } from "./spans.js";

/** How long after the last key the server is asked, in milliseconds. */
const WAIT = 150;

/** Says what each part of the text is, and what is wrong with it. */
export class Diagnosis {
  #api;
  #editor;
  #area;
  #list;
  #latest = new Latest();

  constructor(api, editor, area, list) {
    this.#api = api;
    this.#editor = editor;
    this.#area = area;
    this.#list = list;
    area.addEventListener("input", () => this.#typed());
  }

  /** Shows what was found of this text, unless another one is there by now. */
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
    this.#latest.later(WAIT, async (signal) => {
      try {
        const [{ diagnostics }] = await Promise.all([
          this.#api.check(text, toBytes(text, cursor), signal),
          this.#color(text, signal),
        ]);
        if (!signal.aborted) this.#tell(text, diagnostics);
      } catch (error) {
        if (!isStale(error)) this.#tell(text, []);
      }
    });
  }

  async #color(text, signal) {
    const parts = await this.#api.highlight(text, signal);
    if (signal.aborted) return;
    const ranges = fromBytes(text, parts.map((part) => part.span));
    this.#editor.mark("syntax", ranges.map((range, at) => ({ ...range, name: parts[at].class })));
  }

  #tell(text, diagnostics) {
    const ranges = fromBytes(text, diagnostics.map((diagnostic) => diagnostic.span));
    const isError = ({ severity }) => severity === "error";
    const name = (diagnostic) => (isError(diagnostic) ? "mistake" : "remark");
    const marks = ranges.map((range, at) => ({ ...range, name: name(diagnostics[at]) }));
    this.#editor.mark("mistakes", marks);
    this.#area.setAttribute("aria-invalid", String(diagnostics.some(isError)));
    this.#list.replaceChildren(
      ...diagnostics.map((diagnostic, at) => this.#row(text, diagnostic, ranges[at])),
    );
    this.#list.hidden = diagnostics.length === 0;
  }

  #row(text, diagnostic, range) {
    const find = () => this.#editor.select(range.start, range.end);
    return element(
      `li.${diagnostic.severity}`,
      {},
      element("strong", {}, diagnostic.severity),
      element(
        "button.plain",
        { type: "button", title: "Show where", onclick: find },
        prose(diagnostic.message),
      ),
      diagnostic.fixes.length > 0 ? this.#fix(text, diagnostic) : null,
    );
  }

  #fix(text, { fixes }) {
    const mend = () => {
      // It mends the text it was found in, and no later one.
      if (this.#editor.text !== text) return;
      const fixed = applyFixes(text, fixes);
      this.#editor.replace(0, this.#editor.text.length, fixed.text);
      this.#editor.select(fixed.cursor, fixed.cursor);
    };
    return element("button.fix", { type: "button", onclick: mend }, ...repair(text, fixes));
  }
}

/** What a repair does, in words. */
function repair(text, fixes) {
  if (fixes.length !== 1) return ["Mend this"];
  const [fix] = fixes;
  if (fix.text === "") {
    const [{ start, end }] = fromBytes(text, [fix.span]);
    return ["Remove ", element("code", {}, text.slice(start, end))];
  }
  const verb = fix.span[0] === fix.span[1] ? "Insert " : "Write ";
  return [verb, element("code", {}, fix.text)];
}

/** A message of the library, where what was written stands in backticks. */
export function prose(message) {
  const parts = message.split("`").map((part, at) => (at % 2 === 1 ? element("code", {}, part) : part));
  return element("span", {}, ...parts);
}
