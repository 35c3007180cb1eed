// @ts-check

// Classifying a table: the synthetic one and the user's own, its columns and its rule. Errors in a file are explained in words, and
// the previous table stays.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMIT, visits } from "./lib/page.mjs";

const visit = visits();

const TABLE = "data=table&backend=cpu&hidden=8&latent=2&batch=1024&epochs=2";
const FIGURES = ["accuracy", "precision", "recall", "f1"].flatMap((name) => [`ae-${name}`, `vae-${name}`]);

/** Thirty rows, classified by `size`; two lines are malformed, three rows lack a value of `weight`. */
const OWN = [
  "name;size;weight;kind",
  ...Array.from(
    { length: 30 },
    (_, i) => `n${i};${i % 3 ? -5 - i / 10 : 5 + i / 10};${[3, 7, 11].includes(i) ? "NA" : (i * i) % 17};${i % 3 ? "little" : "large one"}`,
  ),
  "too;few",
  "too;many;cells;in;here",
].join("\n");

/** A column name and cells that would run if a page treated them as markup. */
const SCRIPTS = [
  `<img src=x onerror="window.hacked=1">,x,<b>kind</b>`,
  ...Array.from({ length: 20 }, (_, i) => `<script>window.hacked=1</script>,${i * i},"<i onclick=""hacked()"">${i % 2 ? "a" : "b"}</i>"`),
].join("\n");

const file = (text, name = "own.csv") => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

function pick(page, text, name) {
  return page.at("csv-file").setInputFiles(file(text, name));
}

/** Waits until a count shows a number. */
function counts(page, testid, wanted) {
  const question = ([testid, wanted]) => document.querySelector(`[data-testid="${testid}"]`)?.getAttribute("data-value") === wanted;
  return page.until(`${testid} to be ${wanted}`, question, [testid, String(wanted)]);
}

async function figures(page) {
  const values = await Promise.all(FIGURES.map((testid) => page.number(testid)));
  for (const [i, testid] of FIGURES.entries()) assert.ok(values[i] >= 0 && values[i] <= 1, `${testid} is ${values[i]}`);
  return values;
}

async function train(page) {
  await page.status("ready");
  assert.equal(await page.exact("ae-accuracy"), null, "a new run has no figures yet");
  await page.press("start");
  await page.status("finished");
  return figures(page);
}

test("the synthetic table is trained on from its link, and the metrics are shown", async (t) => {
  const page = await visit(t, "data=table&backend=cpu&hidden=64&latent=2&batch=1024&epochs=20&run=1");
  await page.status("finished");
  await figures(page);
  assert.match(await page.text("table-name"), /synthetic sample, made up for this page, not measured on people/);
  await counts(page, "table-rows", 87);
  await counts(page, "table-skipped", 0);
  await counts(page, "table-dropped", 12);
  await counts(page, "table-positive", 30);
  await counts(page, "table-negative", 45);
  assert.match(await page.text("class-1"), /smoking_history contains “current”/);
  assert.ok(!(await page.page.getByRole("group", { name: "Digits shown" }).isVisible()), "no legend of digits");
  const before = await page.snapshot("latent-ae");
  await page.press("class-0");
  await page.changes("latent-ae", before);
  page.assertFaultless();
});

test("the user's own table is counted, shown, trained on, and removed", async (t) => {
  const page = await visit(t, TABLE);
  await page.status("ready");
  await pick(page, OWN);
  await page.reads("table-name", "own.csv");
  await counts(page, "table-rows", 30);
  await counts(page, "table-skipped", 2);
  await counts(page, "table-dropped", 3);
  assert.equal(await page.text("message"), "");
  const preview = page.at("table-preview");
  assert.deepEqual(await preview.locator("th > span").allTextContents(), ["name", "size", "weight", "kind"]);
  assert.deepEqual(await preview.locator("th > small").allTextContents(), ["", "feature", "feature", "label"]);
  assert.equal(await preview.locator("tbody tr").count(), 5);
  await train(page);

  await page.press("table-synthetic");
  await counts(page, "table-rows", 87);
  await train(page);
  page.assertFaultless();
});

