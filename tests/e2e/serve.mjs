// @ts-check

// Serves the built page on a port until its input ends. `cargo xtask serve` starts it, and reads the address or an error.
//
//   node serve.mjs 8080

import { serve } from "./lib/server.mjs";

const port = Number(process.argv[2]);

/** In a first build the WebGPU trainer comes last: until then its files are not missing, but late. */
const LATE = { status: 503, type: "text/plain; charset=utf-8", body: "503 Still being built" };
const answer = (name, found) => (found.status === 404 && name.startsWith("trainer-gpu") ? LATE : found);

try {
  const site = await serve({ path: "/", port, answer });
  console.log(site.url);
  // The process that started it holds the other end, which closes however that process ends.
  process.stdin.resume().on("end", site.close);
} catch (error) {
  console.log(error.code === "EADDRINUSE" ? `port ${port} is not free: choose another with --port` : `port ${port}: ${error.message}`);
  process.exitCode = 1;
}
