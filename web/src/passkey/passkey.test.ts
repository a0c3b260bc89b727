// SPDX-License-Identifier: Apache-2.0

import { expect, test, vi } from "vitest";
import { Authenticator, attestation, type Behaviour, backupEligible, presentVerified } from "../../test/authenticator.ts";
import { hashOf } from "../act/act.ts";
import { base64url, concat, fromBase64url, fromUtf8 } from "../encoding.ts";
import { type CreationOptions, create } from "./create.ts";
import type { Device } from "./device.ts";
import { logIn } from "./login.ts";
import { sign } from "./sign.ts";

const origin = "https://garden.example";
const rpId = "garden.example";
const text = '{"an":"act"}';
const wechat = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile MicroMessenger/8.0.50";
const wanted: CreationOptions = {
  rp: { id: rpId, name: "翠苑" },
  user: { id: "cDE", name: "1-101", displayName: "1-101" },
  challenge: "Y2hhbGxlbmdl",
  excludeCredentials: [{ id: "AAAA" }],
};

const authenticator = (behaviour: Behaviour = {}) => new Authenticator("one", origin, behaviour);
const without: Device = { credentials: undefined, userAgent: "old", now: () => 0 };

test("a signature is over the act's hash, by the credential that was asked for", async () => {
  const one = authenticator({ flags: presentVerified | backupEligible });
  const outcome = await sign(one.device(), rpId, one.credential, text);
  if (outcome.kind !== "signed") {
    throw new Error(outcome.kind);
  }
  const { signature, flags } = outcome;
  expect(signature.by).toBe(one.credential);
  expect(flags).toEqual({ present: true, verified: true, backupEligible: true, backedUp: false });
  const clientData = JSON.parse(fromUtf8(fromBase64url(signature.clientDataJSON!)));
  expect(clientData.challenge).toBe(base64url(await hashOf(text)));
  expect(one.asked).toMatchObject({
    publicKey: { rpId, userVerification: "required", allowCredentials: [{ type: "public-key", id: one.id }] },
  });
});

test("a new passkey comes with its key and whether it may be backed up", async () => {
  const one = authenticator({ flags: presentVerified | backupEligible });
  expect(await create(one.device(), wanted)).toMatchObject({
    kind: "created",
    credential: one.credential,
    passkey: { be: true, spki: base64url(one.spki) },
    answer: { id: one.credential, type: "public-key" },
  });
  expect(one.asked).toMatchObject({
    publicKey: {
      rp: { id: rpId, name: "翠苑" },
      user: { id: fromBase64url("cDE"), name: "1-101" },
      pubKeyCredParams: [{ alg: -7 }],
      excludeCredentials: [{ id: fromBase64url("AAAA") }],
      authenticatorSelection: { userVerification: "required" },
      attestation: "none",
    },
  });
});

const fails = (name: string, after: number): Behaviour => ({ fails: { name, after } });

test.each([
  ["closed by the person", fails("NotAllowedError", 500), { kind: "cancelled" }],
  ["refused at once", fails("NotAllowedError", 499), { kind: "impossible" }],
  ["aborted by the page", fails("AbortError", 9), { kind: "cancelled" }],
  ["on another domain", fails("SecurityError", 1), { kind: "failed", name: "SecurityError" }],
  ["without a screen lock", { flags: 0x01 }, { kind: "unverified" }],
  ["with nobody there", { flags: 0x04 }, { kind: "unverified" }],
])("a signature %s", async (_, behaviour, want) => {
  const one = authenticator(behaviour);
  expect(await sign(one.device(), rpId, one.credential, text)).toMatchObject(want);
});

test.each([
  ["closed by the person", fails("NotAllowedError", 60_000), { kind: "cancelled" }],
  ["refused at once", fails("NotAllowedError", 0), { kind: "impossible" }],
  ["for somebody who has one here", fails("InvalidStateError", 900), { kind: "exists" }],
  ["of another kind of key", fails("NotSupportedError", 1), { kind: "unsupported", reason: "no-keys" }],
  ["of a key that nobody asked for", { otherKind: true }, { kind: "unusable", left: true }],
])("a new passkey %s", async (_, behaviour, want) => {
  expect(await create(authenticator(behaviour).device(), wanted)).toMatchObject(want);
});

test("a device that can be told forgets a passkey that is of no use", async () => {
  const told: unknown[] = [];
  vi.stubGlobal(
    "PublicKeyCredential",
    Object.assign(() => {}, { signalUnknownCredential: async (of: unknown) => told.push(of) }),
  );
  const one = authenticator({ otherKind: true });
  expect(await create(one.device(), wanted)).toEqual({ kind: "unusable", left: false });
  expect(told).toEqual([{ rpId, credentialId: one.credential }]);
  vi.unstubAllGlobals();
});

test("a key is read from what every browser gives, whatever its length, and whatever its methods do", async () => {
  for (const extra of [0, 200]) {
    const one = authenticator({ flags: presentVerified | backupEligible });
    const device = one.device();
    const { create: make } = device.credentials as CredentialsContainer;
    const illegal = () => {
      throw new TypeError("Illegal invocation");
    };
    (device.credentials as CredentialsContainer).create = async (options) => {
      const answer = (await make(options)) as PublicKeyCredential;
      const object = new Uint8Array((answer.response as AuthenticatorAttestationResponse).attestationObject);
      const data = object.slice(object.length - object[29]!); // its length is one byte, after the name
      return Object.assign(answer, {
        response: {
          clientDataJSON: answer.response.clientDataJSON,
          attestationObject: attestation(concat(data, new Uint8Array(extra))).buffer,
          getPublicKey: illegal,
          getAuthenticatorData: illegal,
          getTransports: illegal,
        },
      });
    };
    expect(await create(device, wanted)).toMatchObject({
      kind: "created",
      passkey: { be: true, spki: base64url(one.spki) },
      answer: { response: { transports: [] } },
    });
  }
});

test("where passkeys cannot work nobody is asked for one", async () => {
  const one = authenticator();
  const inApp = { kind: "unsupported", reason: "in-app-browser" };
  expect(await sign(one.device(wechat), rpId, one.credential, text)).toEqual(inApp);
  expect(await create(one.device(wechat), wanted)).toEqual(inApp);
  expect(one.asked).toBeUndefined();
  const tooOld = { kind: "unsupported", reason: "no-passkeys" };
  expect(await sign(without, rpId, one.credential, text)).toEqual(tooOld);
  expect(await create(without, wanted)).toEqual(tooOld);
});

// The same vector is in api/login_test.go.
test("a login signs what the page made of its origin and the server's number, for any passkey of the domain", async () => {
  const one = authenticator();
  const nonce = base64url(new Uint8Array(32).fill(7));
  const outcome = await logIn(one.device(), rpId, origin, nonce);
  if (outcome.kind !== "signed") {
    throw new Error(outcome.kind);
  }
  const { challenge } = JSON.parse(fromUtf8(fromBase64url(outcome.assertion.response.clientDataJSON)));
  expect(challenge).toBe("z4BfUUq4AS_uMf7CjKlKe8cxeo1XKhn9aUJNHsLnBxw");
  expect(one.asked).toMatchObject({ publicKey: { rpId, userVerification: "required" } });
  expect(await logIn(one.device(wechat), rpId, origin, nonce)).toEqual({
    kind: "unsupported",
    reason: "in-app-browser",
  });
});
