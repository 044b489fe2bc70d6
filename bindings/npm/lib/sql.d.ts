import type { NotAQuery } from "./core.js";
import type { Source } from "./edit.js";

/** As `init` of `activity-query/edit`, for this entry. */
export function init(source?: Source): Promise<void>;

/** A statement over the library's default tables; in Rust, tables may have other names. */
export interface Statement {
  ok: true;
  statement: string;
  /** What is bound to the placeholders, in their order. */
  values: (string | number | boolean | null)[];
}

export interface SqlOptions {
  dialect: "sqlite" | "postgres";
  /** From when "within days" and "hours ago" are counted; now, if it is missing. */
  now?: Date | number | string;
}

/**
 * The statement that selects the ids of the activities that a query selects, newest first.
 * A query that names a saved search has none: its diagnostics say so.
 */
export function sql(query: string, options: SqlOptions): Statement | NotAQuery;
