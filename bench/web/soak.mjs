// A long visit: training, pausing, drawing, other networks, settings and parts of the page in turn, by a seeded schedule. What is
// asked is whether memory stays flat, the page answers at once, and no epoch or step goes back.
//
//   node soak.mjs <the built site> [--minutes 60] [--browser chromium] [--backend cpu] [--seed 1]

import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { serve } from "../../tests/e2e/lib/server.mjs";
import { BROWSERS, present, withPage } from "./browsers.mjs";
import { circumstances } from "./report.mjs";
import { ACTS, rest } from "./soak/acts.mjs";
import { Order } from "./soak/order.mjs";
import { dice } from "./soak/dice.mjs";
import { growth, isFlat, MOST_GROWTH } from "./soak/growth.mjs";
import { sample } from "./soak/sample.mjs";
import { watchPage, watchWorker } from "./soak/watch.mjs";
import { markdown } from "./table.mjs";

/** Milliseconds that a task of the page may take. */
const LONGEST_TASK = 50;
/** The part of the visit in which everything happens for the first time; it counts for the order alone. */
const WARM_UP = 0.25;

const chosen = read();
const [browsers, skipped] = present([chosen.browser]);
if (browsers.length === 0) throw new Error(skipped.join(" "));
const folder = await watched(chosen.folder);
const site = await serve({ folder, path: "/" });
try {
  const faults = await withPage(chosen.browser, soak);
  console.log(`\n${circumstances()}, seed ${chosen.seed}.`);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  console.log("Memory is flat, the page answers at once, and no epoch or step goes back.");
} finally {
  await site.close();
  await rm(folder, { recursive: true });
}

/** The visit; answers what was wrong with it. */
async function soak(page) {
  const [order, faults] = [new Order(), []];
  page.on("console", (message) => order.read(message.text()));
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
  await page.setViewport({ width: 1440, height: 900 });
  await page.evaluateOnNewDocument(watchPage);
  await page.goto(`${site.url}?log=debug#backend=${chosen.backend}`);
  const roll = dice(chosen.seed);
  const [began, samples] = [Date.now(), []];
  const minutes = () => (Date.now() - began) / 60_000;
  let warm = null;
  while (minutes() < chosen.minutes) {
    for (const act of roll.shuffled(ACTS)) {
      await page.evaluate((name) => window.soak.begin(name), act.name);
      await act(page, roll, chosen.backend);
    }
    await rest(page, chosen.backend);
    samples.push({ minutes: minutes(), ...(await sample(page)) });
    const { tasks } = await page.evaluate(() => window.soak.told());
    console.log(JSON.stringify({ ...samples.at(-1), "long tasks": tasks }));
    if (warm === null && minutes() >= chosen.minutes * WARM_UP) {
      warm = samples.length;
      await page.evaluate(() => window.soak.forget());
    }
  }
  const { tasks, tellsTasks } = await page.evaluate(() => window.soak.told());
  return [...faults, ...order.faults, ...judge(samples.slice(warm - 1), tasks, tellsTasks, order.count)];
}

/** Prints what was found; answers what of it is wrong. */
function judge(samples, tasks, tellsTasks, messages) {
  const faults = [];
  const kinds = Object.keys(samples[0]).filter((kind) => kind !== "minutes");
  const rows = kinds.map((kind) => {
    const values = samples.map((one) => one[kind]);
    if (values.some((value) => value === null)) return [kind, "not told", "not told", "–"];
    if (!isFlat(values)) faults.push(`${kind} grew by ${growth(values).percent}%, more than ${MOST_GROWTH * 100}%`);
    const { first, last, percent } = growth(values);
    return [kind, first.toFixed(2), last.toFixed(2), `${percent}%`];
  });
  console.log(`\n${markdown(["", "after the warm-up", "at the end", "growth"], rows)}\n`);
  const long = tasks.filter((task) => task.duration > LONGEST_TASK);
  const longest = tasks.reduce((most, task) => (task.duration > most.duration ? task : most), { duration: 0, act: "any" });
  const told = `${long.length} of over ${LONGEST_TASK} ms; the longest ${Math.round(longest.duration)} ms, during ${longest.act}`;
  console.log(`Long tasks: ${tellsTasks ? (tasks.length ? told : "none") : "this browser does not tell"}.`);
  console.log(`Messages in order: ${messages}.`);
  if (long.length > 0) faults.push(`the page did not answer at once: ${told}`);
  if (messages === 0) faults.push("the console told no order of events");
  return faults;
}

/** The command line, checked. */
function read() {
  const text = (value) => ({ type: "string", default: value });
  const options = { minutes: text("60"), browser: text("chromium"), backend: text("cpu"), seed: text("1") };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  if (!(minutes > 0)) throw new Error("--minutes is a number above 0");
  if (!Number.isInteger(seed)) throw new Error("--seed is a whole number");
  if (!BROWSERS.includes(values.browser)) throw new Error(`--browser is one of ${BROWSERS.join(", ")}`);
  if (!["cpu", "webgpu"].includes(values.backend)) throw new Error("--backend is cpu or webgpu");
  return { ...values, minutes, seed, folder: positionals[0] };
}

/** A copy of the site whose workers tell the page how much memory they have. */
async function watched(site) {
  const copy = await mkdtemp(join(tmpdir(), "hourglass-soak-"));
  await cp(site, copy, { recursive: true });
  for (const name of await readdir(copy)) {
    if (!name.endsWith("_loader.js")) continue;
    const file = join(copy, name);
    await writeFile(file, `(${watchWorker})();\n${await readFile(file, "utf8")}`);
  }
  return copy;
}
