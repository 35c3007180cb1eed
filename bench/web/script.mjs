// @ts-check

// The script time on the page's own thread for a stroke's point, and for a trainer's event during training, from Chromium's trace. It
// counts processor time.

import { onOwnThread, Trace } from "../../tests/e2e/lib/tasks.mjs";
import { withPage } from "./browsers.mjs";
import { costs } from "./costs.mjs";
import { digits } from "./table.mjs";

/** Points of the stroke, and milliseconds of training. */
const [POINTS, TRAINING] = [120, 10_000];
/** Chromium's trace events for a pointer event on the page, and for a worker's message. */
const IS_POINT = ({ name, args }) => name === "EventDispatch" && args?.data?.type === "pointermove";
const IS_EVENT = ({ name }) => name === "HandlePostMessage";

export const SCRIPT_HEADINGS = ["script, ms", "at once", "with its painting", "how many"];

/** Rows of a table, from one visit. */
export function script(browser, url) {
  return withPage(browser, async (page) => {
    await page.setViewportSize({ width: 1400, height: 1000 });
    await page.goto(`${url}#backend=cpu&seed=1`);
    const start = '[data-testid="start"][aria-disabled="false"]';
    await page.waitForSelector(start);
    const protocol = await page.context().newCDPSession(page);
    const trace = new Trace(page, protocol);
    const row = async (what, isCause, act) => {
      await trace.begin();
      await act();
      const { own, all, count } = costs(onOwnThread(await trace.events()), isCause);
      return [what, digits(own), digits(all), String(count)];
    };
    const drawn = await row("a point of a stroke", IS_POINT, () => draw(page, protocol));
    await page.click(start);
    await page.waitForFunction(() => document.querySelector('[data-testid="ae-validation-loss"]')?.dataset.value);
    const trained = await row("an event while training", IS_EVENT, () => new Promise((done) => setTimeout(done, TRAINING)));
    return [drawn, trained];
  });
}

/**
 * Draws a spiral, one point per frame as a hand does. It uses Chromium's own protocol: the driver's mouse checks in the page at every
 * move whether something is dragged, which takes two frames.
 */
async function draw(page, protocol) {
  const pad = page.getByTestId("pad");
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await pad.boundingBox();
  const place = (i) => {
    const [angle, part] = [i / 9, 0.1 + (0.3 * i) / POINTS];
    return { x: x + width * (0.5 + part * Math.cos(angle)), y: y + height * (0.5 + part * Math.sin(angle)) };
  };
  const mouse = (type, i) => protocol.send("Input.dispatchMouseEvent", { type, ...place(i), button: "left", buttons: 1, clickCount: 1 });
  await mouse("mousePressed", 0);
  for (let i = 1; i <= POINTS; i++) await mouse("mouseMoved", i);
  await mouse("mouseReleased", POINTS);
}
