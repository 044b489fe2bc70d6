/** How `<activity-query-input>` looks; what is meant to be changed is a property `--aq-…`. */
export const STYLE = `
:host {
  display: block;
  position: relative;
  font: 1rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace;
  color: light-dark(#1b1f24, #e6e9ee);
}
:host([hidden]) { display: none; }
.box {
  position: relative;
  background: light-dark(#fff, #16191d);
  border: 1px solid light-dark(#737b87, #7d8794);
  border-radius: 4px;
  overflow: hidden;
}
.box:focus-within { outline: 2px solid light-dark(#0b57a4, #8ab8f5); outline-offset: 1px; }
.mirror, input {
  box-sizing: border-box;
  width: 100%;
  margin: 0;
  padding: 6px 10px;
  border: 0;
  font: inherit;
  letter-spacing: normal;
  white-space: pre;
}
.mirror {
  position: absolute;
  inset: 0;
  overflow: hidden;
  pointer-events: none;
}
input {
  display: block;
  position: relative;
  outline: none;
  background: transparent;
  color: inherit;
  caret-color: light-dark(#1b1f24, #e6e9ee);
}
.is-colored input { color: transparent; }
input::placeholder { color: light-dark(#5f6773, #9aa4b1); opacity: 1; }
input:disabled { cursor: not-allowed; }
:host(:disabled) { opacity: 0.6; }
.field { color: var(--aq-field, light-dark(#0b57a4, #8ab8f5)); }
.colon, .group { color: var(--aq-sign, light-dark(#5f6773, #a8b3c1)); }
.word, .text, .keyword, .quote { color: var(--aq-value, light-dark(#1d6a34, #93d7a4)); }
.number, .date, .size, .range { color: var(--aq-number, light-dark(#8a4b00, #f0b878)); }
.operator { color: var(--aq-operator, light-dark(#8b1a8b, #e6a2e6)); }
.error { color: var(--aq-error, light-dark(#b3261e, #ff9c93)); }
.is-wrong { text-decoration: underline wavy var(--aq-error, light-dark(#b3261e, #ff9c93)); }
.is-doubtful { text-decoration: underline wavy var(--aq-warning, light-dark(#9a6700, #e3b341)); }
.is-wrong, .is-doubtful { text-decoration-skip-ink: none; text-underline-offset: 3px; }
[role="listbox"] {
  position: absolute;
  z-index: 10;
  box-sizing: border-box;
  max-width: 100%;
  max-height: 16em;
  margin: 2px 0 0;
  padding: 4px;
  overflow: auto;
  list-style: none;
  background: light-dark(#fff, #1f242a);
  border: 1px solid light-dark(#737b87, #7d8794);
  border-radius: 4px;
  box-shadow: 0 4px 12px rgb(0 0 0 / 25%);
}
[role="listbox"][hidden] { display: none; }
[role="option"] { display: flex; gap: 1.5em; justify-content: space-between; padding: 2px 8px; cursor: pointer; }
[role="option"][aria-selected="true"] { background: light-dark(#d7e6f7, #294766); }
.help { font-family: system-ui, sans-serif; font-size: 0.85em; color: light-dark(#4d5561, #b5bfcb); }
.mistakes { margin: 6px 0 0; padding: 0; list-style: none; font: 0.9rem/1.5 system-ui, sans-serif; }
.mistakes:empty { margin: 0; }
.mistakes li::before { content: "● "; color: var(--aq-warning, light-dark(#9a6700, #e3b341)); }
.mistakes li[data-severity="error"]::before { color: var(--aq-error, light-dark(#b3261e, #ff9c93)); }
.mistakes button {
  margin: 0 0 0 0.5em;
  padding: 0 0.5em;
  font: inherit;
  color: light-dark(#0b57a4, #8ab8f5);
  background: none;
  border: 1px solid currentcolor;
  border-radius: 3px;
  cursor: pointer;
}
.mistakes button:focus-visible { outline: 2px solid currentcolor; outline-offset: 1px; }
`;
