// @ts-check

// Starts a browser for a test or a measurement: Chrome (or a relative), or the standard Firefox through WebDriver BiDi.

import { chromium, firefox } from "playwright-core";
import { onPath } from "./programs.mjs";

/** Flags for Chromium: WebGPU without a graphics card (on SwiftShader), and no contact with its vendor. */
const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

/** Preferences for Firefox: WebGPU, in workers too, and without a graphics card. */
const FIREFOX_PREFERENCES = {
  "dom.webgpu.enabled": true,
  "dom.webgpu.workers.enabled": true,
  "gfx.webgpu.ignore-blocklist": true,
  // An emulated GPU is a library that the sandbox would not load.
  "security.sandbox.gpu.level": 0,
};

/**
 * The program of a browser: CHROME or FIREFOX, otherwise Firefox on the path (xtask finds Chrome).
 *
 * @param {string} browser
 */
export function program(browser) {
  if (browser === "chromium") return process.env.CHROME || null;
  return process.env.FIREFOX || onPath("firefox") || onPath("firefox-esr");
}

/**
 * Starts a browser, `chromium` or `firefox`; without a program, Playwright's own. `preferences` are for Firefox, in addition to the
 * defaults above.
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
  // Playwright sets a colour scheme in every context, which Firefox ESR does not support yet.
  const { _connection } = /** @type {import("playwright-core").Browser & { _connection: any }} */ (browser);
  const session = _connection.toImpl(browser)._browserSession;
  const send = session.send.bind(session);
  session.send = async (method, parameters) => {
    const sent = send(method, parameters);
    return method === "emulation.setMediaFeaturesOverride" ? sent.catch(() => undefined) : sent;
  };
  // Playwright identifies a download by its id, which Firefox does not report; the address of a saved file is unique instead.
  const transport = session.connection._transport;
  const hear = transport.onmessage;
  transport.onmessage = (message) => {
    if (message.method?.startsWith("browsingContext.download")) message.params.download ??= message.params.url;
    hear(message);
  };
  return browser;
}
