import { isStale, messageOf } from "./api.js";
import { element } from "./element.js";
import { fromBytes } from "./spans.js";
import { many, number } from "./words.js";

/**
 * @typedef {import("./api.js").Node} Node
 * @typedef {import("./language.js").Range & {matches: boolean, part: string, found: string}} Mark
 */

/** Explains a verdict on the query itself, and part by part. */
export class Explainer {
  #api;
  #editor;

  /**
   * @param {import("./api.js").Api} api
   * @param {import("./editor.js").Editor} editor
   */
  constructor(api, editor) {
    this.#api = api;
    this.#editor = editor;
  }

  /**
   * Fills the panel with why the activity matches the query or not.
   *
   * @param {string} query
   * @param {string} id
   * @param {HTMLElement} panel
   */
  why(query, id, panel) {
    return fill(panel, async () => {
      const explanation = await this.#api.explain(query, id);
      const marks = marksOf(query, explanation);
      if (query === this.#editor.text) {
        this.#editor.mark("verdicts", marks.map(({ start, end, part }) => ({ start, end, name: part })));
      }
      const verdict = explanation.matches ? "matches" : "does not match";
      return [
        element("h3", {}, `Activity ${id} ${verdict}`),
        query.trim() === "" ? null : element("div.marked", {}, ...marked(query, marks)),
        tree(explanation.tree, (node) => verdictLine(node, explanation.matches)),
      ];
    });
  }

  /**
   * Fills the panel with how many activities match each part of the query.
   *
   * @param {string} query
   * @param {HTMLElement} panel
   */
  counts(query, panel) {
    return fill(panel, async () => {
      const { records, matches, tree: root } = await this.#api.counts(query);
      const verb = matches === 1 ? "matches" : "match";
      return [
        element("h3", {}, `${number(matches)} of ${many(records, "activity", "activities")} ${verb}`),
        tree(root, (node) => countLine(node, matches)),
      ];
    });
  }
}

/** What each panel was asked for last: an answer to an earlier question does not replace it. */
const asked = new WeakMap();

/**
 * Shows what is asked for, or what went wrong.
 *
 * @param {HTMLElement} panel
 * @param {() => Promise<Array<HTMLElement|null>>} ask
 */
async function fill(panel, ask) {
  asked.set(panel, ask);
  panel.setAttribute("aria-busy", "true");
  try {
    const content = await ask();
    if (asked.get(panel) !== ask) return;
    panel.replaceChildren(...content.filter((part) => part !== null));
  } catch (error) {
    if (asked.get(panel) !== ask || isStale(error)) return;
    panel.replaceChildren(element("p.failed", { role: "alert" }, messageOf(error)));
  } finally {
    if (asked.get(panel) === ask) panel.removeAttribute("aria-busy");
  }
}

/**
 * The parts that stand in a part.
 *
 * @param {Node} node
 */
function partsOf(node) {
  const one = node.not ?? node.query;
  return node.all ?? node.any ?? (one === undefined ? [] : [one]);
}

/** @type {(one: Node, other: Node) => boolean} */
const sameSpan = (one, other) => String(one.span) === String(other.span);

/**
 * The terms where they stand in the query. A saved search that was put in has
 * the place of its term, and so have all of its parts: they become one. A NOT
 * has the place of what it negates; it was put in if none is written there.
 *
 * @param {string} query
 * @param {Node} node
 * @returns {Generator<Node>}
 */
function* termsOf(query, node) {
  const parts = partsOf(node);
  const isOnePlace = parts.length > 0 && parts.every((part) => sameSpan(part, node));
  const isPutIn = isOnePlace && !(node.not && node.span !== null && isNegated(query, node.span));
  if (parts.length === 0 || isPutIn) {
    if (node.span !== null) yield node;
  } else {
    for (const part of parts) yield* termsOf(query, part);
  }
}

/**
 * @param {string} query
 * @param {import("./api.js").Span} span
 */
