// @ts-check

// WebGPU calls per step, on each side.
//
//   node counts.mjs <folder> [--browser chromium] [--only ae-14x14] [--write]

import { serve } from "../../tests/e2e/lib/server.mjs";
import { describe, present } from "./browsers.mjs";
import { watchGpu } from "./gpu.mjs";
import { options } from "./options.mjs";
import { report } from "./report.mjs";
import { SIDES } from "./sides.mjs";
import { markdown } from "./table.mjs";
import { visit } from "./visit.mjs";
import { workloads } from "./workloads.mjs";

/** Steps in a row before the loss is read; as many again warm up before counting. */
const STEPS = 10;
const WHAT = ["dispatches", "passes", "submissions", "writes", "maps"];

const chosen = options({ browser: ["chromium"], only: Object.keys(workloads) });
const site = await serve({ folder: chosen.folder, path: "/" });
const [browsers, skipped] = present(chosen.browser);
const rows = [];
for (const browser of browsers) {
  const { version, gpu } = await describe(browser, `${site.url}jaxjs.html`);
  if (!gpu) {
    skipped.push(`Skipped: ${version}: it offers no WebGPU adapter.`);
    continue;
  }
  const where = `${version} (${gpu})`;
  for (const name of chosen.only) {
    for (const side of Object.keys(SIDES)) rows.push([where, name, SIDES[side], ...(await counts(browser, side, name))]);
  }
}
await site.close();
const legend = `A step's share of ${STEPS} in a row, whose losses are read once.`;
const table = markdown(["where", "step", "side", ...WHAT], rows);
await report("bench counts", rows, [table, "", legend, ...skipped].join("\n"), chosen);

async function counts(browser, side, name) {
  const ask = async ({ name, steps }) => {
    await window.bench.prepare(name, "webgpu");
    await window.bench.train(steps);
    const before = { ...window.gpu };
    await window.bench.train(steps);
    return Object.fromEntries(Object.entries(window.gpu).map(([what, count]) => [what, (count - before[what]) / steps]));
  };
  try {
    const answer = await visit(browser, `${site.url}${side}.html`, ask, { name, steps: STEPS }, watchGpu);
    return WHAT.map((what) => String(answer[what]));
  } catch (error) {
    console.log(`${name}, ${SIDES[side]}: failed: ${error.message}`);
    return WHAT.map(() => "failed");
  }
}
