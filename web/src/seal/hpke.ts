// SPDX-License-Identifier: Apache-2.0

// HPKE in base mode for one message (RFC 9180): X25519, HKDF-SHA256, AES-128-GCM. The ephemeral key is derived from a
// seed, so that whoever opens a ballot can seal it again. Libraries offer that for testing only, and need the browser
// to have X25519.

import { type Bytes, concat, utf8 } from "../encoding.ts";
import { x25519 } from "./x25519.ts";

const kemSuite = concat(utf8("KEM"), new Uint8Array([0x00, 0x20]));
const suite = concat(utf8("HPKE"), new Uint8Array([0x00, 0x20, 0x00, 0x01, 0x00, 0x01]));
const empty: Bytes = new Uint8Array(0);
const encapSize = 32;

// deriveKey is DeriveKeyPair of section 7.1.3: the private key of a seed.
export async function deriveKey(seed: Bytes): Promise<Bytes> {
  return expand(kemSuite, await extract(kemSuite, empty, "dkp_prk", seed), "sk", empty, 32);
}

// seal returns the encapsulated key and the ciphertext. It throws if the public key is no good.
export async function seal(publicKey: Bytes, seed: Bytes, info: Bytes, plain: Bytes): Promise<Bytes> {
  const curve = await x25519();
  const ephemeral = await deriveKey(seed);
  const encapsulated = await curve.publicOf(ephemeral);
  const shared = await curve.shared(ephemeral, publicKey);
  const { key, iv } = await schedule(shared, concat(encapsulated, publicKey), info);
  return concat(encapsulated, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain)));
}

// open returns what was sealed, and throws if this is not the key or the text for it.
export async function open(privateKey: Bytes, info: Bytes, sealed: Bytes): Promise<Bytes> {
  const curve = await x25519();
  const encapsulated = sealed.slice(0, encapSize);
  const shared = await curve.shared(privateKey, encapsulated);
  const { key, iv } = await schedule(shared, concat(encapsulated, await curve.publicOf(privateKey)), info);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed.slice(encapSize)));
}

// schedule is ExtractAndExpand of section 4.1 and KeySchedule of section 5.1, without a PSK.
async function schedule(shared: Bytes, kemContext: Bytes, info: Bytes): Promise<{ key: CryptoKey; iv: Bytes }> {
  const eae = await extract(kemSuite, empty, "eae_prk", shared);
  const sharedSecret = await expand(kemSuite, eae, "shared_secret", kemContext, 32);
  const context = concat(
    new Uint8Array([0]), // mode_base
    await extract(suite, empty, "psk_id_hash", empty),
    await extract(suite, empty, "info_hash", info),
  );
  const secret = await extract(suite, sharedSecret, "secret", empty);
  const raw = await expand(suite, secret, "key", context, 16);
  return {
    key: await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]),
    iv: await expand(suite, secret, "base_nonce", context, 12),
  };
}

const extract = (id: Bytes, salt: Bytes, label: string, ikm: Bytes): Promise<Bytes> =>
  // HMAC fills a key up with zeros; WebCrypto takes no empty one.
  hmac(salt.length > 0 ? salt : new Uint8Array(32), concat(utf8("HPKE-v1"), id, utf8(label), ikm));

// expand gives at most 32 bytes, which is one round of HKDF-Expand.
async function expand(id: Bytes, prk: Bytes, label: string, info: Bytes, size: number): Promise<Bytes> {
  const labelled = concat(new Uint8Array([0, size]), utf8("HPKE-v1"), id, utf8(label), info);
  return (await hmac(prk, concat(labelled, new Uint8Array([1])))).slice(0, size);
}

async function hmac(key: Bytes, data: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, data));
}
