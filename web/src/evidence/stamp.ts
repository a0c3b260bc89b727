// SPDX-License-Identifier: Apache-2.0

// A time stamp (RFC 3161) of a bundle, as docs/evidence.md has it. This part is loaded for bundles that have one.

import { type Bytes, equal, hex, sha256 } from "../encoding.ts";
import { type Certificate, type Hash, hashOf, inForce, readCertificate, signs, stampsAlone, verifies } from "./certificate.ts";
import { content, integer, isInteger, oid, only, parts, read, tags, time, type Value, wrong } from "./der.ts";
import { vouched } from "./vouched.ts";

const mostCertificates = 8;
const info = "1.2.840.113549.1.9.16.1.4";

// kinds are attributes, by the bytes of their numbers (1.2.840.113549.1.9.3, .4 and .16.2.47).
const kinds = { content: "2a864886f70d010903", digest: "2a864886f70d010904", certificate: "2a864886f70d010910022f" };

// Stamp is what a stamp says, and the certificates that it brings along.
export type Stamp = { at: bigint; hash: Bytes; by: string; certificate: Certificate; others: Certificate[] };

type Signer = { issuer: Value; serial: Bytes; digest: Hash; attributes: Value; algorithm: Value; signature: Bytes };

// readStamp takes a stamp apart, and throws an Error that says what is wrong in it.
export async function readStamp(raw: Bytes): Promise<Stamp> {
  const [kind, wrapped] = parts(read(raw), tags.sequence, 2);
  const [version, digests, inside, certificates, signers] = parts(only(wrapped, tags.first), tags.sequence, 5);
  const [type, box] = parts(inside, tags.sequence, 2);
  const told = content(only(box, tags.first), tags.bytes);
  const fits = oid(kind) === "1.2.840.113549.1.7.2" && isInteger(version, 3) && digests?.tag === tags.set && oid(type) === info;
  const signer = fits ? signerIn(only(signers, tags.set)) : wrong();
  const { at, hash } = infoIn(told);
  const [certificate, others] = certificatesIn(certificates, signer);
  await verify(signer, told, certificate);
  if (!stampsAlone(certificate)) {
    throw new Error("its certificate is not one for time stamps alone");
  }
  if (!inForce(certificate, at)) {
    throw new Error("its certificate was not in force at the time that it says");
  }
  return { at, hash, by: hex(await sha256(certificate.whole)), certificate, others };
}

function signerIn(value: Value): Signer {
  const [version, name, digest, attributes, algorithm, signature] = parts(value, tags.sequence, 6);
  const [issuer, serial] = parts(name, tags.sequence, 2);
  if (!isInteger(version, 1) || attributes?.tag !== tags.first || !issuer || !algorithm) {
    return wrong();
  }
  return { issuer, serial: integer(serial), digest: hashOf(digest), attributes, algorithm, signature: content(signature, tags.bytes) };
}

// infoIn reads the beginning of what is signed. What follows the time is not asked for.
function infoIn(raw: Bytes): { at: bigint; hash: Bytes } {
  const [version, policy, imprint, serial, at] = parts(read(raw), tags.sequence, 5, Number.POSITIVE_INFINITY);
  const [algorithm, hash] = parts(imprint, tags.sequence, 2);
  const fits = isInteger(version, 1) && policy?.tag === tags.oid && serial?.tag === tags.integer && at?.tag === tags.time;
  if (!fits || hashOf(algorithm) !== "SHA-256") {
    return wrong();
  }
  return { at: time(at, true), hash: content(hash, tags.bytes) };
}

// certificatesIn finds the signer's. Others that cannot be read are passed over.
function certificatesIn(value: Value | undefined, { issuer, serial }: Signer): [Certificate, Certificate[]] {
  const readable = parts(value, tags.first, 0, mostCertificates).flatMap((one) => {
    try {
      return readCertificate(one);
    } catch {
      return [];
    }
  });
  const own = readable.find((one) => equal(one.issuer, issuer.whole) && equal(one.serial, serial));
  if (!own) {
    throw new Error("the certificate that it is signed with is not in it, or cannot be read");
  }
  return [own, readable.filter((one) => one !== own)];
}

async function verify({ digest, attributes, algorithm, signature }: Signer, told: Bytes, certificate: Certificate): Promise<void> {
  const values = valuesOf(attributes);
  const same = async (expected: Bytes, hash: Hash, of: Bytes) => equal(expected, new Uint8Array(await crypto.subtle.digest(hash, of)));
  const said = oid(values(kinds.content)) === info && (await same(content(values(kinds.digest), tags.bytes), digest, told));
  if (!said) {
    throw new Error("what was signed is not what it says");
  }
  const named = namedIn(values(kinds.certificate));
  if (!(await same(named.hash, named.by, certificate.whole))) {
    throw new Error("it was signed with another certificate");
  }
  signs(algorithm, digest, certificate.key);
  const signed = attributes.whole.slice();
  signed[0] = tags.set;
  if (!certificate.key || !(await verifies(certificate.key, digest, signed, signature))) {
    throw new Error("its signature is not that of its certificate");
  }
}

// valuesOf gives the one value of each attribute that is asked for, none of which stands twice.
function valuesOf(attributes: Value): (kind: string) => Value {
  const found = new Map<string, Value>();
  for (const one of attributes.parts) {
    const [kind, values] = parts(one, tags.sequence, 2);
    const name = hex(content(kind, tags.oid));
    if (found.has(name) || values?.tag !== tags.set) {
      wrong();
    }
    found.set(name, values as Value);
  }
  return (kind) => only(found.get(kind), tags.set);
}

// namedIn is the hash of the certificate that a message names as its signer's (RFC 5035, SigningCertificateV2).
function namedIn(value: Value): { by: Hash; hash: Bytes } {
  const [list] = parts(value, tags.sequence, 1, 2);
  const [first] = parts(list, tags.sequence, 1, Number.POSITIVE_INFINITY).map((one) => {
    const all = parts(one, tags.sequence, 1, 3);
    const algorithm = all[0]?.tag === tags.sequence ? all.shift() : undefined;
    return all.length <= 2 ? { algorithm, hash: content(all[0], tags.bytes) } : wrong();
  });
  return first ? { by: first.algorithm ? hashOf(first.algorithm) : "SHA-256", hash: first.hash } : wrong();
}

// isBy says whether a stamp is signed with a certificate (DER), or with one that it vouches for.
export async function isBy({ certificate, others, at }: Stamp, trusted: Bytes): Promise<boolean> {
  try {
    return await vouched(certificate, others, readCertificate(read(trusted)), at);
  } catch {
    return false;
  }
}
