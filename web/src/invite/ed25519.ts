// SPDX-License-Identifier: Apache-2.0

// Ed25519 of the browser where it has it (Chromium 137, Safari 17, Firefox 129), else of a library that is loaded then.

import { type Bytes, concat, fromBase64url, fromHex } from "../encoding.ts";

// Ed25519 takes a seed of 32 bytes.
export type Ed25519 = {
  publicOf(seed: Bytes): Promise<Bytes>;
  sign(message: Bytes, seed: Bytes): Promise<Bytes>;
};

const algorithm = { name: "Ed25519" };
const pkcs8 = fromHex("302e020100300506032b657004220420"); // what precedes a seed (RFC 8410)

const imported = (seed: Bytes): Promise<CryptoKey> => crypto.subtle.importKey("pkcs8", concat(pkcs8, seed), algorithm, true, ["sign"]);

export const ofBrowser: Ed25519 = {
  async publicOf(seed) {
    const { x } = await crypto.subtle.exportKey("jwk", await imported(seed));
    return fromBase64url(x ?? "");
  },
  sign: async (message, seed) => new Uint8Array(await crypto.subtle.sign(algorithm, await imported(seed), message)),
};

export async function ofLibrary(): Promise<Ed25519> {
  const { getPublicKeyAsync, signAsync } = await import("./ed25519-library.ts");
  return {
    publicOf: async (seed) => new Uint8Array(await getPublicKeyAsync(seed)),
    sign: async (message, seed) => new Uint8Array(await signAsync(message, seed)),
  };
}

// ed25519 asks the browser for a key, which is how it says whether it has Ed25519.
export async function ed25519(): Promise<Ed25519> {
  try {
    await ofBrowser.publicOf(new Uint8Array(32));
    return ofBrowser;
  } catch {
    return ofLibrary();
  }
}
