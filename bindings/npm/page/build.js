/**
 * Builds the server's search page with the parser in it, in few files: `page/built` is served in
 * the place of the plain modules when the server is compiled. Its `sources` is a digest of the
 * modules, by which the server's `build.rs` sees whether they are others by now.
 */
import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

const PAGE = path.resolve(import.meta.dirname, "../../../examples/server/page");
const BUILT = path.join(PAGE, "built");

const STYLE = / *<link rel="stylesheet" href="\/assets\/([^"]+)" \/>\n/g;
const SCRIPT = '<script type="module" src="/assets/main.js"></script>';
const ICON = 'href="/assets/icon.svg"';
const HEAD = `<link rel="stylesheet" href="/assets/built/main.css" />
    <link rel="preload" href="/assets/built/edit_bg.wasm" as="fetch" type="application/wasm" crossorigin />
    <script type="module" src="/assets/built/main.js"></script>`;

const page = await readFile(path.join(PAGE, "index.html"), "utf8");
const styles = [...page.matchAll(STYLE)].map(([, name]) => `@import "./${name}";`);
for (const part of [SCRIPT, ICON]) {
  if (!page.includes(part)) throw new Error(`index.html has no ${part}`);
}

await rm(BUILT, { recursive: true, force: true });
await mkdir(BUILT, { recursive: true });
const options = { bundle: true, minify: true, legalComments: "none", target: "es2022", logLevel: "warning" };
await build({
  ...options,
  entryPoints: [path.join(import.meta.dirname, "entry.js")],
  outfile: path.join(BUILT, "main.js"),
  format: "esm",
});
await build({
  ...options,
  // Nesting and `light-dark()` stay as they are written.
  target: "esnext",
  stdin: { contents: styles.join("\n"), resolveDir: PAGE, loader: "css" },
  outfile: path.join(BUILT, "main.css"),
});
const icon = await readFile(path.join(PAGE, "icon.svg"), "base64");
const html = page
  .replaceAll(STYLE, "")
  .replace(ICON, `href="data:image/svg+xml;base64,${icon}"`)
  .replace(SCRIPT, HEAD);
await writeFile(path.join(BUILT, "index.html"), html);
await copyFile(path.join(import.meta.dirname, "../lib/wasm/edit_bg.wasm"), path.join(BUILT, "edit_bg.wasm"));

const files = (await readdir(PAGE, { withFileTypes: true })).filter((entry) => entry.isFile());
const digest = createHash("sha256");
for (const name of files.map((file) => file.name).sort()) {
  digest.update(name).update(await readFile(path.join(PAGE, name)));
}
await writeFile(path.join(BUILT, "sources"), digest.digest());
