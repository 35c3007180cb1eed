// @ts-check

// The first script of a trainer's worker. It holds a lock of the worker's name for as long as the worker lives, and says when: a worker
// may be killed at any moment, even while it loads, and the page learns of it by that lock alone. Then it loads the program that the
// name begins with.

// There are no locks in a page that did not come safely, and none where the browser allows none.
navigator.locks
  ?.request(name, () => {
    postMessage(null);
    return new Promise(() => {});
  })
  .catch(() => {});

const { default: start } = await import(`./${name.split("/")[0]}.js`);
await start();
