// @ts-check

// The playground's manifold, interpolation and arithmetic: by mouse, by finger and by keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { digit, draw, shows, THREE } from "./lib/canvas.mjs";
import { boxOf, LIMIT, TINY, visits } from "./lib/page.mjs";

const visit = visits();

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const TRAINED = `${TINY}&run=1`;

/** A visit with a tool open, after the tiny run. */
async function playing(t, play, options) {
  const page = await visit(t, `${TRAINED}&play=${play}`, options);
  await page.status("finished");
  return page;
}

/** Waits until the text of an element matches. */
function tells(page, testid, pattern) {
  const question = ([testid, source]) => new RegExp(source).test(document.querySelector(`[data-testid="${testid}"]`).textContent);
  return page.until(`${testid} to match ${pattern}`, question, [testid, pattern.source], LIMIT / 4);
}

/** Waits until the label of a canvas matches. */
function labelled(page, testid, pattern) {
  const question = ([testid, source]) =>
    new RegExp(source).test(document.querySelector(`[data-testid="${testid}"]`).getAttribute("aria-label") ?? "");
  return page.until(`the label of ${testid} to match ${pattern}`, question, [testid, pattern.source], LIMIT / 4);
}

/** Waits until the address matches. */
function linked(page, pattern) {
  const question = (source) => new RegExp(source).test(decodeURIComponent(location.hash));
  return page.until(`the address to match ${pattern}`, question, pattern.source, LIMIT / 4);
}

/**
 * The middle of a canvas, on the screen.
 *
 * @returns {Promise<[number, number]>}
 */
async function middle(page, testid, across = 0.5, down = 0.5) {
  await page.at(testid).scrollIntoViewIfNeeded();
  const { x, y, width, height } = await boxOf(page.at(testid));
  return [x + width * across, y + height * down];
}

/** Digits of a strip, each as its 784 grey values in a text. */
function tiles(page, testid) {
  return page.at(testid).evaluate((canvas) => {
    const found = [];
    for (let y = 0; y < canvas.height; y += 30) {
      for (let x = 0; x < canvas.width; x += 30) {
        const { data } = canvas.getContext("2d").getImageData(x, y, 28, 28);
        found.push(data.filter((_, i) => i % 4 === 0).join());
      }
    }
    return found;
  });
}

test("the manifold: the mouse reads a cell, and a click explores its place", async (t) => {
  const page = await playing(t, "manifold");
  for (const testid of ["manifold-ae", "manifold-vae"]) {
    await shows(page, testid, 10);
    await labelled(page, testid, /^225 digits decoded by the V?AE, z1 from .+ and z2 from /);
  }
  // The centre of the prior is the centre of the grid.
  await page.page.mouse.move(...(await middle(page, "manifold-vae")));
  await tells(page, "manifold-vae-words", /^z1 0, z2 0: (no )?test digits? nearby$/);
  await shows(page, "manifold-vae-digit", 10);
  await page.page.mouse.move(...(await middle(page, "manifold-vae", 0.01, 0.99)));
  await tells(page, "manifold-vae-words", /^z1 −1\.8, z2 −1\.8:/);
  await page.page.mouse.click(...(await middle(page, "manifold-vae", 0.99, 0.01)));
  await tells(page, "manifold-vae-words", /^z1 1\.8, z2 1\.8:/);
  // The tool Explore opens with the explored place.
  await page.press("play-explore");
  await linked(page, /play=explore:;1\.83\d+,1\.83\d+/);
  page.assertFaultless();
});

test("the manifold: the arrow keys go from cell to cell, and Enter explores one", async (t) => {
  const page = await playing(t, "manifold");
  await labelled(page, "manifold-vae", /^225/);
  await page.at("manifold-vae").focus();
  /** @type {[string, RegExp][]} */
  const walk = [
    ["ArrowRight", /^z1 0, z2 0:/],
    ["ArrowLeft", /^z1 −0\.17, z2 0:/],
    ["ArrowUp", /^z1 −0\.17, z2 0\.17:/],
    ["ArrowDown", /^z1 −0\.17, z2 0:/],
  ];
  for (const [key, words] of walk) {
    await page.page.keyboard.press(key);
    await tells(page, "manifold-vae-words", words);
  }
  await page.page.keyboard.press("Enter");
  await page.page.keyboard.press("Escape");
  await tells(page, "manifold-vae-words", /^No cell/);
  await page.press("play-explore");
  await linked(page, /play=explore:;-0\.16\d+,0(&|$)/);
  page.assertFaultless();
});

test("the manifold: a finger reads a cell on a phone, on which it fits", { skip: WITHOUT.phone }, async (t) => {
  const page = await playing(t, "manifold&model=vae", PHONE);
  await labelled(page, "manifold-vae", /^225/);
  assert.ok(await page.at("manifold-ae").isHidden(), "an AE that is not trained has no manifold");
  await page.page.touchscreen.tap(...(await middle(page, "manifold-vae")));
  await tells(page, "manifold-vae-words", /^z1 0, z2 0:/);
  assert.equal(await page.page.evaluate(() => document.documentElement.scrollWidth), 390);
  page.assertFaultless();
});

test("the manifold of one number is a strip, and that of many names its numbers", async (t) => {
  const page = await visit(t, `${TINY.replace("latent=2", "latent=1")}&play=manifold`);
  await labelled(page, "manifold-ae", /^15 digits decoded by the AE, z1 from [^,]*; \d+ of them/);
  await page.go(`${TINY.replace("latent=2", "latent=5")}&play=manifold`);
  await labelled(page, "manifold-ae", /^225/);
  await tells(page, "manifold-ae-cut", /Over z\d and z\d, which vary most among its 5 numbers/);
  page.assertFaultless();
});

