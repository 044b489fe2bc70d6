/** `<activity-query-input>`: a field of a form, with colors, suggestions and fixes. */

import { STYLE } from "./element-style.js";
import * as api from "./edit.js";
import { found, named } from "./named.js";
import { Suggestions } from "./suggestions.js";

/** Longer texts are shown without colors. */
const MOST_COLORED = 20_000;

const TEMPLATE = `
<style>${STYLE}</style>
<div class="box">
  <div class="mirror" aria-hidden="true"></div>
  <input type="text" role="combobox" aria-autocomplete="list" aria-expanded="false"
    aria-controls="list" aria-describedby="mistakes" autocomplete="off" autocapitalize="off"
    autocorrect="off" spellcheck="false">
</div>
<ul id="list" role="listbox" aria-label="Suggestions" hidden></ul>
<ul id="mistakes" class="mistakes" aria-live="polite"></ul>
`;

/** A query is one line here: what was several is joined by blanks, not glued. */
const oneLine = (text) => text.replaceAll(/\r\n?|\n/g, " ");

export class ActivityQueryInput extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ["aria-label", "label", "language", "placeholder", "readonly", "required", "value"];

  /** Values that are offered, which may be waited for; nothing, if there is none. */
  values;

  #internals = this.attachInternals();
  #input;
  #mirror;
  #mistakes;
  #suggestions;
  #isReady = false;
  #isChanged = false;
  #diagnostics = [];
  #asked = 0;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.innerHTML = TEMPLATE;
    this.#input = root.querySelector("input");
    this.#mirror = root.querySelector(".mirror");
    this.#mistakes = root.querySelector(".mistakes");
    const list = root.querySelector("[role=listbox]");
    this.#suggestions = new Suggestions(this.#input, list, (item) => this.#accept(item));
    const input = this.#input;
    input.addEventListener("input", () => {
      this.#isChanged = true;
      this.#update();
      this.#suggest();
    });
    input.addEventListener("change", () => this.dispatchEvent(new Event("change", { bubbles: true })));
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("scroll", () => this.#follow());
    input.addEventListener("focus", () => this.#update());
    // A fix that is about to be pressed stays where it is.
    this.#mistakes.addEventListener("mousedown", (event) => event.preventDefault());
    input.addEventListener("blur", ({ relatedTarget }) => {
      this.#asked += 1;
      this.#suggestions.close();
      if (!this.#mistakes.contains(relatedTarget)) this.#updateOncePressed();
    });
    input.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (oneLine(text) === text) return;
      event.preventDefault();
      this.#replace([input.selectionStart, input.selectionEnd], oneLine(text));
    });
  }

  /**
   * Shows the mistakes, which moves what is below: not before a button that takes the focus
   * has been clicked.
   */
  #updateOncePressed() {
    const isPressed = this.ownerDocument.documentElement.matches(":active");
    if (!isPressed) return this.#update();
    const released = () => setTimeout(() => this.#update());
    addEventListener("pointerup", released, { once: true });
  }

  async connectedCallback() {
    this.#name();
    this.#update();
    if (this.#isReady) return;
    await api.init();
    this.#isReady = true;
    this.#update();
  }

  attributeChangedCallback(name, _, value) {
    if (name === "label" || name === "aria-label") {
      this.#name();
    } else if (name === "placeholder") {
      this.#input.placeholder = value ?? "";
    } else if (name === "readonly") {
      this.#input.readOnly = value !== null;
    } else if (name === "value" && !this.#isChanged) {
      this.#input.value = oneLine(value ?? "");
    }
    this.#update();
  }

  formResetCallback() {
    this.#isChanged = false;
    this.#input.value = oneLine(this.getAttribute("value") ?? "");
    this.#update();
  }

  formDisabledCallback(isDisabled) {
    this.#input.disabled = isDisabled;
  }

  formStateRestoreCallback(state) {
    this.value = state;
  }

  get value() {
    return this.#input.value;
  }

  set value(text) {
    this.#isChanged = true;
    this.#input.value = oneLine(String(text));
    this.#update();
  }

  get name() {
    return this.getAttribute("name") ?? "";
  }

  get form() {
    return this.#internals.form;
  }

  get validity() {
    return this.#internals.validity;
  }

  get validationMessage() {
    return this.#internals.validationMessage;
  }

  checkValidity() {
    return this.#internals.checkValidity();
  }

  reportValidity() {
    return this.#internals.reportValidity();
  }

  /** The mistakes that are shown. */
  get diagnostics() {
    return this.#diagnostics;
  }

  get #options() {
    return { language: this.getAttribute("language") ?? "activity" };
  }

  /** What a screen reader calls the field. */
  #name() {
    const own = this.getAttribute("label") ?? this.getAttribute("aria-label");
    this.#input.setAttribute("aria-label", own ?? this.#internals.labels[0]?.textContent.trim() ?? "Query");
  }

  #key(event) {
    const opens = (event.key === " " && event.ctrlKey) || (event.key === "ArrowDown" && !this.#suggestions.isOpen);
    if (opens) this.#suggest();
    else if (this.#suggestions.key(event.key)) event.stopPropagation();
    else if (event.key === "Enter" && !event.isComposing) this.form?.requestSubmit();
    else return;
    event.preventDefault();
  }

  /** Asks what can be written; a later question makes the answer stale. */
  async #suggest() {
    this.#asked += 1;
    const own = this.#asked;
    const { value: text, selectionStart: cursor, selectionEnd: end } = this.#input;
    if (!this.#isReady || cursor !== end) return this.#suggestions.close();
    const { values } = this;
    const found = await api.completeAsync(text, cursor, { ...this.#options, values, now: new Date() });
    if (own !== this.#asked || !this.shadowRoot.activeElement) return;
    this.#suggestions.show(found.items.map((item) => ({ ...item, span: found.span })));
  }

  #accept({ span, text }) {
    this.#replace(span, text);
    // A field waits for its value; after a value the list would only say it again.
    if (text.endsWith(":")) this.#suggest();
    else this.#suggestions.close();
  }

  /** Replaces a part as typing would; the cursor is then behind it. */
  #replace(span, text) {
    this.#input.focus();
    this.#input.setSelectionRange(...span);
    // Deprecated, and the one way of editing that "undo" can undo.
    if (document.execCommand(text === "" ? "delete" : "insertText", false, text)) return;
    this.#input.setRangeText(text, ...span, "end");
    this.#input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  }

  #update() {
    const text = this.#input.value;
    this.#internals.setFormValue(text);
    const isFocused = this.shadowRoot.activeElement === this.#input;
    const cursor = isFocused ? this.#input.selectionStart : undefined;
    this.#diagnostics = this.#isReady ? found(text, this.#options, cursor) : [];
    this.#validate(text);
    this.#paint(text);
    this.#list(text);
  }

  /** A form is not sent while the query has a mistake, also one at the cursor. */
  #validate(text) {
    const found = this.#isReady ? api.check(text, this.#options) : [];
    const mistake = found.find(({ severity }) => severity === "error");
    if (mistake !== undefined) {
      this.#internals.setValidity({ customError: true }, mistake.message, this.#input);
    } else if (this.hasAttribute("required") && text.trim() === "") {
      this.#internals.setValidity({ valueMissing: true }, "write a query", this.#input);
    } else {
      this.#internals.setValidity({});
    }
    this.#input.setAttribute("aria-invalid", String(this.#diagnostics.some(({ severity }) => severity === "error")));
  }

  #paint(text) {
    const isColored = this.#isReady && text.length <= MOST_COLORED;
    this.#mirror.parentElement.classList.toggle("is-colored", isColored);
    this.#mirror.replaceChildren(...(isColored ? this.#pieces(text) : []));
    this.#follow();
  }

  /** The text in pieces, of which each has one class and one underline or none. */
  #pieces(text) {
    const marks = this.#diagnostics.map(({ severity, span: [start, end] }) => {
      // A mistake without a character is shown at the one before it.
      return { severity, start: start === end ? Math.max(0, start - 1) : start, end };
    });
    const cuts = new Set(marks.flatMap(({ start, end }) => [start, end]));
    return api.highlight(text, this.#options).flatMap(({ span: [start, end], class: name }) => {
      const inside = [...cuts].filter((cut) => start < cut && cut < end).sort((a, b) => a - b);
      const ends = [...inside, end];
      return ends.map((to, at) => {
        const from = at === 0 ? start : ends[at - 1];
        const around = marks.filter((mark) => mark.start <= from && to <= mark.end);
        const piece = document.createElement("span");
        piece.textContent = text.slice(from, to);
        piece.className = name;
        if (around.some(({ severity }) => severity === "error")) piece.classList.add("is-wrong");
        else if (around.length > 0) piece.classList.add("is-doubtful");
        return piece;
      });
    });
  }

  #list(text) {
    this.#mistakes.replaceChildren(
      ...this.#diagnostics.slice(0, 5).map(({ severity, message, fixes }) => {
        const line = document.createElement("li");
        line.dataset.severity = severity;
        line.append(message);
        for (const fix of fixes) {
          const button = document.createElement("button");
          button.type = "button";
          button.textContent = named(fix, text);
          button.addEventListener("click", () => this.#fix(text, fix));
          line.append(button);
        }
        return line;
      }),
    );
  }

  #fix(text, fix) {
    if (this.#input.value !== text) return;
    // The last edit first, so that those before it stay where they are.
    for (const edit of fix.edits.toReversed()) this.#replace(edit.span, edit.text);
    this.#asked += 1;
    this.#suggestions.close();
  }

  #follow() {
    this.#mirror.scrollLeft = this.#input.scrollLeft;
  }
}

if (!customElements.get("activity-query-input")) {
  customElements.define("activity-query-input", ActivityQueryInput);
}
