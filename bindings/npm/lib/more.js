/** Lints, and queries in other words: the larger module has them. */

import { bound, languageOf } from "./module.js";

export function lint(text, options) {
  return JSON.parse(bound().lint(languageOf(options), text));
}

export function fix(text, options) {
  return JSON.parse(bound().fix(languageOf(options), text));
}

export function simplified(text, options) {
  return JSON.parse(bound().simplified(languageOf(options), text));
}

export function portable(text, options) {
  const { most = 1_000 } = options ?? {};
  return JSON.parse(bound().portable(languageOf(options), text, most));
}
