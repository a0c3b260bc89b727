// SPDX-License-Identifier: Apache-2.0

// X25519 of the browser where it has it (Chromium 133, Safari 17, Firefox 130), else of a library that is loaded then.

import { type Bytes, concat, fromHex } from "../encoding.ts";

// X25519 takes and returns 32 bytes. Both functions throw where a key is no good.
export type X25519 = {
  // shared is the secret that a private key and another's public key have in common.
  shared(priv: Bytes, pub: Bytes): Promise<Bytes>;
  publicOf(priv: Bytes): Promise<Bytes>;
};

const algorithm = { name: "X25519" };
const pkcs8 = fromHex("302e020100300506032b656e04220420"); // what precedes a private key (RFC 8410)
const basePoint = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 9 : 0));

export const ofBrowser: X25519 = {
  async shared(priv, pub) {
    const [own, theirs] = await Promise.all([
      crypto.subtle.importKey("pkcs8", concat(pkcs8, checkSize(priv)), algorithm, false, ["deriveBits"]),
      crypto.subtle.importKey("raw", checkSize(pub), algorithm, false, []),
    ]);
    const secret = new Uint8Array(await crypto.subtle.deriveBits({ ...algorithm, public: theirs }, own, 256));
    if (secret.every((byte) => byte === 0)) {
      throw new RangeError("a public key of low order");
    }
    return secret;
  },
  publicOf: (priv) => ofBrowser.shared(priv, basePoint),
};

export async function ofLibrary(): Promise<X25519> {
  const { x25519 } = await import("./x25519-library.ts");
  return {
    shared: async (priv, pub) => new Uint8Array(x25519.getSharedSecret(checkSize(priv), checkSize(pub))),
    publicOf: async (priv) => new Uint8Array(x25519.getPublicKey(checkSize(priv))),
  };
}

// choose asks the browser for a key pair, which is how it says whether it has X25519.
async function choose(): Promise<X25519> {
  try {
    await crypto.subtle.generateKey(algorithm, false, ["deriveBits"]);
    return ofBrowser;
  } catch {
    return ofLibrary();
  }
}

let chosen: Promise<X25519> | undefined;

// x25519 answers the same every time; a library that could not be loaded is asked for again.
export function x25519(): Promise<X25519> {
  chosen ??= choose().catch((error) => {
    chosen = undefined;
    throw error;
  });
  return chosen;
}

function checkSize(key: Bytes): Bytes {
  if (key.length !== 32) {
    throw new RangeError("an X25519 key has 32 bytes");
  }
  return key;
}
