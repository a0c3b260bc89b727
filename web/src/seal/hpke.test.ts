// SPDX-License-Identifier: Apache-2.0

import { expect, test, vi } from "vitest";
import { fromHex, hex, randomBytes, utf8 } from "../encoding.ts";
import { deriveKey, open, seal } from "./hpke.ts";
import { ofBrowser, ofLibrary } from "./x25519.ts";

// RFC 9180, appendix A.1.1, first encryption; its additional data is not empty there, so the ciphertext differs, and the
// encapsulated key and what precedes the cipher are compared.
const rfc = {
  info: fromHex("4f6465206f6e2061204772656369616e2055726e"),
  seedR: fromHex("6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037"),
  privateR: "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8",
  publicR: "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
  seedE: fromHex("7268600d403fce431561aef583ee1613527cff655c1343f29812e66706df3234"),
  privateE: "52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736",
  encapsulated: "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
  key: "4531685d41d65f03dc48f6b8302c05b0",
  nonce: "56d890e5accaaf011cff4b7d",
};

test("keys are derived as in RFC 9180", async () => {
  expect(hex(await deriveKey(rfc.seedR))).toBe(rfc.privateR);
  expect(hex(await deriveKey(rfc.seedE))).toBe(rfc.privateE);
});

test("a message is sealed with the key and nonce of RFC 9180", async () => {
  const [imported, encrypted] = [vi.spyOn(crypto.subtle, "importKey"), vi.spyOn(crypto.subtle, "encrypt")];
  const sealed = await seal(fromHex(rfc.publicR), rfc.seedE, rfc.info, utf8("Beauty"));
  const aesKey = imported.mock.calls.find(([, , algorithm]) => algorithm === "AES-GCM")?.[1] as Uint8Array;
  const parameters = encrypted.mock.calls[0]?.[0] as AesGcmParams;
  vi.restoreAllMocks();
  expect(hex(sealed.slice(0, 32))).toBe(rfc.encapsulated);
  expect(hex(aesKey)).toBe(rfc.key);
  expect(hex(parameters.iv as Uint8Array)).toBe(rfc.nonce);
  expect(await open(fromHex(rfc.privateR), rfc.info, sealed)).toEqual(utf8("Beauty"));
});

test("nothing else opens it", async () => {
  const sealed = await seal(fromHex(rfc.publicR), rfc.seedE, rfc.info, utf8("Beauty"));
  await expect(open(randomBytes(32), rfc.info, sealed)).rejects.toThrow();
  await expect(open(fromHex(rfc.privateR), utf8("other"), sealed)).rejects.toThrow();
  await expect(open(fromHex(rfc.privateR), rfc.info, sealed.slice(0, 31))).rejects.toThrow();
  await expect(open(fromHex(rfc.privateR), rfc.info, sealed.slice(0, -1))).rejects.toThrow();
});

test("the browser's X25519 and the library's agree", async () => {
  const library = await ofLibrary();
  for (let i = 0; i < 20; i++) {
    const [a, b] = [randomBytes(32), randomBytes(32)];
    const [publicA, publicB] = [await ofBrowser.publicOf(a), await library.publicOf(b)];
    expect(await library.publicOf(a)).toEqual(publicA);
    expect(await ofBrowser.shared(a, publicB)).toEqual(await library.shared(b, publicA));
  }
});

// RFC 7748, section 6.1, and public keys by which the secret would be zero for everybody.
test.each([["browser", ofBrowser] as const, ["library", await ofLibrary()] as const])("X25519 of the %s", async (_, curve) => {
  const alice = fromHex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
  const bob = fromHex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
  expect(hex(await curve.publicOf(alice))).toBe("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  expect(hex(await curve.shared(alice, bob))).toBe("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
  for (const low of [
    "00".repeat(32),
    `01${"00".repeat(31)}`,
    `ecff${"ff".repeat(29)}7f`,
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  ]) {
    await expect(curve.shared(alice, fromHex(low))).rejects.toThrow();
  }
  await expect(curve.shared(alice, new Uint8Array(31))).rejects.toThrow(RangeError);
  await expect(curve.publicOf(new Uint8Array(33))).rejects.toThrow(RangeError);
});

test("a browser without X25519 takes the library", async () => {
  vi.resetModules();
  const none = vi.spyOn(crypto.subtle, "generateKey").mockRejectedValue(new DOMException("", "NotSupportedError"));
  const { x25519 } = await import("./x25519.ts");
  const curve = await x25519();
  none.mockRestore();
  const imported = vi.spyOn(crypto.subtle, "importKey");
  expect(hex(await curve.publicOf(fromHex(rfc.privateE)))).toBe(rfc.encapsulated);
  expect(imported).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});
