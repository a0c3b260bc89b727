// SPDX-License-Identifier: Apache-2.0

// X25519 of the library, from its ladder and RFC 7748's parameters: the library's own file for this curve brings signatures,
// hashing to the curve and more, which no voter should have to load.

import { pow } from "@noble/curves/abstract/modular.js";
import { montgomery } from "@noble/curves/abstract/montgomery.js";

const p = (1n << 255n) - 19n;

// clamp makes a scalar of 32 bytes (RFC 7748, section 5).
function clamp(bytes: Uint8Array): Uint8Array {
  bytes[0] = (bytes[0] ?? 0) & 248;
  bytes[31] = ((bytes[31] ?? 0) & 127) | 64;
  return bytes;
}

export const x25519 = montgomery({
  P: p,
  type: "x25519",
  adjustScalarBytes: clamp,
  powPminus2: (x) => pow(x, p - 2n, p),
});
