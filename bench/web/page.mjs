// @ts-check

// The page from a cold start, for a visitor who presses Train at once: the downloaded bytes, and the time until the page is painted,
// until it can be used, until the first step, and until the AE has learned something. In Chromium also the script time of a stroke's
// point and of a trainer's event.
//
//   node page.mjs <the built site> [--browser chromium] [--backend cpu] [--rounds 3] [--write]

import { serve } from "../../tests/e2e/lib/server.mjs";
import { BROWSERS, describe, present, withPage } from "./browsers.mjs";
import { options } from "./options.mjs";
import { circumstances, report, warnIfBusy } from "./report.mjs";
import { SCRIPT_HEADINGS, script } from "./script.mjs";
import { SIZE_HEADINGS, sizeRows, sizes } from "./sizes.mjs";
import { digits, markdown, median } from "./table.mjs";

/** Milliseconds after which a new browser has finished its own start; visitors have theirs open already. */
const SETTLED = 3_000;
/** The AE's validation loss to wait for, in the default run with seed 1: in nats, reached after some epochs. */
const GOAL = 180;
/** If the AE has not reached it by then, in milliseconds, it never will. */
const LIMIT = 10 * 60_000;
const MILESTONES = { painted: "painted", usable: "usable", step: "first step", loss: `validation loss below ${GOAL}` };

const chosen = options({ browser: BROWSERS, backend: ["cpu", "auto"], rounds: 3 });
const site = await serve({ folder: chosen.folder });
warnIfBusy();
const [browsers, skipped] = present(chosen.browser);
const rows = [];
for (const browser of browsers) {
  const { version } = await describe(browser, site.url);
  for (const backend of chosen.backend) rows.push([version, backend, ...(await medians(browser, backend))]);
}
const scripts = browsers.includes("chromium") ? await script("chromium", site.url) : [];
await site.close();

const headings = ["browser", "link's backend", ...Object.values(MILESTONES).map((name) => `${name}, s`), "computed by"];
const legend = `Medians of ${chosen.rounds} visits, from the opening of the page; ${circumstances()}.`;
const files = await sizes(chosen.folder);
console.log(markdown(SIZE_HEADINGS, sizeRows(files, true)));
const tables = [markdown(headings, rows), markdown(SCRIPT_HEADINGS, scripts), markdown(SIZE_HEADINGS, sizeRows(files))];
const about = "Script on the page’s own thread in Chromium, medians over one visit: what runs at once, and with all until the next.";
await report("bench page", rows, [tables[0], "", legend, ...skipped, "", tables[1], "", about, "", tables[2]].join("\n"), chosen);

/** The median of each milestone over some visits, in seconds, and the backend used at the end. */
async function medians(browser, backend) {
  const visits = [];
  for (let round = 0; round < chosen.rounds; round++) {
    const link = `${site.url}#backend=${backend}&seed=1`;
    const found = await visit(browser, link).catch((error) => console.log(`${browser} ${backend}: failed: ${error.message}`));
    if (found) visits.push(found);
  }
  if (visits.length === 0)
    return Object.keys(MILESTONES)
      .map(() => "failed")
      .concat("none");
  const seconds = Object.keys(MILESTONES).map((name) => digits(median(visits.map((found) => found[name])) / 1000));
  return [...seconds, visits.at(-1).backend];
}

function visit(browser, link) {
  return withPage(browser, async (page) => {
    await page.waitForTimeout(SETTLED);
    await page.addInitScript(pressAndWatch, GOAL);
    await page.goto(link);
    await page.waitForFunction(() => window.milestones.loss, undefined, { timeout: LIMIT, polling: 100 });
    return page.evaluate(() => ({
      ...window.milestones,
      painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
      backend: document.querySelector('[data-testid="backend"]').textContent,
    }));
  });
}

/** Runs in the page before anything else: presses Train as soon as possible, and records when each milestone is reached. */
function pressAndWatch(goal) {
  const milestones = {};
  window.milestones = milestones;
  const at = (testid) => document.querySelector(`[data-testid="${testid}"]`);
  const reach = (name, isReached) => {
    if (name in milestones || !isReached) return false;
    milestones[name] = performance.now();
    return true;
  };
  setInterval(() => {
    const start = at("start");
    if (reach("usable", at("pad")?.clientWidth && start?.getAttribute("aria-disabled") === "false")) start.click();
    reach("step", Number(at("step")?.textContent.replace(/\D/g, "")) > 0);
    const loss = at("ae-validation-loss")?.dataset.value;
    reach("loss", loss && Number(loss) < goal);
  }, 5);
}
