/** The search page of the server with the parser in it, which the page does not wait for. */
import * as parser from "../lib/edit.js";
import { use } from "../../../examples/server/page/language.js";

parser.init(new URL("./edit_bg.wasm", import.meta.url)).then(
  () => use(parser),
  // Where WebAssembly is forbidden or did not come, the page goes on asking the server.
  (error) => console.info(`the server is asked what queries mean: ${error}`),
);
await import("../../../examples/server/page/main.js");
