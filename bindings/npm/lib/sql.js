import { milliseconds } from "./module.js";
import * as glue from "./wasm/sql.js";

let ready;

/** Loads the module, once, from its file or from what is given. */
export async function init(source = new URL("./wasm/sql_bg.wasm", import.meta.url)) {
  ready ??= glue.default({ module_or_path: source });
  try {
    await ready;
  } catch (error) {
    // A fetch that failed may be tried again.
    ready = undefined;
    throw error;
  }
}

const dialects = { sqlite: glue.Dialect.Sqlite, postgres: glue.Dialect.Postgres };

/** The statement that selects what a query of activities selects, and the values to bind. */
export function sql(query, { dialect, now = new Date() }) {
  if (!Object.hasOwn(dialects, dialect)) {
    throw new TypeError(`\`${dialect}\` is not a dialect: it is \`sqlite\` or \`postgres\``);
  }
  return JSON.parse(glue.sql(dialects[dialect], query, milliseconds(now)));
}
