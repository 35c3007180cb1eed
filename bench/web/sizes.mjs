// @ts-check

// The bytes that a visitor downloads, compared with budgets.

import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";

/** The part that a file belongs to (the first match), and the part's budget in bytes, compressed by gzip. */
const PARTS = [
  { part: "trainer with WebGPU", fits: /^trainer-gpu/, budget: 3_050_000 },
  { part: "trainer on the CPU", fits: /^trainer/ },
  { part: "page", fits: /^(index\.html|manifest\.webmanifest|icons\/icon\.svg|(page|start)-.*|[^/]*\.css)$/, budget: 700_000 },
  { part: "digits", fits: /^data\// },
  { part: "fetched when asked for", fits: /./ },
];

/** The parts needed for a first training step on the CPU, and their budget in bytes. */
const FIRST_STEP = { parts: ["page", "trainer on the CPU"], budget: 1_650_000 };

/** Every file of a built site, except hidden files of a build in progress: `{ name, part, raw, gzip, brotli }`, in bytes. */
export async function sizes(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const files = [];
  for (const path of paths.sort()) {
    const name = relative(folder, path).split(sep).join("/");
    if (name.startsWith(".")) continue;
    const body = await readFile(path);
    files.push({
      name,
      part: PARTS.find(({ fits }) => fits.test(name))?.part,
      raw: body.length,
      gzip: (await promisify(gzip)(body, { level: 9 })).length,
      brotli: (await promisify(brotliCompress)(body)).length,
    });
  }
  return files;
}

export const SIZE_HEADINGS = ["", "raw", "gzip", "brotli", "at most, by gzip"];

/** Rows of a table: one per part, with its budget, and before it, if `each` is set, its files; then the total for a first step. */
export function sizeRows(files, each = false) {
  const parts = PARTS.toReversed().flatMap(({ part, budget }) => {
    const own = files.filter((file) => file.part === part);
    const rows = each ? own.map((file) => row(`  ${file.name}`, [file])) : [];
    return own.length === 0 ? [] : [...rows, row(part, own, budget)];
  });
  const needed = files.filter((file) => FIRST_STEP.parts.includes(file.part));
  return [...parts, row(FIRST_STEP.parts.join(" + "), needed, FIRST_STEP.budget)];
}

/** The sum of some files, and whether it exceeds the budget. */
function row(name, files, budget) {
  const sums = ["raw", "gzip", "brotli"].map((field) => files.reduce((sum, file) => sum + file[field], 0));
  const verdict = budget ? `${kilobytes(budget)}: ${sums[1] <= budget ? "ok" : "over"}` : "";
  return [name, ...sums.map(kilobytes), verdict];
}

/** Thousands of bytes. */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(bytes < 100_000 ? 1 : 0)} KB`;
}
