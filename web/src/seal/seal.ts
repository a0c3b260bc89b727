// SPDX-License-Identifier: Apache-2.0

// Keeps a ballot's selections closed until the bodies publish their election keys. The construction, and the bytes, are
// those of the ledger's package rules/election/seal: one secret, from which everything else is derived, so that whoever
// opens a ballot can seal it again and compare.

import type { Sealed } from "../act/body.ts";
import { canonical } from "../act/canonical.ts";
import { type Bytes, base64url, concat, equal, fromBase64url, sha256, utf8 } from "../encoding.ts";
import * as hpke from "./hpke.ts";
import { evaluate, readScalar, recover, reduce, type Scalar, type Share, scalarBytes } from "./scalar.ts";

// Reason why a sealed ballot is rejected when it is opened, as the ledger names it.
export type Reason =
  | "bad-seal-shape" // wrong number of shares, or wrong length
  | "bad-share" // a body's share does not open, or is not a share
  | "bad-key-commitment" // the shares give another key than the voter committed to
  | "cannot-open" // the recovered key does not open the selections
  | "bad-seal"; // some other keys would have opened it differently, or not at all

export class SealError extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.name = "SealError";
    this.reason = reason;
  }
}

// Context is what a sealed text is bound to; it opens nowhere else.
export type Context = { community: string; election: string; net: string; right: string; seq: string };

// Params are the same for every ballot of an election, and are members of the ledger's election document.
export type Params = {
  keys: readonly string[]; // the bodies' public keys, base64url, in the election's order
  threshold: number; // how many keys open a ballot
  pad: number; // bytes the selections are padded to
};

const lengthPrefix = 2;
const tagSize = 16;
const shareSize = 32 + 32 + tagSize;
export const seedSize = 64;

// seal closes selections (at most params.pad bytes) with 64 random bytes, which must never be used for anything else.
export async function seal(params: Params, context: Context, selections: Bytes, seed: Bytes): Promise<Sealed> {
  if (selections.length > params.pad) {
    throw new RangeError(`selections-too-long: ${selections.length} bytes, at most ${params.pad}`);
  }
  if (seed.length !== seedSize) {
    throw new RangeError(`a seal takes ${seedSize} random bytes`);
  }
  return sealWith(reduce(seed), params, contextBytes(context), selections);
}

// open opens with the first t of the private keys: by body, in the election's order, undefined where a body has
// published none. It throws a SealError if the ballot is to be rejected.
export async function open(params: Params, keys: readonly (Bytes | undefined)[], context: Context, sealed: Sealed): Promise<Bytes> {
  const parts = readParts(params, sealed);
  const bound = contextBytes(context);
  const opening = keys.flatMap((key, i) => (key ? [{ key, i }] : [])).slice(0, params.threshold);
  if (opening.length < params.threshold) {
    throw new RangeError(`${opening.length} keys are published; ${params.threshold} are needed`);
  }
  const shares = await Promise.all(opening.map(({ key, i }) => openShare(key, i, bound, parts.shares[i])));
  return reopen(recover(shares), params, bound, parts.commitment, parts.content, sealed);
}

async function sealWith(secret: Scalar, params: Params, context: Bytes, selections: Bytes): Promise<Sealed> {
  const raw = scalarBytes(secret);
  const key = await derive(raw, context, "content key", 32);
  const padded = new Uint8Array(lengthPrefix + params.pad);
  padded.set([selections.length >> 8, selections.length & 0xff]);
  padded.set(selections, lengthPrefix);
  const coefficients = [secret];
  for (let i = 1; i < params.threshold; i++) {
    coefficients.push(reduce(await derive(raw, context, `coefficient ${i}`, 64)));
  }
  const sealShare = async (publicKey: string, i: number): Promise<string> => {
    const ephemeral = await derive(raw, context, `ephemeral ${i}`, 32);
    const share = scalarBytes(evaluate(coefficients, i + 1)); // zero holds the secret
    return base64url(await hpke.seal(fromBase64url(publicKey), ephemeral, context, share));
  };
  return {
    commitment: base64url(await commit(key)),
    content: base64url(new Uint8Array(await crypto.subtle.encrypt(gcm(context), await aes(key), padded))),
    shares: await Promise.all(params.keys.map(sealShare)),
  };
}

async function openShare(key: Bytes, i: number, context: Bytes, share: Bytes | undefined): Promise<Share> {
  const raw = await hpke.open(key, context, share ?? new Uint8Array(0)).catch(() => undefined);
  const value = raw && readScalar(raw);
  if (value === undefined) {
    throw new SealError("bad-share");
  }
  return { at: i + 1, value };
}

// reopen opens with the recovered secret, and seals again to see that every byte follows from that secret.
async function reopen(secret: Scalar, params: Params, context: Bytes, commitment: Bytes, content: Bytes, sealed: Sealed): Promise<Bytes> {
  const key = await derive(scalarBytes(secret), context, "content key", 32);
  if (!equal(await commit(key), commitment)) {
    throw new SealError("bad-key-commitment");
  }
  const padded = await crypto.subtle.decrypt(gcm(context), await aes(key), content).catch(() => {
    throw new SealError("cannot-open");
  });
  const size = new DataView(padded).getUint16(0);
  if (size > params.pad) {
    throw new SealError("cannot-open");
  }
  const selections = new Uint8Array(padded, lengthPrefix, size).slice();
  const again = await sealWith(secret, params, context, selections);
  if (canonical(again) !== canonical(sealed)) {
    throw new SealError("bad-seal");
  }
  return selections;
}

function readParts(params: Params, sealed: Sealed): { commitment: Bytes; content: Bytes; shares: Bytes[] } {
  const commitment = fromBase64url(sealed.commitment);
  const content = fromBase64url(sealed.content);
  const shares = sealed.shares.map(fromBase64url);
  const fits =
    commitment.length === 32 &&
    content.length === lengthPrefix + params.pad + tagSize &&
    shares.length === params.keys.length &&
    shares.every((share) => share.length === shareSize);
  if (!fits) {
    throw new SealError("bad-seal-shape");
  }
  return { commitment, content, shares };
}

// contextBytes writes a context as the ledger does. Its members are ids, digits and hex, which all JSON writers write alike.
export function contextBytes({ community, election, net, right, seq }: Context): Bytes {
  const text = canonical({ community, election, net, right, seq });
  if (/[<>&\\]|[^\x20-\x7e]/.test(text)) {
    throw new RangeError("a ballot's context is made of ids");
  }
  return utf8(text);
}

async function derive(secret: Bytes, context: Bytes, label: string, size: number): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const info = concat(utf8(`${label}\0`), context);
  const params = { name: "HKDF", hash: "SHA-256", salt: utf8("linli/seal/v1"), info };
  return new Uint8Array(await crypto.subtle.deriveBits(params, key, size * 8));
}

const commit = (key: Bytes): Promise<Bytes> => sha256(utf8("linli/seal/commitment/v1\0"), key);

const aes = (key: Bytes): Promise<CryptoKey> => crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);

// gcm has a nonce of zeros, as each key is used once.
const gcm = (context: Bytes): AesGcmParams => ({ name: "AES-GCM", iv: new Uint8Array(12), additionalData: context });
