import type { Diagnostic, Language, NotAQuery, Options, Range } from "./core.js";

export * from "./edit.js";

/** The mistakes in a text or, if it is a query, all that may not be meant. */
export function lint(text: string, options?: Options): Diagnostic[];

/** Applies the certain fixes of `lint` until none is left. */
export function fix(text: string, options?: Options): { text: string; left: Diagnostic[] };

/** The query without what decides nothing, as canonical text. */
export function simplified(text: string, options?: Options): { ok: true; text: string } | NotAQuery;

/** A query that the documented grammar can't express, and the part to blame. */
export interface NotPortable {
  ok: false;
  message: string;
  span: Range | null;
  diagnostics?: undefined;
}

/** The query in the documented grammar alone, with at most `most` terms: 1,000. */
export function portable(
  text: string,
  options?: Options & { most?: number },
): { ok: true; text: string } | NotPortable | NotAQuery;

/** Records: objects, or the text of a file of them, in which numbers may be of any size. */
export type Records = string | readonly object[];

export interface FleetRecords {
  activities?: Records;
  computers?: Records;
  searches?: Records;
  accessGroups?: Records;
}

export interface At {
  /** From when "within days" and "hours ago" are counted; now, if it is missing. */
  now?: Date | number | string;
}

export interface PageOptions extends At {
  /** 1,000 by default. */
  limit?: number;
  offset?: number;
  /** By the time of creation; the newest first by default. */
  order?: "newest-first" | "oldest-first";
  /** The `next` of the page before this one. */
  after?: string;
  /** Whether to count all that match. */
  count?: boolean;
}

export interface Page {
  ok: true;
  activities: any[];
  /** As text, since JavaScript reads ids above 2^53 inexactly. */
  ids: string[];
  /** Where the next page begins, if there is one. */
  next?: string;
  total?: number;
}

export interface Computers {
  ok: true;
  computers: any[];
  ids: string[];
}

export interface Part {
  kind: "all" | "any" | "not" | "term" | "query";
  /** The text of a term, or the field of one that holds a query. */
  text: string | null;
  /** In how many other parts it is. */
  depth: number;
  span: Range | null;
}

export interface ExplainedPart extends Part {
  matches: boolean;
  /** Whether it is one of the fewest terms that decide. */
  deciding: boolean;
  /** What the record has, of a term. */
  found: string | null;
}

/** Why a record matches or not: every part in the order of the text, a group first. */
export interface Explanation {
  ok: true;
  matches: boolean;
  parts: ExplainedPart[];
}

export interface CountedPart extends Part {
  matches: number;
  /** How many would match without this part, of those that an AND at the top joins. */
  without: number | null;
}

export interface Counts {
  ok: true;
  records: number;
  matches: number;
  parts: CountedPart[];
}

/** Activities, and the computers, saved searches and access groups that queries name. */
export class Fleet {
  /** Throws if something is not such a record, or two have one id. */
  constructor(records?: FleetRecords);

  /** The activities that a query selects, a page of them. */
  find(query: string, options?: PageOptions): Page | NotAQuery;

  /** The computers that a query of computers selects, by their ids. */
  findComputers(query: string, options?: At): Computers | NotAQuery;

  /** Why the activity or computer of this id matches, or not; throws if there is none. */
  explain(query: string, id: number | bigint | string, options?: At & Options): Explanation | NotAQuery;

  /** How many records match each part of the query. */
  count(query: string, options?: At & Options): Counts | NotAQuery;

  /** Gives back the memory of the records. */
  free(): void;
}

/** Whether one record matches. The computer of an activity is among `computers`. */
export function matches(
  query: string,
  record: string | object,
  options?: At & { language?: Language } & Omit<FleetRecords, "activities">,
): { ok: true; matches: boolean } | NotAQuery;
