/**
 * The compiled module that all functions call: that of `edit.js`, or the larger one of
 * `index.js`.
 */

let module;
let names;

/** Makes a compiled module the one that is called; one that knows records stays. */
export function bind(bound) {
  if (module?.Fleet !== undefined) return;
  module = bound;
  names = JSON.parse(module.classes());
}

/** The compiled module. */
export function bound() {
  if (module === undefined) {
    throw new Error("activity-query is not ready: call `await init()` first");
  }
  return module;
}

/** The names of the classes of parts, by their numbers. */
export function classNames() {
  return names;
}

/** The number of a language, as the module has it. */
export function languageOf({ language = "activity" } = {}) {
  const { Language } = bound();
  if (language === "activity") return Language.Activity;
  if (language === "computer") return Language.Computer;
  throw new TypeError(`\`${language}\` is not a language: it is \`activity\` or \`computer\``);
}

/** A time as the module takes it: milliseconds, as a whole number of any size. */
export function milliseconds(time) {
  if (time === undefined) return undefined;
  const number = Math.trunc(Number(time instanceof Date ? time : new Date(time)));
  if (Number.isNaN(number)) throw new TypeError(`\`${time}\` is not a time`);
  return BigInt(number);
}

const NO_LIMITS = new Uint32Array();
const DEFAULT_LIMITS = { length: 1 << 20, depth: 64, terms: 100_000, diagnostics: 1_000 };

/** Limits as the module takes them: four numbers, or none for the default ones. */
export function limitsOf({ limits } = {}) {
  if (limits === undefined) return NO_LIMITS;
  const { length, depth, terms, diagnostics } = { ...DEFAULT_LIMITS, ...limits };
  const clamped = (number) => Math.min(Math.max(Math.trunc(number), 0), 0xffff_ffff);
  return Uint32Array.from([length, depth, terms, diagnostics], clamped);
}

/** Whether what the glue has is there, in this module or a larger one. */
const isBound = (glue) => module !== undefined && (glue.Fleet === undefined || module.Fleet !== undefined);

/** Makes the `init` of an entry: it loads the module once, from its file or from what is given. */
export function initOnce(glue, file) {
  let ready;
  return async (source = file) => {
    if (isBound(glue)) return;
    if (ready === undefined) {
      ready = glue.default({ module_or_path: source }).then(() => bind(glue));
      // A fetch that failed may be tried again.
      ready.catch(() => {
        ready = undefined;
      });
    }
    await ready;
  };
}