test("interpolation: it has both ends, and the slider and Play move through it", async (t) => {
  const page = await playing(t, "interpolate");
  await labelled(page, "interpolate-filmstrip", /^From test digit 1, a \d to test digit 2, a \d in 11 frames/);
  await page.until("three rows", (canvas) => canvas.height === 88, await page.at("interpolate-filmstrip").elementHandle());
  await shows(page, "interpolate-filmstrip", 30);
  const frames = await tiles(page, "interpolate-filmstrip");
  assert.equal(frames.length, 33);
  assert.equal(frames[0], (await digit(page, "pick-from")).join(), "pixels begin with the first digit");
  assert.equal(frames[10], (await digit(page, "pick-to")).join(), "and end with the second");

  const before = await page.snapshot("interpolate-vae");
  await page.at("interpolate-frame").focus();
  await page.page.keyboard.press("End");
  await tells(page, "interpolate-part", /^100%/);
  await page.changes("interpolate-vae", before);
  assert.equal((await digit(page, "interpolate-pixels")).join(), frames[10]);
  await page.press("interpolate-play");
  await tells(page, "interpolate-part", /^[1-9]0%/);
  await page.press("interpolate-play");
  assert.equal(await page.text("interpolate-play"), "Play", "it holds");
  page.assertFaultless();
});

test("interpolation: with reduced motion the user moves the frames by hand", { skip: WITHOUT.looks }, async (t) => {
  const page = await playing(t, "interpolate", { reducedMotion: "reduce" });
  assert.equal(await page.text("interpolate-play"), "Next frame");
  await page.press("interpolate-play");
  await tells(page, "interpolate-part", /^10%/);
  page.assertFaultless();
});

test("digits are picked by class, one after the other, at random, and from a scatter", async (t) => {
  const page = await playing(t, "interpolate");
  await tells(page, "pick-from-words", /^test digit 1, a \d$/);
  await page.at("pick-from-class").selectOption("4");
  await tells(page, "pick-from-words", /, a 4$/);
  const first = await page.text("pick-from-words");
  await page.at("pick-from-next").focus();
  await page.page.keyboard.press("Enter");
  await tells(page, "pick-from-words", new RegExp(`^(?!${first}$).*, a 4$`));
  await page.press("pick-from-previous");
  await tells(page, "pick-from-words", new RegExp(`^${first}$`));
  const number = Number(first.match(/(\d+),/)?.[1]);
  await page.address("play", `interpolate:${number - 1},1`);
  await page.press("pick-from-random");
  await tells(page, "pick-from-words", /^test digit \d+, a \d$/);

  assert.ok(await page.at("pick-to-scatter").isDisabled(), "no digit was pointed at yet");
  await shows(page, "latent-ae", 5);
  const [x, y] = await middle(page, "latent-ae");
  for (let i = 0; i < 60 && !(await page.at("hover-digit").first().isVisible()); i += 1) {
    await page.page.mouse.move(x - 120 + (i % 12) * 20, y - 50 + Math.floor(i / 12) * 20);
  }
  await page.press("pick-to-scatter");
  await labelled(page, "interpolate-filmstrip", /^From test digit \d+, a \d to test digit \d+, a \d in/);
  page.assertFaultless();
});

test("an empty pad is reported; a drawing replaces the message", async (t) => {
  const page = await playing(t, "interpolate:0,pad");
  await tells(page, "pick-to-words", /^No digit on the pad yet/);
  await labelled(page, "interpolate-filmstrip", /^No frames yet/);
  await draw(page, THREE);
  await tells(page, "pick-to-words", /^the digit on the pad$/);
  await shows(page, "interpolate-filmstrip", 30);
  await page.press("clear-pad");
  await tells(page, "pick-to-words", /^No digit on the pad yet/);
  const blank = (canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.every((value) => value === 0);
  };
  await page.until("an empty strip", blank, await page.at("interpolate-filmstrip").elementHandle());
  page.assertFaultless();
});

test("a link to digits beyond the sample takes the last one", async (t) => {
  const page = await playing(t, "interpolate:5000,999");
  await tells(page, "pick-from-words", /^test digit \d+, a \d$/);
  assert.equal(await page.text("pick-from-words"), await page.text("pick-to-words"));
  page.assertFaultless();
});

/** @type {[string, import("./lib/page.mjs").Visiting, (page: import("./lib/page.mjs").Visit, testid: string) => Promise<void>, (string | false)?][]} */
const WAYS = [
  ["the mouse", {}, (page, testid) => page.press(testid)],
  ["a finger", PHONE, (page, testid) => page.at(testid).tap(), WITHOUT.phone],
  ["the keyboard", {}, (page, testid) => page.at(testid).press("Enter")],
];

for (const [by, options, press, skip = false] of WAYS) {
  test(`arithmetic by ${by}: a - b + c is decoded, and another term makes another sum`, { skip }, async (t) => {
    const page = await playing(t, "arithmetic:1,1,2", options);
    await shows(page, "arithmetic-result", 20);
    const [result, c] = [await tiles(page, "arithmetic-result"), await tiles(page, "arithmetic-c")];
    assert.deepEqual(result, c.slice(1), "1 - 1 + 2 is 2, to both networks");
    assert.match(await page.text("arithmetic-words"), /^What the networks decode from the code of test digit 2, a \d, minus/);
    const before = await page.snapshot("arithmetic-result");
    await press(page, "pick-b-next");
    await page.changes("arithmetic-result", before);
    await press(page, "pick-c-pad");
    await tells(page, "arithmetic-words", /^No result yet.*c: No digit on the pad yet/);
    await linked(page, /play=arithmetic:1,\d+,pad(&|$)/);
    page.assertFaultless();
  });
}
