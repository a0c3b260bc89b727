// SPDX-License-Identifier: Apache-2.0

import fc from "fast-check";
import { expect, test } from "vitest";
import { base64url, fromBase64url, fromHex, hex } from "./encoding.ts";

const bytes = fc.uint8Array().map((b) => new Uint8Array(b));

test("bytes come back from hex and base64url", () => {
  fc.assert(
    fc.property(bytes, (b) => {
      expect(fromHex(hex(b))).toEqual(b);
      expect(fromBase64url(base64url(b))).toEqual(b);
      expect(base64url(b)).toBe(Buffer.from(b).toString("base64url"));
    }),
  );
});

test.each(["A", "AB", "AA==", "A+AA", "A/AA", "AA\n", "AAB", "é"])("%j is not base64url", (text) => {
  expect(() => fromBase64url(text)).toThrow(RangeError);
});

test.each(["0", "0g", "AB", " 00"])("%j is not hex", (text) => {
  expect(() => fromHex(text)).toThrow(RangeError);
});
