// SPDX-License-Identifier: Apache-2.0

import fc from "fast-check";
import { expect, test } from "vitest";
import { readReference, referenceOf } from "./reference.ts";
import { all, symbolsOf } from "./symbols.ts";

const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((b) => new Uint8Array(b));

test("a number is read as it was written, however it is typed", () => {
  fc.assert(
    fc.property(hashes, (hash) => {
      const reference = referenceOf(hash);
      expect(reference).toMatch(/^\d{4} \d{4} \d{4} \d{4}$/);
      const fullWidth = [...reference].map((c) => (c === " " ? "　" : String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)));
      for (const typed of [
        reference,
        reference.replaceAll(" ", ""),
        reference.replaceAll(" ", "-"),
        fullWidth.join(""),
        `\ufeff${reference}\u200b`,
      ]) {
        expect(readReference(typed)).toBe(reference);
      }
    }),
  );
});

test("every wrong digit and every swap of neighbours is found", () => {
  fc.assert(
    fc.property(hashes, (hash) => {
      const digits = referenceOf(hash).replaceAll(" ", "");
      for (let i = 0; i < digits.length; i++) {
        for (const by of "0123456789".replace(digits[i]!, "")) {
          expect(readReference(digits.slice(0, i) + by + digits.slice(i + 1))).toBeUndefined();
        }
        const [a, b] = [digits[i], digits[i + 1]];
        if (b !== undefined && a !== b) {
          expect(readReference(digits.slice(0, i) + b + a + digits.slice(i + 2))).toBeUndefined();
        }
      }
    }),
  );
});

test.each(["", "1234", "1234 5678 9012 345", "1234 5678 9012 34567", "1234 5678 9012 345x"])("%j is no number", (typed) => {
  expect(readReference(typed)).toBeUndefined();
});

test("symbols are 64 different ones, with different names", () => {
  for (const member of ["picture", "zh", "en"] as const) {
    expect(new Set(all.map((symbol) => symbol[member]).filter(Boolean)).size).toBe(64);
  }
});

test("symbols follow from the hash", async () => {
  const [a, again, b] = await Promise.all([1, 1, 2].map((fill) => symbolsOf(new Uint8Array(32).fill(fill))));
  expect(a).toHaveLength(6);
  expect(again).toEqual(a);
  expect(b).not.toEqual(a);
  expect(a?.map((symbol) => symbol.zh).join(" ")).toMatchInlineSnapshot(`"玫瑰 松树 猪 云 飞机 房子"`);
});
