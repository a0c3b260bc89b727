// SPDX-License-Identifier: Apache-2.0

import { ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { message } from "../act/act.ts";
import { fromBase64url } from "../encoding.ts";
import { invitePublic, readCode, signWithCode, writeCode } from "./invite.ts";

const codes = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((b) => new Uint8Array(b));

test("a code is read as it was written, typed or from a link", () => {
  fc.assert(
    fc.property(codes, (code) => {
      const text = writeCode(code);
      expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
      for (const typed of [
        text,
        ` ${text.toLowerCase().replaceAll("-", " ")}\n`,
        text.replaceAll("-", "").replaceAll("0", "O").replaceAll("1", "I"),
        `https://garden.example/enrol#${text}`,
        `#code=${text}`,
      ]) {
        expect(readCode(typed)).toEqual(code);
      }
    }),
  );
});

test("a mistyped character is found", () => {
  let missed = 0;
  fc.assert(
    fc.property(codes, fc.nat(27), fc.nat(30), (code, at, by) => {
      const text = writeCode(code).replaceAll("-", "");
      const others = [..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"].filter((c) => c !== text[at]);
      missed += readCode(text.slice(0, at) + others[by] + text.slice(at + 1)) === "mistyped" ? 0 : 1;
    }),
    { numRuns: 1000 },
  );
  expect(missed).toBeLessThan(5); // one of 4096 on average
});

test.each([
  ["", "empty"],
  ["https://garden.example/enrol#", "empty"],
  ["ABCD", "wrong-length"],
  ["0".repeat(29), "wrong-length"],
  [`${"0".repeat(27)}U`, "bad-character"],
  [`${"0".repeat(27)}码`, "bad-character"],
])("%j is no code: %s", (text, fault) => {
  expect(readCode(text)).toBe(fault);
});

test("a code signs an act's text, and that text only", () => {
  fc.assert(
    fc.property(codes, fc.string(), fc.string(), (code, text, other) => {
      fc.pre(text !== other);
      const { by, signature } = signWithCode(code, text);
      const key = fromBase64url(invitePublic(code));
      expect(by).toBe("invite");
      expect(ed25519.verify(fromBase64url(signature), message(text), key)).toBe(true);
      expect(ed25519.verify(fromBase64url(signature), message(other), key)).toBe(false);
    }),
    { numRuns: 20 },
  );
});
