// SPDX-License-Identifier: Apache-2.0

import { hashOf, type Signature } from "../act/act.ts";
import { base64url, fromBase64url } from "../encoding.ts";
import { type Flags, flagsOf } from "./authenticator-data.ts";
import { type Device, unsupported } from "./device.ts";
import { attempt, type NotDone } from "./outcome.ts";

export type SignOutcome = { kind: "signed"; signature: Signature; flags: Flags } | NotDone;

const timeout = 10 * 60 * 1000; // enough time for everybody

// sign asks for one gesture over an act's text. credential is the signer's credential id: the act's "by", or that of
// whoever signs besides, who may also be whoever is there (undefined); rpId is the community's domain.
export async function sign(device: Device, rpId: string, credential: string | undefined, text: string): Promise<SignOutcome> {
  const reason = unsupported(device);
  if (reason || !device.credentials) {
    return { kind: "unsupported", reason: reason ?? "no-passkeys" };
  }
  const { credentials } = device;
  const publicKey: PublicKeyCredentialRequestOptions = {
    challenge: await hashOf(text),
    rpId,
    allowCredentials: credential === undefined ? [] : [{ type: "public-key", id: fromBase64url(credential) }],
    userVerification: "required",
    timeout,
  };
  const answer = await attempt(device, () => credentials.get({ publicKey }));
  if (answer === null || "kind" in answer) {
    return answer ?? { kind: "cancelled" };
  }
  return signed(answer as PublicKeyCredential);
}

function signed(answer: PublicKeyCredential): SignOutcome {
  const response = answer.response as AuthenticatorAssertionResponse;
  const authenticatorData = new Uint8Array(response.authenticatorData);
  const flags = flagsOf(authenticatorData);
  if (!flags.present || !flags.verified) {
    return { kind: "unverified" };
  }
  const signature: Signature = {
    by: base64url(new Uint8Array(answer.rawId)),
    clientDataJSON: base64url(new Uint8Array(response.clientDataJSON)),
    authenticatorData: base64url(authenticatorData),
    signature: base64url(new Uint8Array(response.signature)),
  };
  return { kind: "signed", signature, flags };
}
