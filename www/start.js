// Starts the page: the script and the module that Trunk built are those that index.html has preloaded, with their checksums.
// A file of its own, so that a host may forbid scripts in the document.

const address = (selector) => document.querySelector(`link${selector}`).href;

const { default: start } = await import(address("[rel=modulepreload]"));
await start({ module_or_path: address('[type="application/wasm"]') });
