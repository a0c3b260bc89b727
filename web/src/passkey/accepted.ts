// SPDX-License-Identifier: Apache-2.0

// Not every browser has it yet (WebAuthn level 3, section 5.1.10).
type Signals = {
  signalAllAcceptedCredentials?(options: {
    rpId: string;
    userId: string;
    allAcceptedCredentialIds: string[];
  }): Promise<void>;
};

// tellAccepted tells the device which passkeys of a person (by user handle, base64url) still work, so that it offers no others.
// It is a courtesy: where it fails, a revoked passkey is offered and refused.
export async function tellAccepted(rpId: string, userId: string, accepted: string[]): Promise<void> {
  const signals = (typeof PublicKeyCredential === "function" ? PublicKeyCredential : {}) as Signals;
  await signals
    .signalAllAcceptedCredentials?.({ rpId, userId, allAcceptedCredentialIds: accepted })
    .catch(() => undefined);
}
