// @ts-check

// How the benchmark evaluates its measurements. Times themselves are never tested.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { costs } from "./costs.mjs";
import { TABLES } from "./report.mjs";
import { sizeRows } from "./sizes.mjs";
import { between, digits, markdown, median, ratios, row } from "./table.mjs";
import { flops, workloads } from "./workloads.mjs";

test("the median is in the middle", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
});

test("a round is compared with the best rival of that round", () => {
  const rounds = [
    { hourglass: 10, tfjs: 30, jaxjs: 20 },
    { hourglass: 20, tfjs: 10, jaxjs: 40 },
  ];
  assert.deepEqual(ratios(rounds), [2, 0.5]);
});

test("a row has medians, and leaves out failures", () => {
  const side = (step) => ({ step, first: 100 * step });
  const rounds = [{ hourglass: side(10), tfjs: side(40) }, { hourglass: side(20), tfjs: side(20) }, { tfjs: side(30) }];
  assert.deepEqual(row(["x"], rounds, 15e6), ["x", "15.0", "30.0", "failed", "2.50 (1.00 to 4.00)", "1.00", "1.50 / 3.00 / failed"]);
});

test("numbers have three digits", () => {
  assert.deepEqual([0.01234, 1.234, 12.34, 123.4, 1234, 0].map(digits), ["0.012", "1.23", "12.3", "123", "1234", "0.00"]);
});

test("a table is written between its markers", () => {
  const table = markdown(["a", "bc"], [["1", "2"]]);
  assert.equal(table, "| a | bc |\n|---|----|\n| 1 | 2  |");
  const text = (content) => `x\n<!-- n: begin -->\n${content}\n<!-- n: end -->\ny\n`;
  assert.equal(between(text("old"), "n", "new"), text("new"));
  assert.throws(() => between(text("old"), "m", "new"));
});

test("the documentation has a place for each table", async () => {
  const text = await readFile(TABLES, "utf8");
  for (const name of ["steps", "counts", "memory", "page"]) {
    assert.match(between(text, `bench ${name}`, "measured anew"), /begin -->\nmeasured anew\n<!--/);
  }
});

test("a step's operations are counted from its weights", () => {
  assert.equal(flops({ dims: [3, 2, 3], latent: 0, vae: false, batch: 10 }), 10 * (6 * 4 + 6 * 6));
  assert.equal(flops({ dims: [3, 2, 3], latent: 0, vae: true, batch: 1 }), 12 * 4 + 6 * 6);
  assert.equal(Math.round(flops(workloads["ae-392-10"]) / 1e6), 399);
});

test("a part's bytes are summed and compared with its budget", () => {
  const file = (name, part, gzip) => ({ name, part, raw: 400_000, gzip, brotli: 1 });
  const files = [file("a.js", "page", 100_000), file("b.js", "page", 610_000), file("c.gz", "digits", 5)];
  files.push(file("d.js", "trainer on the CPU", 640_000));
  assert.deepEqual(sizeRows(files), [
    ["digits", "400 KB", "0.0 KB", "0.0 KB", ""],
    ["page", "800 KB", "710 KB", "0.0 KB", "700 KB: over"],
    ["trainer on the CPU", "400 KB", "640 KB", "0.0 KB", ""],
    ["page + trainer on the CPU", "1200 KB", "1350 KB", "0.0 KB", "1650 KB: ok"],
  ]);
  assert.equal(sizeRows(files, true)[1][0], "digits");
});

test("a cause costs what runs at once, and everything until the next", () => {
  const event = (name, ts, dur, tdur = dur) => ({ name, ts, dur, tdur });
  const events = [
    event("HandlePostMessage", 0, 3_000, 2_000),
    event("FunctionCall", 500, 1_000),
    event("RunMicrotasks", 3_000, 1_000),
    event("FireAnimationFrame", 5_000, 4_000),
    event("RunMicrotasks", 9_500, 500),
    event("Paint", 10_000, 9_000),
    event("HandlePostMessage", 20_000, 1_000),
    event("FireAnimationFrame", 25_000, 4_000),
    event("HandlePostMessage", 30_000, 1_000),
  ];
  const found = costs(events, ({ name }) => name === "HandlePostMessage");
  // The first: 3 at once and 7.5 in all; the second: 1 and 5; the cost of the last is unknown.
  assert.deepEqual(found, { own: 2, all: 6.25, count: 2 });
});
