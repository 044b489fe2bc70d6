import { readAddress, restoreAddress, writeWanted } from "./address.js";
import { Api, messageOf } from "./api.js";
import { Change } from "./change.js";
import { Completion, isComposing } from "./complete.js";
import { PRESETS, presetStart, partialDate, windowFilter } from "./clock.js";
import { copies, copyText } from "./copy.js";
import { Detail } from "./detail.js";
import { Diagnosis } from "./diagnose.js";
import { Editor } from "./editor.js";
import { byId, element } from "./element.js";
import { Explainer } from "./explain.js";
import { Exporter } from "./exporter.js";
import { Facets } from "./facets.js";
import { Language } from "./language.js";
import { Live } from "./live.js";
import { Recent } from "./recent.js";
import { Results } from "./results.js";
import { SavedSearches } from "./searches.js";
import { Search } from "./search.js";
import { Selection } from "./selection.js";
import { SignIn } from "./signin.js";
import { Timeline } from "./timeline.js";
import { View } from "./view.js";

/** @typedef {import("./search.js").Wanted} Wanted */

/**
 * Tells those who don't see the page what has changed.
 *
 * @param {string} text
 */
function announce(text) {
  byId("announcer").textContent = text;
}

const api = new Api();
/** @type {HTMLTextAreaElement} */
const area = byId("query");
const editor = new Editor(area, byId("mirror"));
const language = new Language(api);
const recent = new Recent();
const completion = new Completion(
  language,
  editor,
  { area, list: byId("suggestions"), fixes: byId("diagnostics") },
  recent,
  () => go({ query: editor.text }),
  announce,
);
const diagnosis = new Diagnosis(language, editor, area, byId("diagnostics"));
const explainer = new Explainer(api, editor);
const selection = new Selection();
const addressOf = (/** @type {string|null} */ activity) => location.pathname + writeWanted({ ...search.wanted, activity });
const results = new Results(byId("table"), selection, {
  onWhy: ({ id }, panel) => explainer.why(search.wanted.query, id, panel),
  onOpen: openActivity,
  address: addressOf,
  onTurn: turnBy,
});
const detail = new Detail(
  api,
  byId("detail-dialog"),
  {
    onOpen: openActivity,
    onClose: () => search.look(null),
    address: addressOf,
    onWhy: (id, panel) => explainer.why(search.wanted.query, id, panel),
  },
  announce,
);
const timeline = new Timeline(
  {
    chart: byId("chart"),
    legend: byId("legend"),
    note: byId("outside"),
    window: byId("window"),
    anyTime: byId("any-time"),
    zoomOut: byId("zoom-out"),
  },
  { onWindow: searchWithin, onAnyTime: searchAnyTime },
);
const facets = new Facets(byId("facets"));
const live = new Live(api, { button: byId("new"), note: byId("stale") }, () => search.go({}));
new Exporter(api, byId("export"), () => search.wanted, announce);
const searches = new SavedSearches(
  api,
  { list: byId("searches"), add: byId("add-search"), keep: byId("keep-search"), dialog: byId("search-dialog") },
  toggleSearch,
  announce,
);
const view = new View({
  editor,
  diagnosis,
  selection,
  results,
  timeline,
  searches,
  explainer,
  facets,
  live,
  onRemove: (/** @type {import("./language.js").Given} */ given) => refine(shown, "filter" in given ? "remove" : "clear", given),
  announce,
});
const search = new Search(api, language, view);
const change = new Change(
  api,
  language,
  selection,
  { bar: byId("selection"), dialog: byId("change-dialog"), outcome: byId("outcome") },
  () => search.run(search.wanted),
);
const signIn = new SignIn(api, byId("sign-in"), () => {
  byId("sign-out").hidden = false;
  return open();
});

/**
 * Searches for what is written, or for something else in what differs.
 *
 * @param {Partial<Wanted>} changes
 */
async function go(changes) {
  completion.close();
  if (changes.query !== undefined) {
    selection.clear();
    change.forget();
  }
  const isRead = await search.go(changes);
  if (isRead && changes.query !== undefined) recent.add(changes.query);
}

/**
 * Moves to what a search found, but never takes the focus from the one who writes.
 *
 * @param {Partial<Wanted>} changes
 */
async function goAndShow(changes) {
  const written = editor.text;
  const held = document.activeElement;
  await go(changes);
  const isWriting = document.activeElement !== held && isEditable(document.activeElement);
  if (!isWriting && (held !== area || [written, changes.query].includes(editor.text))) view.focusResults();
}

/**
 * Whether keys that are pressed here are written.
 *
 * @param {unknown} found
 */
