// @ts-check

// Paints the icon in the sizes and shapes for home screens, from www/icons/icon.svg into the same folder.
//
//   CHROME=/usr/bin/chromium node icons.mjs

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launch } from "./lib/browser.mjs";

const folder = new URL("../../www/icons/", import.meta.url);
const rounded = await readFile(new URL("icon.svg", folder), "utf8");
/** Up to the corners: the system clips it to its own shape. */
const square = rounded.replace(/ rx="\d+"/, "");

/** @type {[string, number, string][]} */
const ICONS = [
  ["192.png", 192, rounded],
  ["512.png", 512, rounded],
  ["maskable.png", 512, square],
  ["apple-touch-icon.png", 180, square],
];

const browser = await launch();
for (const [name, side, svg] of ICONS) {
  const page = await browser.newPage({ viewport: { width: side, height: side } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  await page.screenshot({ path: fileURLToPath(new URL(name, folder)), omitBackground: true });
  await page.close();
}
await browser.close();
