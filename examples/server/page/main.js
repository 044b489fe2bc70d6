import { readAddress, restoreAddress } from "./address.js";
import { Api, messageOf } from "./api.js";
import { Change } from "./change.js";
import { Completion, isComposing } from "./complete.js";
import { copies } from "./copy.js";
import { Diagnosis } from "./diagnose.js";
import { Editor } from "./editor.js";
import { byId } from "./element.js";
import { Explainer } from "./explain.js";
import { Language } from "./language.js";
import { Recent } from "./recent.js";
import { Results } from "./results.js";
import { SavedSearches } from "./searches.js";
import { Search } from "./search.js";
import { Selection } from "./selection.js";
import { SignIn } from "./signin.js";
import { Timeline } from "./timeline.js";
import { View } from "./view.js";
import { partialDate } from "./words.js";

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
const results = new Results(byId("table"), selection, (/** @type {any} */ { id }, panel) =>
  explainer.why(search.wanted.query, id, panel),
);
const timeline = new Timeline(
  { chart: byId("chart"), legend: byId("legend"), window: byId("window"), anyTime: byId("any-time") },
  { onWindow: searchWithin, onAnyTime: searchAnyTime, onStatus: toggleStatus },
);
const searches = new SavedSearches(
  api,
  { list: byId("searches"), add: byId("add-search"), keep: byId("keep-search"), dialog: byId("search-dialog") },
  toggleSearch,
  announce,
);
const view = new View({ editor, diagnosis, selection, results, timeline, searches, explainer, announce });
const search = new Search(api, view);
const change = new Change(
  api,
  selection,
  { bar: byId("selection"), dialog: byId("change-dialog"), outcome: byId("outcome") },
  (refusals) => results.showRefusals(refusals),
  async () => void (await search.run(search.wanted)),
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
  edited = edited.then(async () => {
    let before;
    try {
      let changed;
      do {
        // If the text is changed meanwhile, that one is edited instead.
        before = query();
        changed = await language.edit(before, edit, given);
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

/** @param {{from: Date, to: Date}} window */
function searchWithin({ from, to }) {
  const filter = `created-after:${partialDate(from)} created-before:${partialDate(to)}`;
  return refine(shown, "set", { filter });
}

function searchAnyTime() {
  return refine(shown, "clear", { fields: "created-after,created-before" });
}

/**
 * @param {string} status
 * @param {boolean} isSet
 */
function toggleStatus(status, isSet) {
  return refine(shown, isSet ? "remove" : "set", { filter: `status:${status}` });
}

/** @param {string} name */
function toggleSearch(name) {
  return refine(written, "toggle", { filter: `computer:search:${name}` });
}

/** @param {number} page */
function turnTo(page) {
  return goAndShow({ page });
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
  if (wanted.query === query && wanted.order === order && wanted.page === page) return;
  if (wanted.query !== query) {
    selection.clear();
    change.forget();
  }
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

/** Shows the page, once calls can be made. */
async function open() {
  byId("sign-in-place").hidden = true;
  byId("workplace").hidden = false;
  area.focus();
  await Promise.all([search.run(readAddress()), searches.load()]);
}

try {
  const { signed, forgets } = await api.session();
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
