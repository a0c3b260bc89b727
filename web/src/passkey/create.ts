// SPDX-License-Identifier: Apache-2.0

import type { PasskeyKey } from "../act/body.ts";
import { type Bytes, base64url, equal, fromBase64url, fromHex, randomBytes, sha256, utf8 } from "../encoding.ts";
import { flagsOf } from "./authenticator-data.ts";
import { type Device, unsupported } from "./device.ts";
import { attempt, type NotDone } from "./outcome.ts";

// NewPasskey says whose passkey is made and where.
export type NewPasskey = {
  rpId: string; // the community's domain
  community: string; // its id
  communityName: string; // as the dialog shows it
  person: string; // pseudonym
  label: string; // what the dialog and the list of passkeys show, for example the unit
  known: readonly string[]; // credential ids that the ledger has for this person
};

export type CreateOutcome = { kind: "created"; credential: string; passkey: PasskeyKey } | NotDone;

const es256 = -7;
const timeout = 10 * 60 * 1000;

// create makes a passkey on the device. Its key reaches the ledger with the act credential.enrol, which it has to sign:
// if the flags of that signature say otherwise than passkey.be, write the act anew with their backupEligible and sign again.
export async function create(device: Device, wanted: NewPasskey): Promise<CreateOutcome> {
  const reason = unsupported(device);
  if (reason || !device.credentials) {
    return { kind: "unsupported", reason: reason ?? "no-passkeys" };
  }
  const { credentials } = device;
  const publicKey: PublicKeyCredentialCreationOptions = {
    rp: { id: wanted.rpId, name: wanted.communityName },
    user: { id: await userID(wanted.community, wanted.person), name: wanted.label, displayName: wanted.label },
    challenge: randomBytes(32), // nobody checks it: the enrolment's own signature is what binds the key
    pubKeyCredParams: [{ type: "public-key", alg: es256 }],
    excludeCredentials: wanted.known.map((id) => ({ type: "public-key", id: fromBase64url(id) })),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
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
  return { kind: "created", credential, passkey: { be: backupEligible, spki: base64url(spki) } };
}

// userID names a person to authenticators: the same on every page, and of no use elsewhere.
export const userID = (community: string, person: string): Promise<Bytes> =>
  sha256(utf8(`linli/user/v1\0${community}\0${person}`));

type Signalling = {
  signalAllAcceptedCredentials?(of: {
    rpId: string;
    userId: string;
    allAcceptedCredentialIds: string[];
  }): Promise<void>;
};

// signalAccepted tells the browser, where it listens, which of a person's passkeys are still good: after a revocation.
export async function signalAccepted(
  browser: Signalling,
  rpId: string,
  community: string,
  person: string,
  credentials: readonly string[],
): Promise<void> {
  const userId = base64url(await userID(community, person));
  await browser.signalAllAcceptedCredentials?.({ rpId, userId, allAcceptedCredentialIds: [...credentials] });
}
