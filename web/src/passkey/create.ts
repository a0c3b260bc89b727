// SPDX-License-Identifier: Apache-2.0

import type { PasskeyKey } from "../act/body.ts";
import { base64url, equal, fromBase64url, fromHex } from "../encoding.ts";
import { flagsOf } from "./authenticator-data.ts";
import { type Device, unsupported } from "./device.ts";
import { attempt, type NotDone } from "./outcome.ts";

// CreationOptions are what a server wants of a new passkey: PublicKeyCredentialCreationOptionsJSON. The key is of the one
// kind that the ledger takes, and always asks for the screen lock, whatever the server says.
export type CreationOptions = {
  rp: { id: string; name: string };
  user: { id: string; name: string; displayName: string };
  challenge: string;
  excludeCredentials?: readonly { id: string }[];
};

// Answer is the browser's answer as it travels: RegistrationResponseJSON.
export type Answer = {
  id: string;
  rawId: string;
  type: string;
  response: { clientDataJSON: string; attestationObject: string; transports: string[] };
  clientExtensionResults: Record<string, never>;
};

export type CreateOutcome = { kind: "created"; credential: string; passkey: PasskeyKey; answer: Answer } | NotDone;

const es256 = -7;
const timeout = 5 * 60 * 1000; // as long as the server waits

// create makes a passkey on the device. Its key reaches the ledger with the act credential.enrol, which it has to sign:
// if the flags of that signature say otherwise than passkey.be, write the act anew with their backupEligible and sign again.
// apart: the passkey must not stay in this machine, but in a security key or a telephone.
export async function create(device: Device, options: CreationOptions, apart = false): Promise<CreateOutcome> {
  const reason = unsupported(device);
  if (reason || !device.credentials) {
    return { kind: "unsupported", reason: reason ?? "no-passkeys" };
  }
  const { credentials } = device;
  const publicKey: PublicKeyCredentialCreationOptions = {
    rp: options.rp,
    user: { ...options.user, id: fromBase64url(options.user.id) },
    challenge: fromBase64url(options.challenge),
    pubKeyCredParams: [{ type: "public-key", alg: es256 }],
    excludeCredentials: (options.excludeCredentials ?? []).map(({ id }) => ({
      type: "public-key",
      id: fromBase64url(id),
    })),
    authenticatorSelection: {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
      ...(apart ? { authenticatorAttachment: "cross-platform" } : {}),
    },
    attestation: "none",
    timeout,
  };
  const answer = await attempt(device, () => credentials.create({ publicKey }));
  if (answer === null || "kind" in answer) {
    return answer ?? { kind: "cancelled" };
  }
  return created(answer as PublicKeyCredential);
}

// A P-256 key's SubjectPublicKeyInfo up to its coordinates, in the one form that the ledger takes.
const spkiOfP256 = fromHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

function created(answer: PublicKeyCredential): CreateOutcome {
  const response = answer.response as Partial<AuthenticatorAttestationResponse>;
  const key = response.getPublicKey?.();
  const data = response.getAuthenticatorData?.();
  const spki = new Uint8Array(key ?? new ArrayBuffer(0));
  if (!data || spki.length !== 91 || !equal(spki.subarray(0, spkiOfP256.length), spkiOfP256)) {
    return { kind: "unsupported", reason: "no-keys" };
  }
  const { backupEligible } = flagsOf(new Uint8Array(data));
  const credential = base64url(new Uint8Array(answer.rawId));
  return {
    kind: "created",
    credential,
    passkey: { be: backupEligible, spki: base64url(spki) },
    answer: {
      id: credential,
      rawId: credential,
      type: "public-key",
      response: {
        clientDataJSON: base64url(new Uint8Array(response.clientDataJSON ?? new ArrayBuffer(0))),
        attestationObject: base64url(new Uint8Array(response.attestationObject ?? new ArrayBuffer(0))),
        transports: response.getTransports?.() ?? [],
      },
      clientExtensionResults: {},
    },
  };
}
