import js from "@eslint/js";
import globals from "globals";

const rules = {
  ...js.configs.recommended.rules,
  eqeqeq: "error",
  "no-var": "error",
  "prefer-const": "error",
  "no-implicit-globals": "error",
  "no-eval": "error",
  "no-unused-private-class-members": "error",
  "no-restricted-properties": [
    "error",
    // What is given as text never becomes markup.
    { property: "innerHTML" },
    { property: "outerHTML" },
    { property: "insertAdjacentHTML" },
  ],
};

export default [
  { ignores: ["examples/server/page/built/"] },
  { files: ["examples/server/page/*.js"], languageOptions: { globals: globals.browser }, rules },
  {
    files: ["tests/page/**/*.js", "bindings/npm/page/*.js"],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules,
  },
];
