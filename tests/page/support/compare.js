import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { settled } from "./browser.js";

const REFERENCES = path.join(import.meta.dirname, "../references");
const TARGET = process.env.CARGO_TARGET_DIR ?? path.join(import.meta.dirname, "../../../target");
const SHOTS = path.join(TARGET, "page-screenshots");

/** References are kept at this part of their size, and compressed: they tell layout and colours. */
const SCALE = 0.5;
/** How much of a picture may differ, by more than what compression and edges of letters make. */
const MOST = 0.01;
const FAR = 48;

/**
 * Compares what the page looks like with the reference of this name. With `UPDATE_PICTURES` set
 * it becomes the reference.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} name
 */
export async function looksAsBefore(page, name) {
  await settled(page);
  const shot = await page.screenshot({ animations: "disabled", caret: "hide" });
  await mkdir(SHOTS, { recursive: true });
  await writeFile(path.join(SHOTS, `${name}.png`), shot);
  const file = path.join(REFERENCES, `${name}.webp`);
  const update = process.env.UPDATE_PICTURES !== undefined;
  const reference = update ? null : await readFile(file);
  const blank = await page.context().newPage();
  try {
    const data = (bytes, kind) => `data:image/${kind};base64,${bytes.toString("base64")}`;
    const given = [data(shot, "png"), reference && data(reference, "webp"), SCALE, FAR];
    const { differs, size, made } = await blank.evaluate(compare, given);
    if (update) {
      await mkdir(REFERENCES, { recursive: true });
      await writeFile(file, Buffer.from(made.split(",")[1], "base64"));
      return;
    }
    assert.ok(size, `${name} has another size than its reference`);
    assert.ok(differs <= MOST, `${name}: ${(differs * 100).toFixed(2)} % of it differs from its reference`);
  } finally {
    await blank.close();
  }
}

/** Runs in the browser, which reads pictures. */
async function compare([shot, reference, scale, far]) {
  const pixels = async (address, by) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * by);
    canvas.height = Math.round(image.height * by);
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return { canvas, data: context.getImageData(0, 0, canvas.width, canvas.height).data };
  };
  const now = await pixels(shot, scale);
  if (reference === null) return { made: now.canvas.toDataURL("image/webp", 0.8) };
  const before = await pixels(reference, 1);
  const size = now.canvas.width === before.canvas.width && now.canvas.height === before.canvas.height;
  let differing = 0;
  for (let at = 0; at < now.data.length; at += 4) {
    const isFar = [0, 1, 2].some((part) => Math.abs(now.data[at + part] - before.data[at + part]) > far);
    if (isFar) differing += 1;
  }
  return { size, differs: differing / (now.data.length / 4) };
}
