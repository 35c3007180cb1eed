// @ts-check

// A reporter for `node --test`: the number of tests that passed, then a line for each reason why some were skipped.

export default async function* tally(events) {
  let passed = 0;
  const skipped = new Map();
  for await (const { type, data } of events) {
    if (type !== "test:pass" || data.details?.type === "suite") continue;
    if (data.skip === undefined) passed += 1;
    else skipped.set(data.skip, (skipped.get(data.skip) ?? 0) + 1);
  }
  yield `${passed} passed\n`;
  for (const [why, count] of skipped) yield `${count} skipped: ${why}\n`;
}
