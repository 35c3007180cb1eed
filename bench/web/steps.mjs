// @ts-check

// The time of a training step, and the time until the first: the sides take turns, each in a fresh browser, round by round.
//
//   node steps.mjs <folder> [--browser chromium] [--backend cpu] [--only ae-14x14] [--rounds 3] [--write]

import { serve } from "../../tests/e2e/lib/server.mjs";
import { BROWSERS, describe, present } from "./browsers.mjs";
import { options } from "./options.mjs";
import { circumstances, report, warnIfBusy } from "./report.mjs";
import { SIDES } from "./sides.mjs";
import { digits, HEADINGS, markdown, row } from "./table.mjs";
import { visit } from "./visit.mjs";
import { flops, workloads } from "./workloads.mjs";

/** Steps in a row, before the loss is read. */
const STEPS = 10;

const chosen = options({ browser: BROWSERS, backend: ["cpu", "webgpu"], only: Object.keys(workloads), rounds: 3 });
const site = await serve({ folder: chosen.folder, path: "/" });
warnIfBusy();
const [browsers, skipped] = present(chosen.browser);
const rows = [];
const peaks = [];
for (const browser of browsers) {
  const { version, gpu } = await describe(browser, `${site.url}jaxjs.html`);
  if (chosen.backend.includes("cpu")) {
    const peak = await visit(browser, `${site.url}hourglass.html`, () => window.bench.peak());
    peaks.push(`${digits(peak)} GFLOP/s in ${version}`);
  }
  for (const backend of chosen.backend) {
    if (backend === "webgpu" && !gpu) {
      skipped.push(`Skipped: ${version} on WebGPU: it offers no adapter.`);
      continue;
    }
    const where = backend === "cpu" ? `${version}, CPU` : `${version}, WebGPU (${gpu})`;
    const measured = await measure(browser, backend);
    for (const name of chosen.only) rows.push(row([where, name], measured[name], flops(workloads[name])));
  }
}
await site.close();

const legend = `Medians of ${chosen.rounds} rounds, the ratio with its range; ${circumstances()}.`;
const table = markdown(["where", ...HEADINGS], rows);
const peak =
  peaks.length > 0 ? `The most that one core computes, multiplying and adding in 128-bit registers alone: ${peaks.join(", ")}.` : "";
await report("bench steps", rows, [table, "", `${legend} ${peak}`.trim(), ...skipped].join("\n"), chosen);

/** The rounds of each workload, with each side's results. */
async function measure(browser, backend) {
  /** @type {Record<string, Record<string, { first: number, step: number }>[]>} */
  const measured = Object.fromEntries(chosen.only.map((name) => [name, []]));
  for (let round = 0; round < chosen.rounds; round++) {
    for (const name of chosen.only) {
      const answers = {};
      for (const side of inTurn(round)) {
        const answer = await measureOne(browser, side, name, backend);
        console.log(`${browser} ${backend} ${name}, round ${round + 1}, ${SIDES[side]}: ${answer.words}`);
        if (!answer.failed) answers[side] = answer;
      }
      measured[name].push(answers);
    }
  }
  return measured;
}

/** The sides, starting with a different one in each round. */
function inTurn(round) {
  const sides = Object.keys(SIDES);
  return sides.map((_, i) => sides[(i + round) % sides.length]);
}

async function measureOne(browser, side, name, backend) {
  const ask = ({ name, backend, steps }) => window.bench.measure(name, backend, steps);
  try {
    const answer = await visit(browser, `${site.url}${side}.html`, ask, { name, backend, steps: STEPS });
    const losses = answer.losses.map((loss) => loss.toPrecision(4)).join(" to ");
    return { ...answer, words: `${digits(answer.step)} ms a step, the first after ${digits(answer.first / 1000)} s, loss ${losses}` };
  } catch (error) {
    return { failed: true, words: `failed: ${error.message}` };
  }
}
