// SPDX-License-Identifier: Apache-2.0

import { expect, test } from "vitest";
import { fromHex } from "../encoding.ts";
import { counterLink, newCode, readCode, voucherOf, writeCode } from "./code.ts";

const code = fromHex("0001020304050607080f");

test("a code is read as it is written, typed and linked to", async () => {
  const written = writeCode(code);
  expect(written).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  for (const text of [written, written.toLowerCase().replaceAll("-", " "), counterLink("https://a.example", "garden", code)]) {
    expect(readCode(text)).toEqual(code);
  }
  expect(await voucherOf(code)).toMatch(/^[0-9a-f]{64}$/);
  expect(newCode()).not.toEqual(newCode());
});

test("what is no code is not read", () => {
  for (const text of ["", "ABCD", `${writeCode(code)}0`, "UUUU-UUUU-UUUU-UUUU", "https://a.example/c/garden/office#/counter/"]) {
    expect(readCode(text), text).toBeUndefined();
  }
});
