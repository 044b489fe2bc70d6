import type { Diagnostic, ValueRequest } from "./core.js";

/**
 * `<activity-query-input>`, a field of a form. Attributes: `name`, `value`, `label`,
 * `language`, `placeholder`, `required`, `readonly`, `disabled`.
 */
export class ActivityQueryInput extends HTMLElement {
  value: string;
  readonly name: string;
  readonly form: HTMLFormElement | null;
  /** Values that are offered, which may be waited for. */
  values?: (wanted: ValueRequest) => Iterable<string> | PromiseLike<Iterable<string>>;
  /** The mistakes that are shown. */
  readonly diagnostics: Diagnostic[];
  readonly validity: ValidityState;
  readonly validationMessage: string;
  checkValidity(): boolean;
  reportValidity(): boolean;
}

declare global {
  interface HTMLElementTagNameMap {
    "activity-query-input": ActivityQueryInput;
  }
}
