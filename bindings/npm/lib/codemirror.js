/** CodeMirror 6: colors, completion, mistakes with their fixes, and help on fields. */

import { autocompletion } from "@codemirror/autocomplete";
import { linter } from "@codemirror/lint";
import { Facet, StateEffect } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, hoverTooltip } from "@codemirror/view";
import * as api from "./edit.js";
import { found, named } from "./named.js";

const settings = Facet.define({ combine: (given) => given[0] ?? {} });
const loaded = StateEffect.define();
let isReady = false;

/** Longer texts are shown without colors. */
const MOST_COLORED = 100_000;

const marks = new Map();

function mark(name) {
  if (!marks.has(name)) marks.set(name, Decoration.mark({ class: `cm-aq-${name}` }));
  return marks.get(name);
}

/** CodeMirror counts each line break as one unit, whatever the file has. */
const textOf = (state) => state.doc.sliceString(0, undefined, "\n");

function colored(state) {
  if (!isReady || state.doc.length > MOST_COLORED) return Decoration.none;
  const parts = api.highlight(textOf(state), state.facet(settings));
  const ranges = parts
    .filter((part) => part.class !== "blank")
    .map((part) => mark(part.class).range(part.span[0], part.span[1]));
  return Decoration.set(ranges);
}

const colors = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = colored(view.state);
      this.isGone = false;
      if (isReady) return;
      api.init().then(
        () => {
          isReady = true;
          // The colors, and the mistakes, which were not known so far.
          if (!this.isGone) view.dispatch({ effects: loaded.of(null) });
        },
        (error) => console.error(error),
      );
    }

    update(update) {
      const isLoaded = update.transactions.some((one) => one.effects.some((effect) => effect.is(loaded)));
      if (update.docChanged || isLoaded) this.decorations = colored(update.state);
    }

    destroy() {
      this.isGone = true;
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const KINDS = { field: "property", value: "constant", term: "text", keyword: "text", operator: "keyword" };

async function completionSource(context) {
  await api.init();
  const text = textOf(context.state);
  const { language, values, now } = context.state.facet(settings);
  const { span, items } = await api.completeAsync(text, context.pos, { language, values, now: now?.() ?? new Date() });
  if (context.aborted || items.length === 0) return null;
  if (!context.explicit && context.pos === 0) return null;
  return {
    from: span[0],
    to: span[1],
    // They are ranked already, and one that is near what was typed need not begin with it.
    filter: false,
    options: items.map(({ text: label, kind, help }) => ({
      label,
      type: KINDS[kind],
      info: help === "" ? undefined : () => document.createTextNode(help),
      apply: label,
    })),
  };
}

/** Mistakes, but for what is unfinished at the cursor; once it is a query, what else may be wrong. */
async function lintSource(view) {
  await api.init();
  const text = textOf(view.state);
  const options = view.state.facet(settings);
  const isWriting = view.hasFocus && view.state.selection.main.empty;
  const cursor = isWriting ? view.state.selection.main.head : undefined;
  return found(text, options, cursor).map((diagnostic) => ({
    from: diagnostic.span[0],
    to: diagnostic.span[1],
    severity: diagnostic.severity,
    source: diagnostic.code,
    message: diagnostic.message,
    actions: diagnostic.fixes.map((fix) => ({
      name: named(fix, text),
      apply(target) {
        const now = textOf(target.state);
        if (now !== text) return;
        const changes = fix.edits.map(({ span, text: insert }) => ({ from: span[0], to: span[1], insert }));
        target.dispatch({ changes, userEvent: "input.fix" });
      },
    })),
  }));
}

const help = hoverTooltip((view, place) => {
  if (!isReady) return null;
  const text = textOf(view.state);
  const options = view.state.facet(settings);
  const parts = api.highlight(text, options);
  const at = parts.findIndex((part) => part.span[0] <= place && place < part.span[1]);
  const own = parts[at];
  if (own?.class !== "field") return null;
  const name = text.slice(...own.span);
  // A field right behind `computer:` is one of computers.
  const languages = options.language === "computer" ? ["computer"] : ["activity", "computer"];
  const tables = languages.map((language) => api.fields({ language }));
  const isNested = parts.slice(0, at).some((part) => text.slice(...part.span) === "computer");
  const field = (isNested ? tables.reverse() : tables).flat().find((one) => one.name === name);
  if (field === undefined) return null;
  return {
    pos: own.span[0],
    end: own.span[1],
    create() {
      const dom = document.createElement("div");
      dom.className = "cm-aq-help";
      const what = document.createElement("p");
      what.textContent = field.help;
      const takes = document.createElement("p");
      takes.textContent = `takes ${field.takes}`;
      dom.append(what, takes);
      return { dom };
    },
  };
});

const theme = EditorView.baseTheme({
  ".cm-aq-field": { color: "#0b57a4" },
  ".cm-aq-colon": { color: "#5f6b7a" },
  ".cm-aq-word, .cm-aq-text, .cm-aq-keyword": { color: "#1d6a34" },
  ".cm-aq-number, .cm-aq-date, .cm-aq-size, .cm-aq-range": { color: "#8a4b00" },
  ".cm-aq-quote": { color: "#1d6a34" },
  ".cm-aq-operator": { color: "#8b1a8b", fontWeight: "bold" },
  ".cm-aq-group": { color: "#5f6b7a", fontWeight: "bold" },
  ".cm-aq-error": { color: "#b3261e" },
  "&dark .cm-aq-field": { color: "#8ab8f5" },
  "&dark .cm-aq-colon, &dark .cm-aq-group": { color: "#a8b3c1" },
  "&dark .cm-aq-word, &dark .cm-aq-text, &dark .cm-aq-keyword, &dark .cm-aq-quote": { color: "#93d7a4" },
  "&dark .cm-aq-number, &dark .cm-aq-date, &dark .cm-aq-size, &dark .cm-aq-range": { color: "#f0b878" },
  "&dark .cm-aq-operator": { color: "#e6a2e6" },
  "&dark .cm-aq-error": { color: "#ff9c93" },
  ".cm-aq-help": { padding: "2px 8px", maxWidth: "40em" },
  ".cm-aq-help p": { margin: "4px 0" },
});

/** The extension. The module is loaded with the first editor. */
export function activityQuery(options = {}) {
  const { delay = 200, ...rest } = options;
  return [
    settings.of(rest),
    colors,
    autocompletion({ override: [completionSource] }),
    linter(lintSource, {
      delay,
      needsRefresh: (update) =>
        update.selectionSet ||
        update.focusChanged ||
        update.transactions.some((one) => one.effects.some((effect) => effect.is(loaded))),
    }),
    help,
    theme,
  ];
}
