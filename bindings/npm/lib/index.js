import { initOnce } from "./module.js";
import * as glue from "./wasm/full.js";

export * from "./core.js";
export { Fleet, matches } from "./fleet.js";
export * from "./more.js";

/** The larger module answers for the functions of `activity-query/edit`, too. */
export const init = initOnce(glue, new URL("./wasm/full_bg.wasm", import.meta.url));
