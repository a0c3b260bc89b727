// SPDX-License-Identifier: Apache-2.0

// Certificates (X.509, RFC 5280), as far as a time stamp asks for: whose key it is, what for, when, and who vouches for it.

import { type Bytes, concat, equal } from "../encoding.ts";
import { content, integer, isInteger, natural, oid, only, parts, read, tags, time, type Value, wrong } from "./der.ts";

export type Hash = "SHA-256" | "SHA-384" | "SHA-512";
export type Key = { kind: "RSA" | "P-256" | "P-384"; spki: Bytes };
type Extension = { critical: boolean; value: Value };

export type Certificate = {
  whole: Bytes;
  signed: Bytes;
  signature: Bytes;
  algorithm: Algorithm | null; // that it is signed with; null: one that is not known here
  serial: Bytes;
  issuer: Bytes;
  subject: Bytes;
  from: bigint;
  until: bigint;
  key: Key | null; // null: one that is not known here
  extensions: ReadonlyMap<string, Extension>;
};

type Algorithm = { key: "RSA" | "ECDSA"; hash: Hash };

const algorithms: { readonly [oid: string]: Algorithm } = {
  "1.2.840.113549.1.1.11": { key: "RSA", hash: "SHA-256" },
  "1.2.840.113549.1.1.12": { key: "RSA", hash: "SHA-384" },
  "1.2.840.113549.1.1.13": { key: "RSA", hash: "SHA-512" },
  "1.2.840.10045.4.3.2": { key: "ECDSA", hash: "SHA-256" },
  "1.2.840.10045.4.3.3": { key: "ECDSA", hash: "SHA-384" },
  "1.2.840.10045.4.3.4": { key: "ECDSA", hash: "SHA-512" },
};
const hashes: { readonly [oid: string]: Hash } = {
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
};
const rsa = "1.2.840.113549.1.1.1";
const curves: { readonly [oid: string]: Key["kind"] } = { "1.2.840.10045.3.1.7": "P-256", "1.3.132.0.34": "P-384" };

function unknown(): never {
  throw new Error("it is signed by an algorithm that is not known here");
}

// bare is the number of an algorithm without parameters.
export function bare(value: Value | undefined): string {
  const [kind, parameters] = parts(value, tags.sequence, 1, 2);
  return parameters && !equal(parameters.whole, Uint8Array.of(tags.nothing, 0)) ? unknown() : oid(kind);
}

export const hashOf = (value: Value | undefined): Hash => hashes[bare(value)] ?? unknown();

// signs is what a signature over a digest is made with, by a key.
export function signs(value: Value | undefined, hash: Hash, key: Key | null): Algorithm {
  const kind = bare(value);
  const found = kind === rsa ? { key: "RSA" as const, hash } : algorithms[kind];
  return found && key && found.hash === hash && (found.key === "RSA") === (key.kind === "RSA") ? found : unknown();
}

// readCertificate reads one, or throws an Error.
export function readCertificate(value: Value): Certificate {
  const [tbs, algorithm, signature] = parts(value, tags.sequence, 3);
  const [version, serial, inner, issuer, validity, subject, spki, ...more] = parts(tbs, tags.sequence, 8, 10);
  const [from, until] = parts(validity, tags.sequence, 2);
  if (!isInteger(only(version, tags.first), 2) || !equal(inner?.whole ?? wrong(), algorithm?.whole ?? wrong())) {
    wrong();
  }
  return {
    whole: value.whole,
    signed: (tbs as Value).whole,
    signature: bits(signature),
    algorithm: algorithmOf(algorithm),
    serial: integer(serial),
    issuer: (issuer as Value).whole,
    subject: (subject as Value).whole,
    from: time(from),
    until: time(until),
    key: keyOf(spki as Value),
    extensions: extensionsIn(more.slice(-1)[0]),
  };
}

function algorithmOf(value: Value | undefined): Algorithm | null {
  const [kind, parameters] = parts(value, tags.sequence, 1, 2);
  const found = algorithms[oid(kind)];
  return found && (!parameters || parameters.tag === tags.nothing) ? found : null;
}

