/** The activities of an export, as the text of a file. */

/** @typedef {"csv"|"tsv"|"json"} Format */
/** @typedef {import("./record.js").Activity} Activity */
/** @typedef {import("./record.js").Computers} Computers */

/** @type {Array<[string, (activity: Activity, computers: Computers) => unknown]>} */
const COLUMNS = [
  ["id", ({ id }) => id],
  ["status", ({ activity_status: status }) => status],
  ["type", ({ type }) => type],
  ["summary", ({ summary }) => summary],
  ["computer_id", ({ computer_id: id }) => id],
  ["computer", ({ computer_id: id }, computers) => computers[String(id)]?.title],
  ["hostname", ({ computer_id: id }, computers) => computers[String(id)]?.hostname],
  ["creator", ({ creator }) => creator?.name],
  ["creator_email", ({ creator }) => creator?.email],
  ["creation_time", (activity) => activity.creation_time],
  ["completion_time", (activity) => activity.completion_time],
  ["parent_id", (activity) => activity.parent_id],
  ["result_text", (activity) => activity.result_text],
];

/** What a spreadsheet takes for a formula, or for a part of one. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A cell of a table. One that a spreadsheet would calculate begins with an apostrophe.
 *
 * @param {unknown} value
 */
function cellText(value) {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return typeof value === "string" && FORMULA.test(text) ? `'${text}` : text;
}

/** @param {unknown} value */
function csvCell(value) {
  const text = cellText(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {unknown} value */
function tsvCell(value) {
  return cellText(value).replaceAll(/[\t\r\n]+/g, " ");
}

/**
 * @param {Format} format
 * @param {Activity[]} activities
 * @param {Computers} computers
 */
export function exported(format, activities, computers) {
  if (format === "json") return `${JSON.stringify(activities, null, 2)}\n`;
  const [cell, between, end] = format === "csv" ? [csvCell, ",", "\r\n"] : [tsvCell, "\t", "\n"];
  const lines = [
    COLUMNS.map(([name]) => name),
    ...activities.map((activity) => COLUMNS.map(([, read]) => cell(read(activity, computers)))),
  ];
  return lines.map((line) => line.join(between) + end).join("");
}

/** The media types of the formats. */
export const KINDS = {
  csv: "text/csv;charset=utf-8",
  tsv: "text/tab-separated-values;charset=utf-8",
  json: "application/json",
};
