// @ts-check

// A long visit: training, pausing, drawing, other networks, settings and parts of the page in turn, by a seeded schedule. It checks
// that memory stays flat, the page responds at once, and no epoch or step goes back.
//
//   node soak.mjs <the built site> [--minutes 60] [--browser chromium] [--backend cpu] [--seed 1]

import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { serve } from "../../tests/e2e/lib/server.mjs";
import { LONGEST_TASK } from "../../tests/e2e/lib/tasks.mjs";
import { BROWSERS, present, withPage } from "./browsers.mjs";
import { circumstances } from "./report.mjs";
import { ACTS, rest } from "./soak/acts.mjs";
import { dice } from "./soak/dice.mjs";
import { growth, isFlat, MOST_GROWTH } from "./soak/growth.mjs";
import { Heaps } from "./soak/heaps.mjs";
import { Order } from "./soak/order.mjs";
import { sample } from "./soak/sample.mjs";
import { Tasks } from "./soak/tasks.mjs";
import { watchPage, watchWorker } from "./soak/watch.mjs";
import { markdown } from "./table.mjs";

/** The share of the visit in which everything happens for the first time; only the order of events is checked there. */
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

/** Runs the visit; returns its problems. */
async function soak(page) {
  const order = new Order();
  /** @type {string[]} */
  const faults = [];
  page.on("console", (message) => order.read(message.text()));
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.addInitScript(watchPage);
  await page.goto(`${site.url}?log=debug#backend=${chosen.backend}`);
  const protocol = chosen.browser === "chromium" ? await page.context().newCDPSession(page) : null;
  const heaps = protocol && (await Heaps.of(protocol));
  const tasks = protocol && (await Tasks.of(page, protocol));
  const roll = dice(chosen.seed);
  const began = Date.now();
  /** @type {({ minutes: number } & Awaited<ReturnType<typeof sample>>)[]} */
  const samples = [];
  const minutes = () => (Date.now() - began) / 60_000;
  let warm = 0;
  while (minutes() < chosen.minutes) {
    for (const act of roll.shuffled(ACTS)) {
      await page.evaluate((name) => window.soak.begin(name), act.name);
      await act(page, roll, chosen.backend);
      await tasks?.look();
    }
    await rest(page, chosen.backend);
    samples.push({ minutes: minutes(), ...(await sample(page, heaps)) });
    console.log(JSON.stringify({ ...samples.at(-1), "long tasks": tasks?.long }));
    if (warm === 0 && minutes() >= chosen.minutes * WARM_UP) {
      warm = samples.length;
      tasks?.forget();
    }
  }
  return [...faults, ...order.faults, ...judge(samples.slice(warm - 1), tasks?.long, order.count)];
}

/** Prints the results; returns the problems among them. */
function judge(samples, tasks, messages) {
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
  const told = tasks && inWords(tasks);
  console.log(`Tasks of over ${LONGEST_TASK} ms: ${told ?? "this browser does not tell"}.`);
  console.log(`Messages in order: ${messages}.`);
  if (tasks?.some(({ processor }) => processor > LONGEST_TASK)) faults.push(`the page did not answer at once: ${told}`);
  if (messages === 0) faults.push("the console told no order of events");
  return faults;
}

/** Long tasks by both clocks. A task that waited for the processor is the machine's fault. */
function inWords(tasks) {
  const counted = (by, milliseconds) => {
    const long = milliseconds.filter((one) => one > LONGEST_TASK).length;
    return `${long} by ${by}, the longest ${Math.round(Math.max(...milliseconds))} ms`;
  };
  if (tasks.length === 0) return "none";
  const byClock = counted(
    "the clock",
    tasks.map(({ duration }) => duration),
  );
  return `${byClock}; ${counted(
    "the processor’s time",
    tasks.map(({ processor }) => processor),
  )}`;
}

/** The command line, checked. */
function read() {
  const { values, positionals } = parseArgs({
    options: { minutes: { type: "string" }, browser: { type: "string" }, backend: { type: "string" }, seed: { type: "string" } },
    allowPositionals: true,
  });
  const { browser = "chromium", backend = "cpu" } = values;
  const [minutes, seed] = [Number(values.minutes ?? 60), Number(values.seed ?? 1)];
  if (!(minutes > 0)) throw new Error("--minutes is a number above 0");
  if (!Number.isInteger(seed)) throw new Error("--seed is a whole number");
  if (!BROWSERS.includes(browser)) throw new Error(`--browser is one of ${BROWSERS.join(", ")}`);
  if (!["cpu", "webgpu"].includes(backend)) throw new Error("--backend is cpu or webgpu");
  return { browser, backend, minutes, seed, folder: positionals[0] };
}

/** A copy of the site whose workers report their memory to the page. */
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
