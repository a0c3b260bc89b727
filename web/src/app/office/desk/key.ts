// SPDX-License-Identifier: Apache-2.0

import { base64url } from "../../../encoding.ts";

// What the two kinds of keys that a device may have begin with (SPKI, DER), and how long they are.
const kinds = [
  { begins: "302a300506032b6570032100", bytes: 44 }, // Ed25519
  { begins: "3059301306072a8648ce3d020106082a8648ce3d03010703420004", bytes: 91 }, // P-256
];

// deviceKey reads a public key as PEM or base64, and writes it as acts do; undefined if it is none of a device's.
export function deviceKey(pasted: string): string | undefined {
  const text = pasted
    .replace(/-----(BEGIN|END) PUBLIC KEY-----/g, "")
    .replace(/\s/g, "")
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replace(/=+$/, "");
  if (!/^[A-Za-z0-9+/]+$/.test(text) || text.length % 4 === 1) {
    return undefined;
  }
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const begins = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return kinds.some((kind) => bytes.length === kind.bytes && begins.startsWith(kind.begins)) ? base64url(bytes) : undefined;
}
