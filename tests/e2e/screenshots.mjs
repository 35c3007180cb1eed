// @ts-check

// Screenshots for checking the design: every scene, wide and narrow, light and dark, as PNG files in a folder.
//
// On the CPU and from fixed seeds, so that the results are the same in every set; times, and the progress of a run in training, are not.
//
// Also renews `.github/screenshot.png`, the picture in README and beside links to the page: the default run, wide and light.
//
//   node screenshots.mjs <folder> [scene ...]        `cargo xtask screenshots` builds the page first

import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, open } from "./lib/browser.mjs";
import { draw, frames, THREE } from "./lib/canvas.mjs";
import { LIMIT, Visit } from "./lib/page.mjs";
import { serve } from "./lib/server.mjs";

const SHAPES = {
  wide: { viewport: { width: 1440, height: 900 } },
  narrow: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};
const SCHEMES = ["light", "dark"];

/** A few seconds of training. */
const RUN = "backend=cpu&seed=1&train=3000&batch=32&epochs=6&hidden=128,64&latent=2";

/** The link to open, and what to do before taking the picture. */
const SCENES = {
  idle: [RUN, (page) => page.status("ready")],
  training: [
    RUN.replace("epochs=6", "epochs=30"),
    async (page) => {
      await page.status("ready");
      await page.press("test-digit");
      await page.press("start");
      await page.until("three epochs", () => Number(document.querySelector('[data-testid="epoch"]').textContent) >= 3);
    },
  ],
  finished: [
    `${RUN}&run=1`,
    async (page) => {
      await page.status("finished");
      await page.press("test-digit");
      await rebuilt(page);
    },
  ],
  menu: [
    RUN,
    async (page) => {
      await page.status("ready");
      await (await page.inBar("experiments")).click();
    },
  ],
  betas: ["backend=cpu&seed=1&train=2000&batch=32&epochs=6&study=betas&run=1", (page) => page.reads("study-status", "finished")],
  plane: ["backend=cpu&seed=1&data=spiral&noise=gaussian&epochs=40&run=1", (page) => page.status("finished")],
  table: ["backend=cpu&seed=1&data=table&batch=256&epochs=10&run=1", (page) => page.status("finished")],
};

/** The scene for README. */
const README = {
  scene: "readme",
  hash: "backend=cpu&seed=1&epochs=20",
  prepare: async (page) => {
    await page.status("ready");
    await draw(page, THREE);
    await page.press("start");
    await page.page.mouse.move(0, 0);
    await page.status("finished");
    await rebuilt(page);
  },
  path: fileURLToPath(new URL("../../.github/screenshot.png", import.meta.url)),
  options: SHAPES.wide,
  colorScheme: "light",
  fullPage: false,
};

/** Waits until both networks have reconstructed the drawing on the pad. */
function rebuilt(page) {
  return page.at("pad-vae").and(page.page.locator("[aria-label*=rebuilds]")).waitFor({ timeout: LIMIT });
}

const folder = resolve(process.argv[2] ?? "screenshots");
/** Scenes by name; all, if none is named. */
const wanted = process.argv.slice(3);

await mkdir(folder, { recursive: true });
const site = await serve({ folder: process.env.DIST || undefined });
const browser = await launch();
try {
  for (const [scene, [hash, prepare]] of Object.entries(SCENES)) {
    if (wanted.length && !wanted.includes(scene)) continue;
    for (const [shape, options] of Object.entries(SHAPES)) {
      for (const colorScheme of SCHEMES) {
        const path = join(folder, `${scene}-${shape}-${colorScheme}.png`);
        await picture({ hash, prepare, path, options, colorScheme, fullPage: scene !== "menu" });
      }
    }
  }
  if (!wanted.length || wanted.includes(README.scene)) await picture(README);
} finally {
  await browser.close();
  await site.close();
}

async function picture({ hash, prepare, path, options, colorScheme, fullPage }) {
  const opened = await open(browser, `${site.url}#${hash}`, { ...options, colorScheme, reducedMotion: "reduce" });
  const page = new Visit(opened, site);
  await page.at("status").waitFor({ timeout: LIMIT });
  await prepare(page);
  // Canvases paint on the next frame.
  await frames(page);
  await page.page.screenshot({ path, fullPage });
  page.assertFaultless();
  await opened.close();
  console.log(path);
}
