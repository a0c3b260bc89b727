// SPDX-License-Identifier: Apache-2.0

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { nameKey, textKey, visible } from "./fold.ts";

const vectors = JSON.parse(readFileSync("../rules/fold/testdata/vectors.json", "utf8")) as {
  keys: { [kind: string]: { same: string[][]; apart: string[][] } };
  unseen: string[];
  seen: string[];
};

for (const [kind, key] of Object.entries({ name: nameKey, text: textKey })) {
  test(`the key of a ${kind} is the ledger's`, () => {
    const { same, apart } = vectors.keys[kind] ?? { same: [], apart: [] };
    expect(same.length).toBeGreaterThan(5);
    for (const texts of same) {
      expect([...new Set(texts.map(key))], JSON.stringify(texts)).toHaveLength(1);
    }
    for (const texts of apart) {
      expect([...new Set(texts.map(key))], JSON.stringify(texts)).toHaveLength(texts.length);
    }
  });
}

test("what the ledger refuses as not seen is gone from a visible text, and nothing else", () => {
  for (const text of vectors.unseen) {
    expect(visible(text), JSON.stringify(text)).not.toBe(text);
  }
  for (const text of vectors.seen) {
    expect(visible(text), JSON.stringify(text)).toBe(text);
  }
});
