// @ts-check

// The page's own runs on the CPU in one worker and in as many as the processor has cores for, everything painted, in turn: the default run,
// from its first step to its end, and the sweep over the latent sizes 1 to 4. The losses must be equal to the last bit.
//
//   node workers.mjs <the built site> [--browser chromium] [--rounds 3] [--write]

import { serve } from "../../tests/e2e/lib/server.mjs";
import { BROWSERS, describe, present, withPage } from "./browsers.mjs";
import { options } from "./options.mjs";
import { circumstances, report, warnIfBusy } from "./report.mjs";
import { digits, markdown, median } from "./table.mjs";

/** What is measured: a link, and the read-outs that say that it has begun, that it is done, and what it has found. */
const RUNS = [
  {
    name: "the default run, 20 epochs",
    hash: "backend=cpu&seed=1&run=1",
    status: "status",
    found: ["ae-validation-loss", "vae-validation-loss", "ae-test-mse", "vae-test-mse", "ae-train-loss", "vae-train-loss"],
  },
  {
    name: "a sweep over latent sizes 1 to 4, 6 epochs",
    hash: "backend=cpu&seed=1&epochs=6&study=sweep-1-4&run=1",
    status: "study-status",
    found: [],
  },
];
/** Milliseconds after which a new browser has finished its own start, and after which a run never ends. */
const SETTLED = 3_000;
const LIMIT = 10 * 60_000;

const chosen = options({ browser: BROWSERS, rounds: 3 });
const site = await serve({ folder: chosen.folder });
warnIfBusy();
const [browsers, skipped] = present(chosen.browser);
const rows = [];
for (const browser of browsers) {
  const { version } = await describe(browser, site.url);
  for (const run of RUNS) rows.push([version, run.name, ...(await compare(browser, run))]);
}
await site.close();

const headings = ["browser", "what", "one worker, s", "side by side, s", "part of one worker’s time"];
const legend = `Medians of ${chosen.rounds} rounds, the ratio with its range; ${circumstances()}.`;
await report("bench workers", rows, [markdown(headings, rows), "", legend, ...skipped].join("\n"), chosen);

/** Measures both in turn. */
async function compare(browser, run) {
  const rounds = [];
  for (let round = 0; round < chosen.rounds; round++) {
    const [alone, together] = [await visit(browser, run, "&workers=1"), await visit(browser, run, "")];
    if (alone.found !== together.found) throw new Error(`${run.name}: ${alone.found} in one worker, ${together.found} side by side`);
    rounds.push([alone.seconds, together.seconds, together.seconds / alone.seconds]);
  }
  const [alone, together, ratios] = [0, 1, 2].map((column) => rounds.map((round) => round[column]));
  const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  return [digits(median(alone)), digits(median(together)), `${median(ratios).toFixed(2)} (${range})`];
}

/** One visit: the seconds from the beginning to the end, and what was found. */
function visit(browser, { hash, status, found }, more) {
  return withPage(browser, async (page) => {
    await page.waitForTimeout(SETTLED);
    await page.goto(`${site.url}#${hash}${more}`);
    const is = async (words) => {
      const handle = await page.waitForFunction(
        ([testid, words]) => words.includes(document.querySelector(`[data-testid="${testid}"]`)?.textContent.trim()) && performance.now(),
        [status, words],
        { timeout: LIMIT, polling: 20 },
      );
      return Number(await handle.jsonValue());
    };
    const began = await is(["training", "studying", "running", "finished"]);
    const ended = await is(["finished"]);
    const values = found.map((testid) => page.getByTestId(testid).getAttribute("data-value"));
    return { seconds: (ended - began) / 1000, found: (await Promise.all(values)).join(" ") };
  });
}
