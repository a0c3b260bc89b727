// SPDX-License-Identifier: Apache-2.0

import { Point, verifyAsync } from "@noble/ed25519";
import { expect, test } from "vitest";
import { type Bytes, concat, fromHex, utf8 } from "../encoding.ts";
import { verifies } from "./ed25519.ts";

const order = Point.CURVE().n;
const message = utf8("linli");
const torsion = Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"); // of order 8

const number = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const bytesOf = (value: bigint): Bytes => fromHex((value.toString(16).padStart(64, "0").match(/../g) ?? []).reverse().join(""));

// signed is a signature by a scalar, with a point of small order added to R, and S larger by so many orders.
async function signed(toR: Point, more = 0n): Promise<[signature: Bytes, key: Bytes]> {
  const [a, r] = [123456789n, 987654321n];
  const key = new Uint8Array(Point.BASE.multiply(a).toBytes());
  const encoded = Point.BASE.multiply(r).add(toR).toBytes();
  const k = number(new Uint8Array(await crypto.subtle.digest("SHA-512", concat(encoded, key, message)))) % order;
  return [concat(encoded, bytesOf(((r + k * a) % order) + more * order)), key];
}

test("a signature is good as the ledger's programs verify it: without the cofactor, in one encoding", async () => {
  const [signature, key] = await signed(Point.ZERO);
  expect(await verifies(signature, message, key)).toBe(true);
  expect(await verifies(signature, utf8("linlj"), key)).toBe(false);
  expect(await verifies(signature.slice(1), message, key)).toBe(false);
  expect(await verifies(signature, message, key.slice(1))).toBe(false);
  const [larger, same] = await signed(Point.ZERO, 1n);
  expect(await verifies(larger, message, same)).toBe(false);
  for (const point of [torsion, torsion.multiply(4n)]) {
    const [bad, key] = await signed(point);
    expect(await verifyAsync(bad, message, key), "others take it").toBe(true);
    expect(await verifies(bad, message, key)).toBe(false);
  }
});

// RFC 8032, 7.1, test 2.
test("a signature of the standard is good", async () => {
  const key = fromHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const signature = fromHex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  );
  expect(await verifies(signature, fromHex("72"), key)).toBe(true);
  expect(await verifies(signature, fromHex("73"), key)).toBe(false);
});
