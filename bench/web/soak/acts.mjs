// @ts-check

// A visitor's actions, each of a few seconds: an act gets the page and the random numbers.

const LIMIT = 120_000;

const at = (testid) => `[data-testid="${testid}"]`;
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Small enough that every act takes seconds, even on a busy processor. */
const BASE = "hidden=32&latent=2&train=500&batch=50&epochs=500&seed=1";

/** Opens a link in the page, and waits until its run has one of the statuses. */
async function open(page, backend, hash, statuses) {
  await page.evaluate((hash) => (location.hash = hash), `backend=${backend}&${hash}`);
  // The status of the previous run may still be shown.
  await pause(100);
  await reaches(page, statuses);
}

function reaches(page, statuses) {
  const question = (statuses) => statuses.includes(document.querySelector('[data-testid="status"]').textContent.trim());
  return page.waitForFunction(question, statuses, { timeout: LIMIT, polling: 50 });
}

/** Clicks at the element's position, as a hand does, whatever covers it. */
async function press(page, testid) {
  const isFree = (selector) => document.querySelector(selector)?.disabled === false;
  await page.waitForFunction(isFree, at(testid), { timeout: LIMIT, polling: 50 });
  const { x, y, width, height } = await place(page, at(testid));
  await page.mouse.click(x + width / 2, y + height / 2);
}

/** The position of an element, after scrolling to it. Without a handle: objects that the driver holds are never collected. */
function place(page, selector) {
  return page.evaluate((selector) => {
    const element = document.querySelector(selector);
    element.scrollIntoView({ block: "nearest", behavior: "instant" });
    return element.getBoundingClientRect().toJSON();
  }, selector);
}

async function type(page, key, value) {
  await page.evaluate(
    ([selector, value]) => {
      const field = document.querySelector(selector);
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    },
    [at(`setting-${key}`), String(value)],
  );
}

async function stroke(page, roll) {
  const { x, y, width, height } = await place(page, at("pad"));
  const somewhere = () => [x + (0.2 + 0.6 * roll.next()) * width, y + (0.2 + 0.6 * roll.next()) * height];
  await page.mouse.move(...somewhere());
  await page.mouse.down();
  for (let i = 0; i < 6; i += 1) await page.mouse.move(...somewhere(), { steps: 5 });
  await page.mouse.up();
}

/** The state in which all samples are taken. */
export async function rest(page, backend) {
  // Another seed: a new run, whatever the last act left.
  await open(page, backend, `${BASE.replace("epochs=500&seed=1", "epochs=1&seed=2")}&run=1`, ["finished"]);
  // Wait for pending reports and pictures.
  await pause(1_500);
}

async function train(page, roll, backend) {
  await open(page, backend, `${BASE}&run=1`, ["training", "finished"]);
  await pause(1_000 + 2_000 * roll.next());
  for (let i = 0; i < 3; i += 1) {
    await press(page, "pause");
    await reaches(page, ["paused", "finished"]);
    await press(page, "start");
    await pause(500 * roll.next());
  }
}

async function draw(page, roll, backend) {
  await open(page, backend, `${BASE}&run=1`, ["training", "finished"]);
  for (let i = 0; i < 3; i += 1) await stroke(page, roll);
  await press(page, "test-digit");
  await press(page, "test-digit");
  await press(page, "clear-pad");
}

async function models(page, roll, backend) {
  for (const model of roll.shuffled(["ae", "vae", "both"])) {
    await open(page, backend, `${BASE}&model=${model}&run=1`, ["training", "finished"]);
    await pause(600);
  }
}

async function settings(page, roll, backend) {
  await open(page, backend, `${BASE}&run=1`, ["training", "finished"]);
  for (const [key, values] of roll.shuffled([
    ["learning-rate", [0.001, 0.003, 0.0005]],
    ["beta", [1, 4, 0.5]],
    ["latent", [2, 3, 16]],
    ["hidden", ["32", "64, 16", "128"]],
    ["batch", [32, 50, 100]],
  ])) {
    await type(page, key, roll.one(values));
    await press(page, "start");
    await pause(400);
  }
}

async function anew(page, roll, backend) {
  await open(page, backend, `${BASE}&run=1`, ["training", "finished"]);
  for (const testid of roll.shuffled(["reset", "new-seed", "step-epoch", "reset"])) {
    await press(page, testid);
    await pause(300);
  }
  await reaches(page, ["ready", "paused", "training", "finished"]);
}

async function tools(page, roll, backend) {
  for (const tool of roll.shuffled([
    "explore:0.5,1;-2,0",
    "manifold",
    "interpolate:4,pad",
    "arithmetic:1,2,3",
    "generate:7",
    "digit:3,0.3,14.9",
  ])) {
    await open(page, backend, `${BASE}&play=${tool}&run=1`, ["training", "finished"]);
    await pause(500);
  }
}

async function data(page, roll, backend) {
  for (const source of roll.shuffled(["spiral", "table", "digits"])) {
    await open(page, backend, `${BASE.replace("train=500", "train=200")}&data=${source}&run=1`, ["training", "finished"]);
    await pause(600);
  }
}

async function family(page, roll, backend) {
  for (const variant of roll.shuffled(["net=conv&hidden=4,8", "noise=gaussian", "size=14&latent=3", "sparse=0.1&code=relu"])) {
    await open(page, backend, `${BASE}&${variant}&run=1`, ["training", "finished"]);
    await pause(600);
  }
}

async function study(page, _roll, backend) {
  await open(page, backend, `${BASE}&study=pca&run=1`, ["ready", "training", "finished", "paused"]);
  await pause(2_000);
}

async function lookBack(page, roll, backend) {
  await open(page, backend, `${BASE.replace("epochs=500", "epochs=12")}&run=1`, ["finished"]);
  await page.focus(".scrubber input");
  for (let i = 0; i < 12; i += 1) await page.keyboard.press(roll.one(["ArrowLeft", "ArrowLeft", "ArrowRight"]));
}

async function look(page, roll) {
  for (const theme of roll.shuffled(["light", "dark", "system"])) await page.selectOption(at("theme"), theme);
  await press(page, "lesson");
  await pause(300);
  await press(page, "lesson-close");
  await press(page, "save");
  await page.keyboard.press("Escape");
}

export const ACTS = [train, draw, models, settings, anew, tools, data, family, study, lookBack, look];
