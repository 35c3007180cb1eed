// How long the page's own thread runs script for a point of a stroke, and for an event of the trainer while it trains, by Chromium's
// trace. What is counted is the time that the thread has the processor.

import { Trace, onOwnThread } from "../../tests/e2e/lib/tasks.mjs";
import { withPage } from "./browsers.mjs";
import { costs } from "./costs.mjs";
import { digits } from "./table.mjs";

/** Points of the stroke, and milliseconds of training. */
const [POINTS, TRAINING] = [120, 10_000];
/** What Chromium notes of a point that reaches the page, and of a worker's message. */
const IS_POINT = ({ name, args }) => name === "EventDispatch" && args?.data?.type === "pointermove";
const IS_EVENT = ({ name }) => name === "HandlePostMessage";

export const SCRIPT_HEADINGS = ["script, ms", "at once", "with its painting", "how many"];

/** Rows of a table, of one visit. */
export function script(browser, url) {
  return withPage(browser, async (page) => {
    await page.setViewport({ width: 1400, height: 1000 });
    await page.goto(`${url}#backend=cpu&seed=1`);
    const start = '[data-testid="start"][aria-disabled="false"]';
    await page.waitForSelector(start);
    const trace = new Trace(page, await page.createCDPSession());
    const row = async (what, isCause, act) => {
      await trace.begin();
      await act();
      const { own, all, count } = costs(onOwnThread(await trace.events()), isCause);
      return [what, digits(own), digits(all), String(count)];
    };
    const drawn = await row("a point of a stroke", IS_POINT, () => draw(page));
    await page.click(start);
    await page.waitForFunction(() => document.querySelector('[data-testid="ae-validation-loss"]')?.dataset.value);
    const trained = await row("an event while training", IS_EVENT, () => new Promise((done) => setTimeout(done, TRAINING)));
    return [drawn, trained];
  });
}

/** Draws a spiral, a point a frame as a hand does. */
async function draw(page) {
  const pad = await page.$('[data-testid="pad"]');
  await pad.scrollIntoView();
  const { x, y, width, height } = await pad.boundingBox();
  const place = (i) => {
    const [angle, part] = [i / 9, 0.1 + (0.3 * i) / POINTS];
    return [x + width * (0.5 + part * Math.cos(angle)), y + height * (0.5 + part * Math.sin(angle))];
  };
  await page.mouse.move(...place(0));
  await page.mouse.down();
  for (let i = 1; i <= POINTS; i++) await page.mouse.move(...place(i));
  await page.mouse.up();
}
