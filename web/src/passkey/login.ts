// SPDX-License-Identifier: Apache-2.0

import { base64url, concat, fromBase64url, sha256, utf8 } from "../encoding.ts";
import { type Device, unsupported } from "./device.ts";
import { attempt, type NotDone } from "./outcome.ts";

// Assertion is a login as it travels.
export type Assertion = {
  id: string;
  rawId: string;
  type: string;
  response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle: string | null };
  clientExtensionResults: Record<string, never>;
};

const timeout = 5 * 60 * 1000; // as long as the server waits

// canSuggest says whether the browser can offer passkeys in a field, among its other suggestions.
export const canSuggest = async (): Promise<boolean> =>
  (await globalThis.PublicKeyCredential?.isConditionalMediationAvailable?.().catch(() => false)) ?? false;

// logIn asks for one gesture with any passkey of this domain: at once, or, until the signal, when somebody takes the suggestion
// in a field. The challenge is made here from the server's nonce, so that no server can have an act signed in the name of a login,
// and from the page's own origin, so that a login at this server is none at another whose nonce it hands on.
export async function logIn(
  device: Device,
  rpId: string,
  origin: string,
  nonce: string,
  suggest?: AbortSignal,
): Promise<{ kind: "signed"; assertion: Assertion } | NotDone> {
  const reason = unsupported(device);
  if (reason || !device.credentials) {
    return { kind: "unsupported", reason: reason ?? "no-passkeys" };
  }
  const { credentials } = device;
  const challenge = await sha256(concat(utf8(`linli/login/v2\0${origin}\0`), fromBase64url(nonce)));
  const publicKey: PublicKeyCredentialRequestOptions = { challenge, rpId, userVerification: "required", timeout };
  const answer = await attempt(device, () =>
    credentials.get(suggest ? { publicKey, mediation: "conditional", signal: suggest } : { publicKey }),
  );
  if (answer === null || "kind" in answer) {
    return answer ?? { kind: "cancelled" };
  }
  return { kind: "signed", assertion: assertionOf(answer as PublicKeyCredential) };
}

function assertionOf(answer: PublicKeyCredential): Assertion {
  const response = answer.response as AuthenticatorAssertionResponse;
  const text = (bytes: ArrayBuffer) => base64url(new Uint8Array(bytes));
  return {
    id: text(answer.rawId),
    rawId: text(answer.rawId),
    type: "public-key",
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    },
    clientExtensionResults: {},
  };
}
