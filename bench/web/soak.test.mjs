// @ts-check

// How a soak evaluates its samples and the console's lines.

import assert from "node:assert/strict";
import { test } from "node:test";
import { dice } from "./soak/dice.mjs";
import { growth, isFlat } from "./soak/growth.mjs";
import { Order } from "./soak/order.mjs";

test("the same seed gives the same numbers, and a shuffle keeps all elements", () => {
  const falls = (seed) => Array.from({ length: 5 }, dice(seed).next);
  assert.deepEqual(falls(7), falls(7));
  assert.notDeepEqual(falls(7), falls(8));
  assert.deepEqual(dice(1).shuffled([1, 2, 3, 4]).sort(), [1, 2, 3, 4]);
});

test("flat means growth by at most a tenth, from the first third to the last", () => {
  assert.ok(isFlat([10, 10.5, 10, 10.2, 10.9, 11]));
  assert.ok(isFlat([10, 9, 3]));
  assert.ok(isFlat([0, 0, 0]));
  assert.ok(!isFlat([10, 10, 10.5, 11, 11.5, 12]));
  assert.equal(growth([10, 10, 99, 12, 12]).percent, 20);
});

test("an epoch or a step that goes back within a run is reported", () => {
  const read = (...lines) => {
    const order = new Order();
    for (const line of lines) order.read(`Hourglass     1.000 s  ${line}, 100 B`);
    return [order.count, order.faults.length];
  };
  const report = (run, epoch, step) => `← cpu Report run ${run}, epoch ${epoch}, step ${step}`;
  assert.deepEqual(read(report(1, 0, 5), report(1, 1, 10), report(1, 1, 10), report(2, 0, 0)), [4, 0]);
  assert.deepEqual(read(report(1, 1, 10), report(1, 1, 9)), [2, 1]);
  assert.deepEqual(read("← cpu Snapshot run 1, epoch 2", "← cpu Snapshot run 1, epoch 1"), [2, 1]);
  assert.deepEqual(read("→ cpu Train", "state: training, was ready"), [0, 0]);
});
