// SPDX-License-Identifier: Apache-2.0

// Ed25519 as the ledger's programs verify it (RFC 8032, 5.1.7, without the cofactor): R has to be the one encoding of [S]B - [k]A. Libraries
// differ about signatures that no honest signer makes, and two verifiers of evidence may not.

import { Point } from "@noble/ed25519";
import { type Bytes, concat, equal } from "../encoding.ts";

const order = (1n << 252n) + 27742317777372353535851937790883648493n;

export async function verifies(signature: Bytes, message: Bytes, key: Bytes): Promise<boolean> {
  const [r, s] = [signature.slice(0, 32), number(signature.slice(32))];
  if (signature.length !== 64 || key.length !== 32 || s >= order) {
    return false;
  }
  const digest = await crypto.subtle.digest("SHA-512", concat(r, key, message));
  const k = number(new Uint8Array(digest)) % order;
  try {
    const a = Point.fromBytes(key, true);
    return equal(Point.BASE.multiply(s, false).subtract(a.multiply(k, false)).toBytes(), r);
  } catch {
    return false; // the key is no point
  }
}

// number reads bytes, the last of which counts most.
const number = (bytes: Bytes): bigint => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
