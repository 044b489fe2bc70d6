/** What the declarations promise, as people use it; it is checked, not run. */

import { Fleet, fix, lint, matches, portable, simplified } from "activity-query";
import { activityQuery } from "activity-query/codemirror";
import { add, apply, check, complete, completeAsync, fields, highlight, init, parse } from "activity-query/edit";
import { ActivityQueryInput } from "activity-query/element";
import { sql } from "activity-query/sql";

await init();
await init(new URL("https://example.com/edit.wasm"));

const parsed = parse("status:failed", { language: "activity", limits: { terms: 10 } });
const text: string = parsed.ok ? parsed.canonical : parsed.diagnostics[0]!.message;
// @ts-expect-error: there is no such language
parse("x", { language: "fleet" });
// @ts-expect-error: a text that is not a query has no canonical text
parse("x").canonical;

for (const { span, fixes } of check(text, { cursor: 3 })) {
  const part: string = text.slice(...span);
  for (const one of fixes) if (one.applicability === "certain") apply(part, one);
}
complete(text, 0, { values: ({ field, typed }) => (field === "tag" ? [typed] : []), now: new Date() }).items[0]?.help;
(await completeAsync(text, 0, { values: async () => ["laptop"] })).span[0].toFixed();
// @ts-expect-error: this one does not wait
complete(text, 0, { values: async () => ["laptop"] });
const edited = add(text, "id:7");
if (edited.ok) edited.edits.map((edit) => edit.text);
highlight(text).filter((part) => part.class === "error");
fields({ language: "computer" })[0]?.help.length;
lint(text)[0]?.code.length;
fix(text).left.length;
const other = portable(text, { most: 10 });
if (other.ok) other.text.length;
else if (other.diagnostics === undefined) other.message.length;
simplified(text).ok;

const fleet = new Fleet({ activities: [{ id: 7 }], computers: "[]" });
const page = fleet.find(text, { limit: 10, order: "oldest-first", now: "2024-07-11T00:00:00Z" });
if (page.ok) page.ids.map(BigInt);
const why = fleet.explain(text, 7n, { language: "activity" });
if (why.ok) why.parts.filter((part) => part.deciding).map((part) => part.found);
const counts = fleet.count(text);
if (counts.ok) counts.parts[0]?.without?.toFixed();
const answer = matches(text, { id: 7 }, { computers: [] });
if (answer.ok) answer.matches satisfies boolean;

const extension = activityQuery({ language: "computer", values: async () => [] });
extension satisfies object;
const input: ActivityQueryInput = document.createElement("activity-query-input");
input.values = () => ["laptop"];

const compiled = sql(text, { dialect: "sqlite", now: new Date() });
if (compiled.ok) compiled.values.map((value) => value?.toString());
// @ts-expect-error: there is no such dialect
sql(text, { dialect: "mysql" });
