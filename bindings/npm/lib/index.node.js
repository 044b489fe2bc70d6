import { readFileSync } from "node:fs";
import { bind } from "./module.js";
import * as glue from "./wasm/full.js";

glue.initSync({ module: readFileSync(new URL("./wasm/full_bg.wasm", import.meta.url)) });
bind(glue);

export * from "./index.js";

/** In Node the module is ready at once. */
export async function init() {}
