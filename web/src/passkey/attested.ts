// SPDX-License-Identifier: Apache-2.0

import { type Bytes, concat, equal, fromHex, utf8 } from "../encoding.ts";

// A P-256 key's SubjectPublicKeyInfo up to its coordinates, in the one form that the ledger takes.
const spkiOfP256 = fromHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

// The one form (CTAP 2.1, section 8) of an ES256 key up to its x (RFC 9053, section 7.1.1), and between x and y.
const coseOfES256 = fromHex("a5010203262001215820");
const beforeY = fromHex("225820");

const name = utf8("hauthData"); // a text of eight letters, in CBOR
const hashFlagsCount = 37; // bytes of authenticator data before the passkey, which begins with 16 bytes of its maker's
const coordinate = 32;

// attested reads, from an attestation object, the authenticator's data and the key of the new passkey (SubjectPublicKeyInfo);
// undefined if it is of another kind than the ledger's. The browser's own methods to read it fail where a program of the user's has
// taken its place.
export function attested(object: Bytes): { data: Bytes; spki: Bytes } | undefined {
  const at = object.findIndex((_, i) => startsAt(object, i, name)) + name.length;
  const wide = object[at] === 0x59; // two bytes of length, or one
  const data = object.slice(at + (wide ? 3 : 2));
  const id = hashFlagsCount + 16;
  const cose = id + 2 + ((data[id] ?? 0) << 8) + (data[id + 1] ?? 0);
  const x = cose + coseOfES256.length;
  const y = x + coordinate + beforeY.length;
  if (!startsAt(data, cose, coseOfES256) || !startsAt(data, x + coordinate, beforeY) || data.length < y + coordinate) {
    return undefined;
  }
  const part = (from: number) => data.subarray(from, from + coordinate);
  return { data, spki: concat(spkiOfP256, part(x), part(y)) };
}

const startsAt = (all: Bytes, at: number, part: Bytes): boolean => equal(all.subarray(at, at + part.length), part);
