// @ts-check

// Programs for a script to start.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The place of a program on the path; null if it is not there. */
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
