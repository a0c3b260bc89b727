// SPDX-License-Identifier: Apache-2.0

// Shamir's shares over the scalar field of ristretto255. Only arithmetic modulo the group's order is needed, no curve.
// BigInt does not take the same time for all numbers; these are secrets of one ballot, on the voter's own device.

import type { Bytes } from "../encoding.ts";

// order of the group (RFC 9496, section 4).
const order = (1n << 252n) + 27742317777372353535851937790883648493n;

export type Scalar = bigint;

export type Share = { at: number; value: Scalar };

// reduce makes a scalar of 64 uniform bytes, big-endian.
export const reduce = (wide: Bytes): Scalar => wide.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) % order;

// scalarBytes writes a scalar as 32 bytes, little-endian.
export const scalarBytes = (scalar: Scalar): Bytes => Uint8Array.from({ length: 32 }, (_, i) => Number((scalar >> BigInt(8 * i)) & 0xffn));

// readScalar reads what scalarBytes writes; undefined for a number that is not reduced.
export function readScalar(bytes: Bytes): Scalar | undefined {
  const scalar = bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return bytes.length === 32 && scalar < order ? scalar : undefined;
}

// evaluate returns the value at a point of the polynomial with these coefficients, the lowest first.
export const evaluate = (coefficients: readonly Scalar[], at: number): Scalar =>
  coefficients.reduceRight((sum, coefficient) => (sum * BigInt(at) + coefficient) % order, 0n);

// recover returns the value at zero of the polynomial through the shares (Lagrange), whose points must differ.
export function recover(shares: readonly Share[]): Scalar {
  let secret = 0n;
  for (const { at, value } of shares) {
    let above = value;
    let below = 1n;
    for (const other of shares) {
      if (other.at !== at) {
        above = (above * BigInt(other.at)) % order;
        below = (below * BigInt(other.at - at)) % order;
      }
    }
    secret += above * inverse(below < 0n ? below + order : below);
  }
  return secret % order;
}

// inverse by Fermat: the order is prime.
function inverse(of: bigint): bigint {
  let [result, base] = [1n, of];
  for (let exponent = order - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) {
      result = (result * base) % order;
    }
    base = (base * base) % order;
  }
  return result;
}
