import { readFileSync } from "node:fs";
import { bind } from "./module.js";
import * as glue from "./wasm/edit.js";

glue.initSync({ module: readFileSync(new URL("./wasm/edit_bg.wasm", import.meta.url)) });
bind(glue);

export * from "./edit.js";

/** In Node the module is ready at once. */
export async function init() {}