function isNegated(query, span) {
  const [{ start }] = fromBytes(query, [span]);
  return /NOT[\s(]*$/.test(query.slice(0, start));
}

/**
 * What was found, of the part and of all in it.
 *
 * @param {Node} node
 * @returns {string[]}
 */
function foundIn(node) {
  const own = node.found === undefined ? [] : [node.found];
  return [...own, ...partsOf(node).flatMap(foundIn)];
}

/**
 * The part that a term has in the outcome, as a class: it made the activity match, kept it from
 * matching, or changed nothing. That is not whether the term itself matches, as below a NOT.
 *
 * @param {boolean} isDeciding
 * @param {boolean} matches
 */
function partOf(isDeciding, matches) {
  return isDeciding ? `deciding ${matches ? "yes" : "no"}` : "idle";
}

/**
 * @param {string} query
 * @param {import("./api.js").Explanation} explanation
 */
function marksOf(query, { tree: root, deciding, matches }) {
  const terms = [...termsOf(query, root)];
  const ranges = fromBytes(query, terms.flatMap((term) => (term.span === null ? [] : [term.span])));
  const decisive = new Set(deciding.map(String));
  return terms.map((term, at) => ({
    ...ranges[at],
    matches: term.matches,
    part: partOf(decisive.has(String(term.span)), matches),
    found: foundIn(term).join("; "),
  }));
}

/**
 * The query, where below each term stands what the activity has.
 *
 * @param {string} query
 * @param {Mark[]} marks
 */
function marked(query, marks) {
  const parts = [];
  let at = 0;
  for (const { start, end, matches, part, found } of marks) {
    if (start < at) continue;
    const between = query.slice(at, start).trim();
    if (between !== "") parts.push(element("code.between", {}, between));
    parts.push(
      element(
        "span",
        { class: `term ${part}` },
        element("code", {}, query.slice(start, end)),
        element("span.found", {}, mark(matches, part), ` ${found}`),
      ),
    );
    at = end;
  }
  const rest = query.slice(at).trim();
  return rest === "" ? parts : [...parts, element("code.between", {}, rest)];
}

/**
 * Whether the term itself matches, in the colour of its part in the outcome.
 *
 * @param {boolean} matches
 * @param {string} part
 */
function mark(matches, part) {
  return element(
    "span",
    { class: `mark ${part}`, role: "img", "aria-label": matches ? "matches:" : "does not match:" },
    matches ? "✓" : "✗",
  );
}

/**
 * The words for a part.
 *
 * @param {Node} node
 */
function label(node) {
  if (node.term !== undefined) return element("code", {}, node.term);
  if (node.field !== undefined) return element("code", {}, node.field);
  if (node.any !== undefined) return "any of";
  if (node.not !== undefined) return "not";
  return node.all?.length === 0 ? "everything" : "all of";
}

/**
 * A part with the parts in it, a line each.
 *
 * @param {Node} root
 * @param {(node: Node) => Array<HTMLElement|string|null>} line
 */
function tree(root, line) {
  /** @type {(node: Node) => HTMLElement} */
  const item = (node) => {
    const parts = partsOf(node);
    const nested = parts.length === 0 ? null : element("ul", {}, ...parts.map(item));
    return element("li", {}, element("span.line", {}, ...line(node)), nested);
  };
  return element("ul.tree", {}, item(root));
}

/**
 * @param {Node} node
 * @param {boolean} matches
 */
function verdictLine(node, matches) {
  const decides = matches ? "makes it match" : "keeps it from matching";
  return [
    mark(node.matches, partOf(node.deciding === true, matches)),
    element("span.label", {}, label(node)),
    node.found === undefined ? null : element("span.found", {}, node.found),
    node.deciding ? element("span.decides", {}, decides) : null,
  ];
}

/**
 * @param {Node} node
 * @param {number} matches
 */
function countLine(node, matches) {
  const { without = 0 } = node;
  const empties = matches === 0 && without > 0;
  return [
    element("span.count", {}, number(node.matches)),
    element("span.label", {}, label(node)),
    empties
      ? element("strong.empties", {}, `empties the result: without it, ${number(without)} match`)
      : null,
  ];
}
