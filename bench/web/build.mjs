// @ts-check

// Bundles the sides, one page each.
//
//   node build.mjs <folder>     the folder already contains Hourglass's own programs

import { cp, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { SIDES } from "./sides.mjs";

const [folder] = process.argv.slice(2);

for (const side of Object.keys(SIDES)) {
  await build({
    entryPoints: [`${side}.mjs`],
    outfile: join(folder, `${side}.js`),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    external: ["./bench.js", "./bench-gpu.js"],
    logLevel: "error",
  });
  const script = `<script type="module" src="${side}.js"></script>`;
  await writeFile(join(folder, `${side}.html`), `<!doctype html><meta charset="utf-8"><title>${side}</title>${script}`);
}

// Beside the bundle, since TensorFlow.js fetches them by name.
const modules = "node_modules/@tensorflow/tfjs-backend-wasm/wasm-out";
for (const name of await readdir(modules)) {
  if (name.endsWith(".wasm")) await cp(join(modules, name), join(folder, "tfjs-wasm", name));
}
