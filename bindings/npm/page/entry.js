/** The search page of the server with the parser in it. */
import * as parser from "../lib/edit.js";
import { use } from "../../../examples/server/page/language.js";

await parser.init(new URL("./edit_bg.wasm", import.meta.url));
use(parser);
await import("../../../examples/server/page/main.js");
