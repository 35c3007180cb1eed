// @ts-check

// WebKit, the engine of Safari and of every browser on an iPhone: its GTK port, driven by WebDriver, if both are installed (Debian's
// package is webkit2gtk-driver; without a screen also xvfb and xauth). Only the parts of the protocol that are used here.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { onPath } from "./programs.mjs";
import { portOf } from "./server.mjs";

/** `cargo xtask test` names the driver. */
const DRIVER = process.env.WEBKIT_DRIVER || onPath("WebKitWebDriver");
const SCREEN = "xvfb-run";
const HAS_SCREEN = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
/** The key of an element in a driver's response. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Why WebKit cannot be tested; false if it can. */
export const WITHOUT_WEBKIT =
  (!DRIVER && "there is no WebKit with its driver: install WebKitGTK’s, or name one by WEBKIT_DRIVER") ||
  (!HAS_SCREEN && !onPath(SCREEN) && `there is neither a screen nor ${SCREEN}`);

/** Starts a browser with an empty profile, with a window of a laptop's size. */
export async function launchWebkit() {
  const port = await freePort();
  const command = [String(DRIVER), `--port=${port}`];
  const [program, ...options] = HAS_SCREEN ? command : [SCREEN, "-a", "-s", "-screen 0 1600x1200x24", ...command];
  // In its own process group, to terminate all of it.
  const driver = spawn(program, options, { detached: true, stdio: "ignore" });
  await once(driver, "spawn");
  const end = () => process.kill(-Number(driver.pid));
  try {
    const url = `http://127.0.0.1:${port}`;
    while (!(await isReady(url, driver))) await setTimeout(50);
    const { sessionId } = await call(url, "POST", "/session", { capabilities: { alwaysMatch: {} } });
    const browser = new Webkit(`${url}/session/${sessionId}`, end);
    await browser.call("POST", "/timeouts", { script: 60_000, pageLoad: 60_000 });
    await browser.call("POST", "/window/rect", { width: 1440, height: 1000 });
    return browser;
  } catch (error) {
    end();
    throw error;
  }
}

async function isReady(url, driver) {
  if (driver.exitCode !== null) throw new Error(`WebKit’s driver ended at once, with ${driver.exitCode}`);
  return call(url, "GET", "/status").then(
    ({ ready }) => ready,
    () => false,
  );
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const port = portOf(server);
      server.close(() => resolve(port));
    });
  });
}

async function call(url, method, path, body) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url + path, { method, headers, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (value?.error) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

class Webkit {
  #url;
  #end;

  constructor(url, end) {
    this.#url = url;
    this.#end = end;
  }

  call(method, path, body) {
    return call(this.#url, method, path, body);
  }

  go(url) {
    return this.call("POST", "/url", { url });
  }

  /** The result of a function that runs in the page. */
  evaluate(question, ...args) {
    return this.call("POST", "/execute/sync", { script: `return (${question})(...arguments)`, args });
  }

  /** The driver scrolls only to elements far outside the window. */
  async click(selector) {
    await this.evaluate((selector) => document.querySelector(selector)?.scrollIntoView({ block: "center" }), selector);
    const { [ELEMENT]: id } = await this.call("POST", "/element", { using: "css selector", value: selector });
    await this.call("POST", `/element/${id}/click`, {});
  }

  /** A stroke of the mouse through some places of the window. */
  stroke(places) {
    const [first, ...rest] = places.map(([x, y]) => ({ type: "pointerMove", duration: 20, x: Math.round(x), y: Math.round(y) }));
    const actions = [first, { type: "pointerDown", button: 0 }, ...rest, { type: "pointerUp", button: 0 }];
    return this.call("POST", "/actions", { actions: [{ type: "pointer", id: "mouse", actions }] });
  }

  async close() {
    await this.call("DELETE", "").catch(() => {});
    this.#end();
  }
}
