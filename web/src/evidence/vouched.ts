// SPDX-License-Identifier: Apache-2.0

// Who vouches for a certificate (RFC 5280, 6.1): each is signed with the one above, which may do that, and is in force.

import { type Bytes, equal } from "../encoding.ts";
import { anything, type Certificate, inForce, type Key, known, plain, stamps, usesOf, verifies } from "./certificate.ts";
import { content, natural, parts, tags } from "./der.ts";

// vouched says whether a trusted certificate is this one, or vouches for it through others, at a time.
export async function vouched(of: Certificate, others: readonly Certificate[], trusted: Certificate, at: bigint): Promise<boolean> {
  if (!plain(trusted) || !of.algorithm || !inForce(trusted, at)) {
    return false;
  }
  if (equal(of.whole, trusted.whole)) {
    return true;
  }
  let left = [trusted, ...others.filter(({ algorithm }) => algorithm)];
  let reached = [of];
  for (let between = 0; reached.length > 0; between++) {
    const able = left.filter((above) => may(above, between, at));
    const signs = await Promise.all(able.map((above) => isAbove(above, reached)));
    reached = able.filter((_, i) => signs[i]);
    left = left.filter((one) => !reached.includes(one));
    if (reached.includes(trusted)) {
      return true;
    }
  }
  return false;
}

async function isAbove(above: Certificate, all: readonly Certificate[]): Promise<boolean> {
  const below = all.filter(({ issuer }) => equal(issuer, above.subject));
  return (await Promise.all(below.map((one) => isSignedWith(one, above.key)))).includes(true);
}

const isSignedWith = async ({ signed, signature, algorithm }: Certificate, key: Key | null): Promise<boolean> =>
  algorithm !== null &&
  key !== null &&
  (algorithm.key === "RSA") === (key.kind === "RSA") &&
  verifies(key, algorithm.hash, signed, signature);

// may says whether a certificate may vouch for others, with so many between it and the signer's.
function may(certificate: Certificate, between: number, at: bigint): boolean {
  try {
    return plain(certificate) && inForce(certificate, at) && isAuthority(certificate, between) && isForStamps(certificate);
  } catch {
    return false; // it has an extension that cannot be read
  }
}

function isAuthority({ extensions }: Certificate, between: number): boolean {
  const [basic, usage] = [extensions.get(known.basic), extensions.get(known.usage)];
  const [ca, length] = basic ? parts(basic.value, tags.sequence, 0, 2) : [];
  const farEnough = !length || numberOf(natural(length)) >= between;
  const signs = !usage || ((content(usage.value, tags.bits)[1] ?? 0) & 0x04) !== 0;
  return ca !== undefined && equal(ca.whole, Uint8Array.of(1, 1, 0xff)) && farEnough && signs;
}

const numberOf = (bytes: Bytes): number => bytes.reduce((n, byte) => n * 256 + byte, 0);

function isForStamps({ extensions }: Certificate): boolean {
  const extended = extensions.get(known.extended);
  return !extended || usesOf(extended).some((use) => use === stamps || use === anything);
}