// bits are whole bytes of bits.
function bits(value: Value | undefined): Bytes {
  const all = content(value, tags.bits);
  return all[0] === 0 ? all.subarray(1) : wrong();
}

const least = 2048; // bits of RSA
const most = 8192;

function keyOf(spki: Value): Key | null {
  const [algorithm, raw] = parts(spki, tags.sequence, 2);
  const [kind, parameter] = parts(algorithm, tags.sequence, 1, 2);
  if (oid(kind) === rsa) {
    const [n, e] = parts(read(bits(raw)), tags.sequence, 2);
    const modulus = natural(n);
    const size = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
    return size >= least && size <= most && equal(natural(e), Uint8Array.of(1, 0, 1)) ? { kind: "RSA", spki: spki.whole } : null;
  }
  const curve = oid(kind) === "1.2.840.10045.2.1" && parameter?.tag === tags.oid ? curves[oid(parameter)] : undefined;
  return curve && bits(raw)[0] === 4 ? { kind: curve, spki: spki.whole } : null;
}

function extensionsIn(value: Value | undefined): Map<string, Extension> {
  const found = new Map<string, Extension>();
  for (const one of parts(only(value, 0xa3), tags.sequence, 1, Number.POSITIVE_INFINITY)) {
    const [kind, ...rest] = parts(one, tags.sequence, 2, 3);
    const critical = rest.length === 2;
    if (found.has(oid(kind)) || (critical && !equal(rest[0]?.whole ?? wrong(), Uint8Array.of(1, 1, 0xff)))) {
      wrong();
    }
    found.set(oid(kind), { critical, value: inner(content(rest.slice(-1)[0], tags.bytes), oid(kind)) });
  }
  return found;
}

export const known = { usage: "2.5.29.15", basic: "2.5.29.19", constraints: "2.5.29.30", extended: "2.5.29.37" };
const asked: readonly string[] = [known.usage, known.basic, known.extended];
const nothing: Value = { tag: tags.nothing, whole: new Uint8Array(0), content: new Uint8Array(0), parts: [] };

// inner is what an extension says, if anybody asks.
const inner = (der: Bytes, kind: string): Value => (asked.includes(kind) ? read(der) : nothing);

// plain says whether every verifier can tell what a certificate is good for.
export function plain({ extensions, key }: Certificate): boolean {
  const odd = [...extensions].some(([kind, { critical }]) => kind === known.constraints || (critical && !asked.includes(kind)));
  return key !== null && !odd;
}

export const [stamps, anything] = ["1.3.6.1.5.5.7.3.8", "2.5.29.37.0"];

export const usesOf = ({ value }: Extension): string[] => parts(value, tags.sequence, 1, Number.POSITIVE_INFINITY).map(oid);

// stampsAlone says whether a certificate is for time stamps and for nothing else (RFC 3161, 2.3).
export function stampsAlone(certificate: Certificate): boolean {
  const extended = certificate.extensions.get(known.extended);
  return extended?.critical === true && usesOf(extended).join() === stamps && plain(certificate);
}

export const inForce = ({ from, until }: Certificate, at: bigint): boolean => from <= at && at <= until;

// verifies says whether a signature over bytes is a key's.
export async function verifies({ kind, spki }: Key, hash: Hash, signed: Bytes, signature: Bytes): Promise<boolean> {
  try {
    if (kind === "RSA") {
      const name = "RSASSA-PKCS1-v1_5";
      const key = await crypto.subtle.importKey("spki", spki, { name, hash }, false, ["verify"]);
      return await crypto.subtle.verify(name, key, signature, signed);
    }
    const key = await crypto.subtle.importKey("spki", spki, { name: "ECDSA", namedCurve: kind }, false, ["verify"]);
    const numbers = parts(read(signature), tags.sequence, 2).map(natural);
    const size = kind === "P-256" ? 32 : 48;
    const padded = numbers.map((n) => (n.length > size ? wrong() : concat(new Uint8Array(size - n.length), n)));
    return await crypto.subtle.verify({ name: "ECDSA", hash }, key, concat(...padded), signed);
  } catch {
    return false;
  }
}
