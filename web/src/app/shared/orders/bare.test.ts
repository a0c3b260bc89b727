// SPDX-License-Identifier: Apache-2.0

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Bytes, concat } from "../../../encoding.ts";
import { bare } from "./bare.ts";

// The server's tests refuse the first and take the second: identity/photo.
const file = (name: string): Bytes => new Uint8Array(readFileSync(`../identity/photo/testdata/${name}`));
const phone = file("phone.jpg");
const picture = file("bare.jpg");

test("a JPEG loses all that is beside the picture, and nothing of the picture", () => {
  expect(Buffer.from(phone).includes("GPSLatitude")).toBe(true);
  expect(bare(phone)).toEqual(picture);
  expect(bare(picture)).toEqual(picture);
});

test("what is no JPEG, or cut off, is none", () => {
  expect(bare(new Uint8Array())).toBeUndefined();
  expect(bare(concat(Uint8Array.of(0x89), picture))).toBeUndefined();
  for (let length = 0; length < picture.length; length++) {
    expect(bare(picture.slice(0, length)), `${length} bytes`).toBeUndefined();
  }
});