test("other features, another label and another rule each start a new run", async (t) => {
  const page = await visit(t, TABLE);
  await pick(page, OWN);
  await counts(page, "table-rows", 30);
  await train(page);

  assert.equal(await page.text("features-count"), "2 of 2");
  await page.press("feature-2");
  await page.reads("features-count", "1 of 2");
  await counts(page, "table-dropped", 0);
  await train(page);

  await page.type("table-rule-value", "little");
  await counts(page, "table-positive", 20);
  await train(page);

  await page.at("table-label").selectOption({ label: "weight" });
  await counts(page, "table-dropped", 3);
  assert.equal(await page.at("table-rule").inputValue(), "is at least");
  assert.ok(await page.at("feature-2").isDisabled(), "the label is no feature");
  await train(page);

  await page.at("table-label").selectOption({ label: "kind" });
  await page.at("table-rule").selectOption("equals");
  await page.type("table-rule-value", "little");
  await page.until("the class in the legend", () =>
    document.querySelector('[data-testid="class-1"]').textContent.includes("kind equals “little”"),
  );
  await train(page);
  page.assertFaultless();
});

test("a choice that cannot be learned gets a message beside the old rows", async (t) => {
  const page = await visit(t, TABLE);
  await page.status("ready");
  await page.press("start");
  await page.status("finished");
  const before = await figures(page);
  for (const [rule, value, words] of [
    ["contains", "nobody", "The rule puts every row in the same class"],
    ["is at least", "1", "does not hold numbers"],
  ]) {
    await page.at("table-rule").selectOption(rule);
    await page.type("table-rule-value", value);
    const question = (words) => document.querySelector('[data-testid="table-fault"]').textContent.includes(words);
    await page.until(words, question, words);
  }
  assert.equal(await page.at("table-fault").getAttribute("role"), "alert");
  assert.equal(await page.text("status"), "finished");
  assert.deepEqual(await figures(page), before);
  page.assertFaultless();
});

test("a file that is not a table gets a message, and nothing is lost", async (t) => {
  const page = await visit(t, TABLE);
  await pick(page, OWN);
  await counts(page, "table-rows", 30);
  const before = await train(page);
  for (const [text, words] of [
    ["", "The file is empty"],
    ["PK\u0003\u0004\0\0", "The file is not plain text"],
    ["just one column\n1\n", "The file has only one column"],
    ["a,b\n1,x\n2,y\n", "There is nothing to learn in this table"],
    ["a,b\n5,x\n9,y\n2,x\n7,y\n", "at least 10 are needed"],
    [`a,b\n${"1,2\n".repeat(5_000_001)}`, "The file is larger than 20 MB"],
  ]) {
    await pick(page, text, "bad.csv");
    await page.says(words);
    assert.equal(await page.text("status"), "finished");
    assert.equal(await page.text("table-name"), "own.csv");
    assert.deepEqual(await figures(page), before);
  }
  page.assertFaultless();
});

test("a table dropped on the page is used, whatever the page showed", async (t) => {
  const page = await visit(t, "backend=cpu&hidden=8&latent=2&train=64&batch=32&epochs=1");
  await page.status("ready");
  const drop = async (files) => {
    const transfer = await page.page.evaluateHandle((files) => {
      const transfer = new DataTransfer();
      for (const [name, text] of files) transfer.items.add(new File([text], name));
      return transfer;
    }, files);
    await page.page.locator("main").dispatchEvent("drop", { dataTransfer: transfer });
  };
  await drop([
    ["one.csv", OWN],
    ["two.csv", OWN],
  ]);
  await page.says("Drop one at a time");
  await drop([["dropped", OWN]]);
  await page.at("table-name").waitFor({ timeout: LIMIT });
  await page.reads("table-name", "dropped");
  assert.equal(await page.text("message"), "");
  assert.equal((await page.address("data", "table")).data, "table");
  await train(page);
  page.assertFaultless();
});

test("markup in a table is never more than text", async (t) => {
  const page = await visit(t, TABLE);
  await page.status("ready");
  await pick(page, SCRIPTS, `<img src=x onerror="window.hacked=1">.csv`);
  await page.reads("table-name", `<img src=x onerror="window.hacked=1">.csv`);
  await page.status("ready");
  const preview = page.at("table-preview");
  assert.equal(await preview.locator("tbody td").first().textContent(), "<script>window.hacked=1</script>");
  await page.at("table-rule").selectOption("equals");
  assert.match(await page.text("class-1"), /<i onclick=/);
  assert.equal(await page.page.locator("main :is(script, img, i)").count(), 0);
  assert.equal(await page.page.evaluate(() => window.hacked), undefined);
  page.assertFaultless();
});
