/** The files of the conformance suite, read. */

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { parse } from "smol-toml";

const FOLDER = path.resolve(import.meta.dirname, "../../../tests/cases");

const toml = (file) => parse(readFileSync(path.join(FOLDER, file), "utf8"), { integersAsBigInt: "asNeeded" });
const json = (name) => readFileSync(path.join(FOLDER, "fleet", `${name}.json`), "utf8");

/** The fixture fleet, as texts: some ids are larger than the numbers of JavaScript. */
export const records = {
  activities: json("activities"),
  computers: json("computers"),
  searches: json("searches"),
  accessGroups: json("access-groups"),
};

/** The cases of queries, by the names of their files. */
export function queries() {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".toml"));
  return new Map(files.map((file) => [file.replace(".toml", ""), toml(file).case]));
}

/** The cases of tools and methods, by what they are called in their files. */
export function tools() {
  const { completion, values, now } = toml("tools/completion.toml");
  return new Map([
    ["completion", completion.map((own) => ({ ...own, values, now: String(now) }))],
    ["highlight", toml("tools/highlight.toml").highlight],
    ["explanation", toml("tools/explanation.toml").explanation],
    ["edit", toml("tools/edit.toml").edit],
    ["slips", toml("tools/slips.toml").slip],
    ["limits", toml("methods/limits.toml").limits],
    ["portable", toml("methods/portable.toml").portable],
    ["pages", toml("methods/pages.toml").page],
  ]);
}
