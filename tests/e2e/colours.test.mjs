// @ts-check

// The palette, by calculation: text is legible, marks are visible, and labels differ even for people with colour vision deficiencies.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const palette = readFileSync(new URL("../../www/styles/palette.css", import.meta.url), "utf8");
const SCHEMES = { light: names(0), dark: names(1) };
const DIGITS = Array.from({ length: 10 }, (_, digit) => `digit-${digit}`);

/** Linear sRGB as seen with each kind of vision (Machado, Oliveira, Fernandes 2009, severity 1). */
const EYES = {
  "full colour": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
/** The least distance between two labels in Oklab. */
const APART = 0.09;

/** The colours of a scheme (0 is light, 1 dark), as linear sRGB. */
function names(scheme) {
  const found = palette.matchAll(/--([\w-]+): (?:light-dark\()?#([0-9a-f]{6})(?:, #([0-9a-f]{6})\))?;/g);
  const colour = (hex) => [0, 2, 4].map((i) => linear(parseInt(hex.slice(i, i + 2), 16) / 255));
  return Object.fromEntries(Array.from(found, ([, name, light, dark = light]) => [name, colour([light, dark][scheme])]));
}

function linear(value) {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function seen(matrix, colour) {
  return matrix.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, part, i) => sum + part * colour[i], 0),
      ),
    ),
  );
}

/** Ottosson 2020, "A perceptual color space for image processing". */
function oklab([r, g, b]) {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** WCAG's contrast ratio. */
function contrast(a, b) {
  const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const [less, more] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (more + 0.05) / (less + 0.05);
}

for (const [scheme, colours] of Object.entries(SCHEMES)) {
  test(`${scheme}: text has a contrast of 4.5, marks of 3`, () => {
    const written = ["ink", "quiet", "ae", "vae", "fault"];
    const marked = ["edge", "focus", ...DIGITS];
    /** @type {[number, string[], string[]][]} */
    const asked = [
      [4.5, written, ["page", "paper", "raised"]],
      [3, marked, ["paper"]],
    ];
    for (const [least, inks, grounds] of asked) {
      for (const ink of inks) {
        for (const ground of grounds) {
          const found = contrast(colours[ink], colours[ground]);
          assert.ok(found >= least, `${ink} on ${ground}: ${found.toFixed(2)}`);
        }
      }
    }
  });

  for (const [eyes, matrix] of Object.entries(EYES)) {
    test(`${scheme}: two labels, and the two networks, differ to ${eyes}`, () => {
      const apart = (a, b) => {
        const [x, y] = [a, b].map((name) => oklab(seen(matrix, colours[name])));
        return Math.hypot(...x.map((value, i) => value - y[i]));
      };
      for (const [i, a] of DIGITS.entries()) {
        for (const b of DIGITS.slice(0, i)) assert.ok(apart(a, b) >= APART, `${b} and ${a}: ${apart(a, b).toFixed(3)}`);
      }
      assert.ok(apart("ae", "vae") >= APART);
    });
  }
}
