/** The functions that need no records. */

import { bound, classNames, languageOf, limitsOf, milliseconds } from "./module.js";

export function parse(text, options) {
  return JSON.parse(bound().parse(languageOf(options), text, limitsOf(options)));
}

export function check(text, options) {
  const { check } = bound();
  return JSON.parse(check(languageOf(options), text, options?.cursor, limitsOf(options)));
}

/** The text after edits of it, such as those of a fix. */
export function apply(text, { edits }) {
  let result = "";
  let at = 0;
  for (const { span, text: replacement } of edits) {
    result += text.slice(at, span[0]) + replacement;
    at = span[1];
  }
  return result + text.slice(at);
}

/** Where a place of a text is after edits of it. */
export function follow(place, { edits }) {
  let moved = place;
  for (const { span, text } of edits) {
    if (span[0] > place || (span[0] === place && span[1] > place)) break;
    moved += text.length - (Math.min(span[1], place) - span[0]);
  }
  return moved;
}

export function highlight(text, options) {
  const pairs = bound().highlight(languageOf(options), text);
  const classes = classNames();
  const parts = [];
  let start = 0;
  for (let at = 0; at < pairs.length; at += 2) {
    parts.push({ span: [start, pairs[at]], class: classes[pairs[at + 1]] });
    start = pairs[at];
  }
  return parts;
}

/** Asks the caller for values, and keeps what it throws: the module must not be left amid a call. */
class Asked {
  failure;
  #ask;

  constructor(ask) {
    this.#ask = ask;
  }

  values(language, field, typed, most) {
    try {
      return Array.from(this.#ask({ language, field: field ?? null, typed, most }), String);
    } catch (error) {
      this.failure ??= { error };
      return [];
    }
  }
}

export function complete(text, cursor, options) {
  const { values = () => [], now } = options ?? {};
  const asked = new Asked(values);
  const answer = bound().complete(languageOf(options), text, cursor, asked, milliseconds(now));
  if (asked.failure !== undefined) throw asked.failure.error;
  return JSON.parse(answer);
}

/** Asks once to learn which values are wanted, waits for them, and asks again. */
export async function completeAsync(text, cursor, options) {
  const { values } = options ?? {};
  if (values === undefined) return complete(text, cursor, options);
  const answers = new Map();
  const wait = (wanted) => {
    const key = JSON.stringify(wanted);
    if (!answers.has(key)) answers.set(key, values(wanted));
    return [];
  };
  const first = complete(text, cursor, { ...options, values: wait });
  if (answers.size === 0) return first;
  // All at once: of two that fail, the second must not be left without anybody who waits.
  const all = await Promise.all(answers.values());
  const known = new Map([...answers.keys()].map((key, at) => [key, all[at]]));
  return complete(text, cursor, { ...options, values: (wanted) => known.get(JSON.stringify(wanted)) ?? [] });
}

export function has(text, filter, options) {
  return JSON.parse(bound().has(languageOf(options), text, filter));
}

function edited(kind) {
  return (text, filter, options) => {
    const { edit, Edit } = bound();
    return JSON.parse(edit(languageOf(options), Edit[kind], text, filter));
  };
}

export const add = edited("Add");
export const remove = edited("Remove");
export const toggle = edited("Toggle");
export const set = edited("Set");

export function clear(text, fields, options) {
  return JSON.parse(bound().clear(languageOf(options), text, [...fields]));
}

const tables = new Map();

export function fields(options) {
  const language = languageOf(options);
  if (!tables.has(language)) tables.set(language, JSON.parse(bound().fields(language)));
  return tables.get(language);
}
