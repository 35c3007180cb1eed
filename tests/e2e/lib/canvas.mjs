// @ts-check

// The page's canvases in tests: their pixels, and strokes on the pad by real pointer events.

import assert from "node:assert/strict";
import { boxOf } from "./page.mjs";

/** Pixels along a side of a digit. */
export const SIDE = 28;

/** A 3, as places on the pad from 0 to 1. */
export const THREE = [
  [0.3, 0.25],
  [0.45, 0.14],
  [0.62, 0.17],
  [0.68, 0.3],
  [0.6, 0.43],
  [0.46, 0.48],
  [0.62, 0.53],
  [0.72, 0.67],
  [0.64, 0.83],
  [0.46, 0.88],
  [0.3, 0.8],
];

/** The number of different colours on a canvas; a blank one has one. */
export async function colours(visit, testid) {
  return visit.page.evaluate(coloursOf, [await visit.at(testid).elementHandle(), 0]);
}

/** Waits until a canvas has at least this many colours. */
export async function shows(visit, testid, least = 2) {
  await visit.until(`${least} colours on ${testid}`, coloursOf, [await visit.at(testid).elementHandle(), least]);
}

/** Runs in the page: the number of colours, if it is at least that. */
function coloursOf([canvas, least]) {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, Math.max(width, 1), Math.max(height, 1));
  const count = new Set(new Uint32Array(data.buffer)).size;
  return count >= least && count;
}

/** Waits until all requested pictures are painted: two frames, since canvases paint on the first. */
export function frames(visit) {
  return visit.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** The 784 intensities of a digit on a canvas, from 0 to 255, whatever multiple of 28 the canvas has; all 0 for a blank one. */
export async function digit(visit, testid) {
  const { width, height, pixels } = await visit.at(testid).evaluate((canvas) => {
    const { width, height } = canvas;
    return { width, height, pixels: [...canvas.getContext("2d").getImageData(0, 0, width, height).data] };
  });
  const zoom = width / SIDE;
  assert.ok(Number.isInteger(zoom) && zoom > 0 && height === width, `${testid} has ${width} by ${height} pixels`);
  return Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [(i % SIDE) * zoom, Math.floor(i / SIDE) * zoom];
    return pixels[(y * width + x) * 4];
  });
}

/** The centre of mass of a digit, in pixels; for a uniform image it is (14, 14). */
export function centreOfMass(digit) {
  const mass = digit.reduce((sum, grey) => sum + grey, 0);
  const mean = (of) => digit.reduce((sum, grey, i) => sum + grey * (of(i) + 0.5), 0) / mass;
  return { x: mean((i) => i % SIDE), y: mean((i) => Math.floor(i / SIDE)) };
}

/** The number of pixels with ink. */
export function inked(digit) {
  return digit.filter((grey) => grey > 40).length;
}

/** The number of pieces of a digit's ink; pixels that touch at a corner are connected. */
export function pieces(digit) {
  const left = new Set([...digit.keys()].filter((i) => digit[i] > 40));
  const [column, row] = [(i) => i % SIDE, (i) => Math.floor(i / SIDE)];
  const touches = (i, j) => Math.abs(column(i) - column(j)) <= 1 && Math.abs(row(i) - row(j)) <= 1;
  let count = 0;
  while (left.size > 0) {
    count += 1;
    const [first] = left;
    left.delete(first);
    for (const open = [first]; open.length > 0; ) {
      const here = open.pop();
      for (const next of left) {
        if (touches(here, next)) {
          left.delete(next);
          open.push(next);
        }
      }
    }
  }
  return count;
}

/**
 * Places on the pad from 0 to 1, as places in the window.
 *
 * @param {import("./page.mjs").Visit} visit
 * @param {number[][]} places
 */
export async function onPad(visit, places) {
  await visit.at("pad").scrollIntoViewIfNeeded();
  const { x, y, width, height } = await boxOf(visit.at("pad"));
  /** @type {(place: number[]) => [number, number]} */
  const inWindow = ([across, down]) => [x + across * width, y + down * height];
  return places.map(inWindow);
}

/** Draws a stroke with the mouse, with `steps` moves from place to place. */
export async function draw(visit, places, steps = 4) {
  const { mouse } = visit.page;
  const [[x, y], ...rest] = await onPad(visit, places);
  await mouse.move(x, y);
  await mouse.down();
  for (const [x, y] of rest) await mouse.move(x, y, { steps });
  await mouse.up();
}

/** Draws a stroke with a finger. */
export async function drawByTouch(visit, places) {
  const session = await visit.context.newCDPSession(visit.page);
  const touch = (type, touchPoints) => session.send("Input.dispatchTouchEvent", { type, touchPoints });
  const [[x, y], ...rest] = await onPad(visit, places);
  await touch("touchStart", [{ x, y }]);
  for (const [x, y] of rest) await touch("touchMove", [{ x, y }]);
  await touch("touchEnd", []);
}
