/** The language of a query: of activities, which is the default, or of computers. */
export type Language = "activity" | "computer";

/** A place in a text: its start and its end, in UTF-16 code units as JavaScript counts. */
export type Range = [start: number, end: number];

export interface Options {
  language?: Language;
}

/** How large a query may be; each has a default. */
export interface Limits {
  /** How long the text may be, in bytes of UTF-8. 1 MiB by default. */
  length?: number;
  /** How many groups may be inside each other. 64 by default. */
  depth?: number;
  /** How many terms there may be. 100,000 by default. */
  terms?: number;
  /** How many mistakes and warnings are listed. 1,000 by default. */
  diagnostics?: number;
}

export interface TextEdit {
  span: Range;
  text: string;
}

/** A change that puts a mistake right. Its edits are in the order of the text. */
export interface Fix {
  /** `certain` fixes may be applied unasked; a `guess` is for a person to choose. */
  applicability: "certain" | "guess";
  edits: TextEdit[];
}

/** A mistake, or a remark on a legal query. */
export interface Diagnostic {
  /** Stable, such as `unknown-field`. */
  code: string;
  severity: "error" | "warning";
  /** Quotes what was written: insert it as text, never as markup. */
  message: string;
  span: Range;
  fixes: Fix[];
}

/** A query as a tree; one that selects everything is `{ all: [] }`. */
export type Tree =
  | { all: Tree[] }
  | { any: Tree[] }
  | { not: Tree }
  | { field: string; value: string }
  | { field: string; query: Tree }
  | { keyword: string };

/** A text that is not a query, and why. */
export interface NotAQuery {
  ok: false;
  diagnostics: Diagnostic[];
}

export interface Query {
  ok: true;
  /** The text with no more parentheses and quotes than it needs. */
  canonical: string;
  tree: Tree;
  warnings: Diagnostic[];
}

/** Reads a text as a query. */
export function parse(text: string, options?: Options & { limits?: Limits }): Query | NotAQuery;

/**
 * The mistakes in a text. With a cursor, what is unfinished there is not a mistake yet.
 */
export function check(text: string, options?: Options & { cursor?: number; limits?: Limits }): Diagnostic[];

/** The text after the edits of a fix, or of an edit. */
export function apply(text: string, change: { edits: TextEdit[] }): string;

/** Where a place of the text, such as the cursor, is after the edits. */
export function follow(place: number, change: { edits: TextEdit[] }): number;

export type TokenClass =
  | "blank"
  | "field"
  | "colon"
  | "text"
  | "word"
  | "number"
  | "date"
  | "size"
  | "range"
  | "quote"
  | "operator"
  | "group"
  | "keyword"
  | "error";

/** What each part of a text is. The parts cover the text, without a gap. */
export function highlight(text: string, options?: Options): { span: Range; class: TokenClass }[];

/** Which values are wanted. */
export interface ValueRequest {
  language: Language;
  /** The field, such as `tag`; null for a keyword. */
  field: string | null;
  /** What was typed of the value, without quotes; it may be empty. */
  typed: string;
  /** How many values are of use. */
  most: number;
}

export interface Suggestion {
  /** In quotes where it must be. The cursor belongs at its end. */
  text: string;
  kind: "field" | "value" | "term" | "keyword" | "operator";
  /** One line about it. */
  help: string;
}

export interface Completion {
  /** What a suggestion replaces. */
  span: Range;
  /** Best first, 100 at most. */
  items: Suggestion[];
}

export interface CompleteOptions<Values> extends Options {
  /**
   * Gives values that may be meant, at least those that begin with what was typed. They
   * are ranked and quoted for you.
   */
  values?: (wanted: ValueRequest) => Values;
  /** From when dates are counted: without it none is suggested. */
  now?: Date | number | string;
}

/** What can be written at the cursor. */
export function complete(text: string, cursor: number, options?: CompleteOptions<Iterable<string>>): Completion;

/** The same, with values that may be waited for. */
export function completeAsync(
  text: string,
  cursor: number,
  options?: CompleteOptions<Iterable<string> | PromiseLike<Iterable<string>>>,
): Promise<Completion>;

/** A text after an edit, and what changed in it. */
export interface Edited {
  ok: true;
  text: string;
  edits: TextEdit[];
}

/** Whether the text has the filter: each operand of the filter is one of the text's AND. */
export function has(text: string, filter: string, options?: Options): { ok: true; has: boolean } | NotAQuery;

/** Adds a filter. The filter must be a query: another one throws. */
export function add(text: string, filter: string, options?: Options): Edited | NotAQuery;

/** Removes a filter. */
export function remove(text: string, filter: string, options?: Options): Edited | NotAQuery;

/** Removes a filter if the text has it, and adds it otherwise. */
export function toggle(text: string, filter: string, options?: Options): Edited | NotAQuery;

/** Puts a filter in the place of those of the same fields. */
export function set(text: string, filter: string, options?: Options): Edited | NotAQuery;

/** Removes the filters of these fields, such as `status` or `computer:tag`. */
export function clear(text: string, fields: Iterable<string>, options?: Options): Edited | NotAQuery;

export interface Field {
  name: string;
  /** One line on what a term of the field matches. */
  help: string;
  /** What it takes as its value, in a few words. */
  takes: string;
  /** The words that are known as its value, or as the beginning of it. */
  words: string[];
}

/** The fields of a language, in the order in which messages list them. */
export function fields(options?: Options): Field[];
