// @ts-check

// Starts a browser for a test or a measurement: Chrome (or one of its siblings), or the Firefox that everybody has, by WebDriver BiDi.

import { chromium, firefox } from "playwright-core";
import { onPath } from "./programs.mjs";

/** What Chromium is started with: WebGPU without a graphics card (on SwiftShader), and no calls home. */
const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

/** What Firefox is started with: WebGPU, in workers too, and without a graphics card. */
const FIREFOX_PREFERENCES = {
  "dom.webgpu.enabled": true,
  "dom.webgpu.workers.enabled": true,
  "gfx.webgpu.ignore-blocklist": true,
  // Where a driver emulates the GPU, it is a library that the sandbox would not load.
  "security.sandbox.gpu.level": 0,
};

/**
 * The program that a browser is: what CHROME or FIREFOX names, else Firefox on the path (xtask finds Chrome).
 *
 * @param {string} browser
 */
export function program(browser) {
  if (browser === "chromium") return process.env.CHROME || null;
  return process.env.FIREFOX || onPath("firefox") || onPath("firefox-esr");
}

/**
 * Starts a browser, `chromium` or `firefox`; where no program is found, Playwright's own. `preferences` are Firefox's own, and more than
 * it is started with as a rule.
 *
 * @param {string} browser
 * @param {Record<string, string | number | boolean>} [preferences]
 */
export function start(browser, preferences = {}) {
  const executablePath = program(browser) ?? undefined;
  if (browser === "firefox") return launchFirefox(executablePath, preferences);
  return chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
}

/**
 * @param {string | undefined} executablePath
 * @param {Record<string, string | number | boolean>} preferences
 */
async function launchFirefox(executablePath, preferences) {
  const browser = await firefox.launch({
    channel: "moz-firefox",
    executablePath,
    firefoxUserPrefs: { ...FIREFOX_PREFERENCES, ...preferences },
  });
  // Playwright sets a colour scheme in every context, which the Firefox with extended support cannot yet.
  const { _connection } = /** @type {import("playwright-core").Browser & { _connection: any }} */ (browser);
  const session = _connection.toImpl(browser)._browserSession;
  const send = session.send.bind(session);
  session.send = async (method, parameters) => {
    const sent = send(method, parameters);
    return method === "emulation.setMediaFeaturesOverride" ? sent.catch(() => undefined) : sent;
  };
  // Playwright knows a download by its id, which Firefox does not tell: the address of what is saved is its own.
  const transport = session.connection._transport;
  const hear = transport.onmessage;
  transport.onmessage = (message) => {
    if (message.method?.startsWith("browsingContext.download")) message.params.download ??= message.params.url;
    hear(message);
  };
  return browser;
}
