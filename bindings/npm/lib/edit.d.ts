export * from "./core.js";

/** What the module can be loaded from: an address, an answer of `fetch`, or its bytes. */
export type Source = string | URL | Request | Response | PromiseLike<Response> | BufferSource | WebAssembly.Module;

/**
 * Loads the module, once; await it before the first call. Without a source it is the
 * file beside the package's own. In Node it is loaded already.
 */
export function init(source?: Source): Promise<void>;
