import type { Extension } from "@codemirror/state";
import type { Language, ValueRequest } from "./core.js";

export interface EditorOptions {
  language?: Language;
  /** Values that are offered, which may be waited for. */
  values?: (wanted: ValueRequest) => Iterable<string> | PromiseLike<Iterable<string>>;
  /** The time that dates are counted from; the current one, if it is missing. */
  now?: () => Date;
  /** After how many milliseconds without a key mistakes are shown: 200. */
  delay?: number;
}

/** Colors, completion, mistakes with their fixes, and help on fields, for CodeMirror 6. */
export function activityQuery(options?: EditorOptions): Extension;
