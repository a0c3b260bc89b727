// SPDX-License-Identifier: Apache-2.0

import type { Passkey } from "../act/body.ts";
import { base64url, fromBase64url } from "../encoding.ts";
import { tellUnknown } from "./accepted.ts";
import { attested } from "./attested.ts";
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

export type CreateOutcome = { kind: "created"; credential: string; passkey: Passkey; answer: Answer } | NotDone;

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
  const { rawId, response } = answer as PublicKeyCredential;
  const credential = base64url(new Uint8Array(rawId));
  return (
    created(credential, response as AuthenticatorAttestationResponse) ?? {
      kind: "unusable",
      left: !(await tellUnknown(options.rp.id, credential)),
    }
  );
}

function created(credential: string, response: AuthenticatorAttestationResponse): CreateOutcome | undefined {
  const object = new Uint8Array(response.attestationObject);
  const found = attested(object);
  return (
    found && {
      kind: "created",
      credential,
      passkey: { be: flagsOf(found.data).backupEligible, spki: base64url(found.spki) },
      answer: {
        id: credential,
        rawId: credential,
        type: "public-key",
        response: {
          clientDataJSON: base64url(new Uint8Array(response.clientDataJSON)),
          attestationObject: base64url(object),
          transports: transportsOf(response),
        },
        clientExtensionResults: {},
      },
    }
  );
}

// transportsOf are hints, which some browsers do not give.
function transportsOf(response: AuthenticatorAttestationResponse): string[] {
  try {
    return response.getTransports();
  } catch {
    return [];
  }
}
