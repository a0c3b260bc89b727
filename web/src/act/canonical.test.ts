// SPDX-License-Identifier: Apache-2.0

import fc from "fast-check";
import { expect, test } from "vitest";
import { canonical, readCanonical, type Value } from "./canonical.ts";

const text = fc.string({ unit: "grapheme" }).map((t) => t.normalize("NFC"));

const values: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    text,
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

test("what is written is read, and written alike", () => {
  fc.assert(
    fc.property(values, (value) => {
      const written = canonical(value);
      expect(readCanonical(written)).toEqual(value);
      expect(canonical(readCanonical(written))).toBe(written);
    }),
  );
});

test("the order of members does not matter", () => {
  fc.assert(
    fc.property(fc.dictionary(text, text, { noNullPrototype: true }), (members) => {
      expect(canonical(Object.fromEntries(Object.entries(members).reverse()))).toBe(canonical(members));
    }),
  );
});

test("any other text of the same value is refused", () => {
  fc.assert(
    fc.property(values, (value) => {
      const spaced = JSON.stringify(value, null, 1);
      fc.pre(spaced !== canonical(value));
      expect(() => readCanonical(spaced)).toThrow();
    }),
  );
});

test.each([
  ["a number", 1, "NUMBER_IN_ACT"],
  ["a large number", 9007199254740993n, "NUMBER_IN_ACT"],
  ["null", null, "NUMBER_IN_ACT"],
  ["null inside", { a: [null] }, "NUMBER_IN_ACT"],
  ["undefined", { a: undefined }, "BAD_FIELD"],
  ["a hole", new Array(1), "BAD_FIELD"],
  ["bytes", new Uint8Array(2), "BAD_FIELD"],
  ["a date", new Date(0), "BAD_FIELD"],
  ["a function", () => "", "BAD_FIELD"],
  ["half a pair", "\ud800", "NOT_CANONICAL"],
  ["half a pair in a name", { "\udc00": "" }, "NOT_CANONICAL"],
  ["one name twice", { "\u00e9": "", "e\u0301": "" }, "NOT_CANONICAL"],
  ["a combining mark after an escape", "\n\u0301", "NOT_CANONICAL"],
  ["NUL", "\0", "BAD_FIELD"],
])("%s is refused", (_, value, code) => {
  expect(() => canonical(value as Value)).toThrow(expect.objectContaining({ code }));
});

test("texts are written in NFC, names too", () => {
  expect(canonical({ "e\u0301": ["e\u0301"] })).toBe('{"\u00e9":["\u00e9"]}');
});
