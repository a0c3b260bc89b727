// SPDX-License-Identifier: Apache-2.0

import { verifyAsync } from "@noble/ed25519";
import fc from "fast-check";
import { expect, test } from "vitest";
import { message } from "../act/act.ts";
import { fromBase64url } from "../encoding.ts";
import { ofBrowser, ofLibrary } from "./ed25519.ts";
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

test("a code signs an act's text, and that text only", () =>
  fc.assert(
    fc.asyncProperty(codes, fc.string(), fc.string(), async (code, text, other) => {
      fc.pre(text !== other);
      const { by, signature } = await signWithCode(code, text);
      const key = fromBase64url(await invitePublic(code));
      expect(by).toBe("invite");
      expect(await verifyAsync(fromBase64url(signature), message(text), key)).toBe(true);
      expect(await verifyAsync(fromBase64url(signature), message(other), key)).toBe(false);
    }),
    { numRuns: 20 },
  ));

test("the browser's Ed25519 and the library's make the same keys and signatures", () =>
  fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.string(), async (raw, text) => {
      const [seed, said] = [new Uint8Array(raw), message(text)];
      const library = await ofLibrary();
      expect(await library.publicOf(seed)).toEqual(await ofBrowser.publicOf(seed));
      expect(await library.sign(said, seed)).toEqual(await ofBrowser.sign(said, seed));
    }),
    { numRuns: 20 },
  ));
