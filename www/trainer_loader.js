// @ts-check

// The first script of a trainer's worker. It holds a lock with the worker's name while the worker runs, and reports when it has it: a
// worker may be killed at any moment, even while it loads, and only that lock tells the page. Then it loads the program that the name
// begins with.

// There are no locks on an insecure address, and none if the browser forbids them.
navigator.locks
  ?.request(name, () => {
    postMessage(null);
    return new Promise(() => {});
  })
  .catch(() => {});

const { default: start } = await import(`./${name.split("/")[0]}.js`);
await start();
