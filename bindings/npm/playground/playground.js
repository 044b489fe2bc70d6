/** The playground: one text, and all that the library says of it. */

import * as sqlModule from "../lib/sql.js";
import { Fleet, apply, fix, highlight, init, lint, parse, portable, simplified } from "../lib/index.js";

const EXAMPLES = [
  "status:failed computer:tag:laptop created-after:2024-07",
  "type:RestartRequest status:failed OR status:canceled",
  "computer:(tag:server OR title:\"My laptop\") NOT id:4711",
  "statuss:faild and id:1,2",
  "id:1 id:2",
];

const $ = (id) => document.getElementById(id);

/** An element with text, never with markup: texts are quoted from what was typed. */
function element(name, text = "", properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text, ...properties });
}

/** The sample fleet of the repository, beside which the playground is served. */
async function sampleFleet() {
  const sample = new URL("../../../examples/files/sample/", import.meta.url);
  const load = async (name) => (await fetch(new URL(`${name}.json`, sample))).text();
  const names = ["activities", "computers", "searches", "access-groups"];
  const [activities, computers, searches, accessGroups] = await Promise.all(names.map(load));
  return new Fleet({ activities, computers, searches, accessGroups });
}

await init();
const fleet = await sampleFleet();
await import("../lib/element.js");
await customElements.whenDefined("activity-query-input");
const input = document.querySelector("activity-query-input");

function show(text) {
  const query = parse(text);
  const found = lint(text);
  showMistakes(text, found);
  showTexts(text, query);
  showTokens(text);
  showSql(text);
  $("tree").textContent = query.ok ? JSON.stringify(query.tree, null, 2) : "";
  showMatches(text, query.ok ? fleet.find(text, { limit: 20, count: true }) : query);
}

function showMistakes(text, found) {
  const lines = found.map((mistake) => {
    const line = element("li", "", { className: mistake.severity });
    line.append(`${mistake.message} `);
    for (const one of mistake.fixes) {
      const label = one.applicability === "certain" ? "fix" : "perhaps";
      const fixed = apply(text, one);
      const button = element("button", `${label}: ${fixed}`, { type: "button" });
      button.addEventListener("click", () => write(fixed));
      line.append(button, " ");
    }
    return line;
  });
  const certain = fix(text).text;
  if (certain !== text) {
    const all = element("button", "apply all certain fixes", { type: "button" });
    all.addEventListener("click", () => write(certain));
    const line = element("li");
    line.append(all);
    lines.push(line);
  }
  $("mistakes").replaceChildren(...(lines.length > 0 ? lines : [element("li", "none", { className: "yes" })]));
}

function showTexts(text, query) {
  const rows = [];
  if (query.ok) {
    const other = (answer) => (answer.ok ? answer.text || "(everything)" : answer.message);
    rows.push(["canonical", query.canonical || "(everything)"]);
    rows.push(["simplified", other(simplified(text))], ["portable, in documented words alone", other(portable(text))]);
  }
  $("texts").replaceChildren(...rows.flatMap(([name, own]) => [element("dt", name), element("dd", own)]));
}

/** The statement of the query; what compiles it is loaded when it is first asked for. */
async function showSql(text) {
  if (!$("sql").open) return;
  await sqlModule.init();
  // Another text may have been written meanwhile.
  if (text !== input.value) return;
  const answer = sqlModule.sql(text, { dialect: $("dialect").value });
  $("statement").textContent = answer.ok ? answer.statement : answer.diagnostics[0].message;
  const values = answer.ok ? answer.values.map((value) => element("li", JSON.stringify(value))) : [];
  $("values").replaceChildren(...values);
}

function showTokens(text) {
  const parts = highlight(text).filter((part) => part.class !== "blank");
  const token = ({ span: [start, end], class: kind }) => {
    const shown = element("span", text.slice(start, end), { className: "token" });
    shown.append(element("small", kind));
    return shown;
  };
  $("tokens").replaceChildren(...parts.map(token));
}

function showMatches(text, page) {
  const diagnostics = page.ok ? [] : page.diagnostics;
  $("outcome").textContent = page.ok ? "" : `This is not a query: ${diagnostics[0].message}`;
  $("total").textContent = page.ok ? `${page.total} activities` : "";
  const lines = (page.activities ?? []).map(({ id, activity_status: status, summary }) =>
    element("li", [id, status, summary].filter((own) => own !== undefined).join("  ")));
  $("matches").replaceChildren(...lines);
  $("counts").replaceChildren(...(page.ok ? counted(fleet.count(text)) : []));
  $("why").hidden = !page.ok;
  if (page.ok) explain(text);
}

const indented = (part, words) => `${"  ".repeat(Math.min(part.depth, 20))}${words}`;
const words = { all: "all of", any: "any of", not: "not" };
const label = (part) => indented(part, words[part.kind] ?? part.text).replaceAll("  ", "\u00a0\u00a0");

function counted(counts) {
  return counts.parts.map((part) => element("li", `${String(part.matches).padStart(4, "\u00a0")}  ${label(part)}`));
}

function explain(text) {
  const answer = fleet.explain(text, $("activity").value);
  if (!answer.ok) return;
  const lines = answer.parts.map((part) => {
    const line = element("li", `${part.matches ? "✓" : "✗"} ${label(part)}`, { className: part.matches ? "yes" : "no" });
    if (part.found) line.append(element("span", `  ${part.found}${part.deciding ? " (decides)" : ""}`, { className: "found" }));
    return line;
  });
  $("parts").replaceChildren(...lines);
}

/** Puts a text into the field, and shows it. */
function write(text) {
  input.value = text;
  changed();
}

function changed() {
  const address = new URL(location.href);
  address.searchParams.set("query", input.value);
  history.replaceState(null, "", address);
  show(input.value);
}

for (const { id, summary } of fleet.find("", { limit: 1000 }).activities) {
  $("activity").append(element("option", `${id}: ${summary ?? ""}`, { value: id }));
}
const examples = EXAMPLES.flatMap((text, index) => {
  const button = element("button", text, { type: "button" });
  button.addEventListener("click", () => write(text));
  return index > 0 ? [" ", button] : [button];
});
$("examples").append(...examples);
input.addEventListener("input", changed);
$("sql").addEventListener("toggle", () => showSql(input.value));
$("dialect").addEventListener("change", () => showSql(input.value));
document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
$("activity").addEventListener("change", () => explain(input.value));
input.value = new URL(location.href).searchParams.get("query") ?? EXAMPLES[0];
show(input.value);
