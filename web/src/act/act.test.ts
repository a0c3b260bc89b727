// SPDX-License-Identifier: Apache-2.0

import fc from "fast-check";
import { expect, test } from "vitest";
import { hex } from "../encoding.ts";
import { type Envelope, encode, hashOf, int, parse, shown, validity } from "./act.ts";

const envelope: Envelope = {
  by: "credential-0123456789",
  community: "garden",
  disp: "b".repeat(64),
  net: "a".repeat(64),
  seq: "1",
  ...validity(1_900_000_000),
};
const body = { election: "2030-budget" };

test("what is encoded is parsed", () => {
  const text = encode("election.close", body, envelope);
  expect(parse(text)).toEqual({ ...envelope, body, type: "election.close", v: "1" });
});

test("a hash is the ledger's", async () => {
  expect(hex(await hashOf("{}"))).toBe("90794d0a1af077173955796f48001c0954211c89dcc2e3854dfa792d4a3c4cb7");
});

test.each([
  ["seq", "0"],
  ["seq", "01"],
  ["seq", ""],
  ["seq", "9223372036854775808"],
  ["net", "A".repeat(64)],
  ["by", "short"],
  ["community", "Garden"],
  ["disp", ""],
  ["exp", "1"],
])("an act that the ledger would refuse is not written: %s %j", (member, value) => {
  expect(() => encode("election.close", body, { ...envelope, [member]: value })).toThrow(expect.objectContaining({ code: "BAD_FIELD" }));
});

test("an act with any character changed has another hash, or is none", async () => {
  const text = encode("election.close", body, envelope);
  const hash = hex(await hashOf(text));
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), async (at, by) => {
      const changed = text.slice(0, at) + by + text.slice(at + 1);
      fc.pre(changed !== text);
      expect(hex(await hashOf(changed))).not.toBe(hash);
    }),
  );
});

test("an act over its size is refused", () => {
  const text = encode("election.close", body, envelope);
  expect(parse(text, text.length)).toBeTruthy();
  expect(() => parse(text, text.length - 1)).toThrow(expect.objectContaining({ code: "TOO_LARGE" }));
});

test("whole numbers only", () => {
  expect(int(0)).toBe("0");
  expect(int(2n ** 63n - 1n)).toBe("9223372036854775807");
  for (const n of [-1, 1.5, Number.NaN, 2 ** 53, 2n ** 63n]) {
    expect(() => int(n)).toThrow();
  }
});

test("what was shown is hashed as one text, however it was composed", async () => {
  expect(await shown("e\u0301")).toBe(await shown("\u00e9"));
});