function isEditable(found) {
  return found instanceof Element && found.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

/** The edits of the query that were asked for: each begins where the last one ended. */
let edited = Promise.resolve();

/**
 * Searches with another filter, the rest of the query as it is written.
 *
 * @param {() => string} query
 * @param {import("./language.js").Kind} edit
 * @param {import("./language.js").Given} given
 */
function refine(query, edit, given) {
  return refineBy(query, [[edit, given]]);
}

/**
 * Searches after some edits, one after another.
 *
 * @param {() => string} query
 * @param {Array<[import("./language.js").Kind, import("./language.js").Given]>} edits
 */
function refineBy(query, edits) {
  edited = edited.then(async () => {
    let before = "";
    try {
      let changed;
      do {
        // If the text is changed meanwhile, that one is edited instead.
        before = query();
        changed = { text: before };
        for (const [edit, given] of edits) {
          if ("text" in changed) changed = await language.edit(changed.text, edit, given);
        }
      } while (query() !== before);
      // The search says what is wrong with a query, which stays as it is.
      if ("text" in changed) goAndShow({ query: changed.text });
      else go({ query: before });
    } catch (error) {
      view.showError({ query: before }, error);
    }
  });
  return edited;
}

/** What the chart shows. */
const shown = () => search.wanted.query;
const written = () => editor.text;

const TIMES = { fields: "created-after,created-before" };

/** @param {{from: Date, to: Date}} window */
function searchWithin(window) {
  return refineBy(shown, [["clear", TIMES], ["add", { filter: windowFilter(window) }]]);
}

function searchAnyTime() {
  return refine(shown, "clear", TIMES);
}

/**
 * Searches with a filter in the place of others of its field, without it if it is set, or for
 * the rest.
 *
 * @param {string} filter
 * @param {boolean} isExcluded
 * @param {boolean} isSet
 */
function filterBy(filter, isExcluded, isSet) {
  detail.hide();
  if (isExcluded) return refine(shown, "add", { filter: `NOT ${filter}` });
  return refine(shown, isSet ? "remove" : "set", { filter });
}

/**
 * Shows all of an activity, in a view with an address of its own.
 *
 * @param {string|number} id
 */
function openActivity(id) {
  search.look(String(id));
  detail.show(String(id));
}

/** @param {string} name */
function toggleSearch(name) {
  return refine(written, "toggle", { filter: `computer:search:${name}` });
}

/** @param {number} page */
function turnTo(page) {
  return goAndShow({ page });
}

/**
 * Turns the page from the keyboard, if there is one.
 *
 * @param {number} pages
 */
function turnBy(pages) {
  const button = byId("pages").querySelector(pages > 0 ? "[name=next]" : "[name=previous]");
  if (!byId("pages").hidden && !button.disabled) turnTo(search.wanted.page + pages);
}

byId("search").addEventListener("submit", (/** @type {Event} */ event) => {
  event.preventDefault();
  go({ query: editor.text });
});
area.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || isComposing(event) || event.defaultPrevented) return;
  event.preventDefault();
  go({ query: editor.text });
});
area.addEventListener("input", () => view.holdOthers());
byId("order").addEventListener("change", (/** @type {any} */ event) => search.go({ order: event.target.value }));
byId("created").addEventListener("click", () => {
  search.go({ order: search.wanted.order === "oldest" ? "newest" : "oldest" });
});
addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const button = /** @type {HTMLElement|null} */ (target.closest("[data-filter]"));
  if (button === null) return;
  const isExcluded = event.altKey || "exclude" in button.dataset;
  filterBy(button.dataset.filter ?? "", isExcluded, button.getAttribute("aria-pressed") === "true");
});
byId("presets").append(
  ...PRESETS.map(([name, length]) => {
    const onclick = () => {
      const filter = `created-after:${partialDate(presetStart(length, new Date()))}`;
      refineBy(shown, [["clear", TIMES], ["add", { filter }]]);
    };
    return element("button.quiet", { type: "button", onclick }, name);
  }),
);
byId("selection").addEventListener("click", (/** @type {any} */ { target }) => {
  if (target.name === "clear") selection.clear();
  if (target.name === "copy") copyText(selection.ids.join("\n"), target, announce);
});
selection.onChange(() => {
  byId("selection").querySelector("[name=copy]").hidden = selection.isAll;
});
byId("pages").addEventListener("click", (/** @type {any} */ { target }) => {
  if (target.name === "previous") turnTo(search.wanted.page - 1);
  if (target.name === "next") turnTo(search.wanted.page + 1);
});
byId("why-not").addEventListener("submit", (/** @type {Event} */ event) => {
  event.preventDefault();
  explainer.why(search.wanted.query, byId("why-id").value, byId("why"));
});
copies(byId("copy-canonical"), byId("canonical"), announce);
copies(byId("copy-portable"), byId("portable"), announce);
addEventListener("popstate", () => {
  const wanted = readAddress();
  if (restoreAddress(search.wanted)) return;
  const { query, order, page } = search.wanted;
  // A link to a row of this page only changes the fragment.
  if (wanted.query === query && wanted.order === order && wanted.page === page) {
    search.wanted.activity = wanted.activity;
    showActivity(wanted.activity);
    return;
  }
  if (wanted.query !== query) {
    selection.clear();
    change.forget();
  }
  showActivity(wanted.activity);
  search.run(wanted);
});
addEventListener("keydown", (event) => {
  const isFree = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
  const isAside = isEditable(event.target) || document.querySelector("dialog[open]") !== null;
  if (event.key !== "/" || !isFree || isAside || byId("workplace").hidden) return;
  event.preventDefault();
  area.select();
  area.focus();
  completion.offer();
});
// Whoever signs out leaves nothing behind: a page that is laid anew has no keys.
byId("sign-out").addEventListener("click", () => location.reload());

/** Keeps recent queries in the browser: not where people sign in, who leave nothing behind. */
function keepRecent() {
  try {
    recent.keepIn(localStorage);
  } catch {
    // Browsers may forbid it: then they are kept while the page is open.
  }
}

/**
 * Shows the activity that the address names, or none.
 *
 * @param {string|null} id
 */
function showActivity(id) {
  if (id === null) detail.hide();
  else detail.show(id);
}

/** Shows the page, once calls can be made. */
async function open() {
  byId("sign-in-place").hidden = true;
  byId("workplace").hidden = false;
  area.focus();
  const wanted = readAddress();
  showActivity(wanted.activity);
  await Promise.all([search.run(wanted), searches.load()]);
}

try {
  const { signed, forgets, changeable } = await api.session();
  change.allow(changeable);
  byId("forgets").hidden = !forgets;
  if (signed) {
    signIn.ask();
  } else {
    keepRecent();
    await open();
  }
} catch (error) {
  byId("unreachable").textContent = `The page can't begin: ${messageOf(error)}`;
  byId("unreachable").hidden = false;
}
