// @ts-check

// Programs that a script starts.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a program lies on the path; null if nowhere. */
export function onPath(name) {
  const isProgram = (file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  return (
    (process.env.PATH ?? "")
      .split(delimiter)
      .map((folder) => join(folder, name))
      .find(isProgram) ?? null
  );
}
