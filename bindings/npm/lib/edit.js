import { initOnce } from "./module.js";
import * as glue from "./wasm/edit.js";

export * from "./core.js";

export const init = initOnce(glue, new URL("./wasm/edit_bg.wasm", import.meta.url));
