// @ts-check

// Memory use during a long training, early and late: Hourglass only.
//
//   node memory.mjs <folder> [--browser chromium] [--backend cpu] [--write]

import { serve } from "../../tests/e2e/lib/server.mjs";
import { present } from "./browsers.mjs";
import { watchGpu } from "./gpu.mjs";
import { options } from "./options.mjs";
import { report } from "./report.mjs";
import { OWN } from "./sides.mjs";
import { markdown } from "./table.mjs";
import { visit } from "./visit.mjs";

const WORKLOAD = "ae-14x14";
/** The numbers of steps after which the bytes are counted. */
const MARKS = [1_000, 10_000];
/** Steps in a row, before the loss is read. */
const STEPS = 50;

const chosen = options({ browser: ["chromium"], backend: ["cpu", "webgpu"] });
const site = await serve({ folder: chosen.folder, path: "/" });
const [browsers, skipped] = present(chosen.browser);
const rows = [];
for (const browser of browsers) {
  for (const backend of chosen.backend) rows.push([browser, backend, ...(await bytes(browser, backend))]);
}
await site.close();
const headings = ["WebAssembly memory", "GPU buffers"].flatMap((what) => MARKS.map((steps) => `${what} after ${steps} steps, MB`));
const table = markdown(["browser", "backend", ...headings], rows);
await report("bench memory", rows, [table, "", `Hourglass's ${WORKLOAD}.`, ...skipped].join("\n"), chosen);

/** The bytes of WebAssembly at each mark, then those of WebGPU. */
async function bytes(browser, backend) {
  const ask = async ({ workload, backend, marks, stretch }) => {
    await window.bench.prepare(workload, backend);
    const found = [];
    let done = 0;
    for (const mark of marks) {
      for (; done < mark; done += stretch) await window.bench.train(stretch);
      found.push([window.bench.memory(), window.gpu.live]);
    }
    return found;
  };
  const asked = { workload: WORKLOAD, backend, marks: MARKS, stretch: STEPS };
  try {
    const found = await visit(browser, `${site.url}${OWN}.html`, ask, asked, watchGpu);
    return [0, 1].flatMap((which) => found.map((bytes) => (bytes[which] / 1e6).toFixed(1)));
  } catch (error) {
    console.log(`${browser} ${backend}: failed: ${error.message}`);
    return MARKS.flatMap(() => ["failed", "failed"]);
  }
}
