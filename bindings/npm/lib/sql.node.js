import { readFileSync } from "node:fs";
import * as glue from "./wasm/sql.js";

glue.initSync({ module: readFileSync(new URL("./wasm/sql_bg.wasm", import.meta.url)) });

export * from "./sql.js";

/** In Node the module is ready at once. */
export async function init() {}
