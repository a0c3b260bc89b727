// SPDX-License-Identifier: Apache-2.0

// Not every browser has them yet (WebAuthn level 3, section 5.1.10).
type Signals = {
  signalAllAcceptedCredentials?(options: { rpId: string; userId: string; allAcceptedCredentialIds: string[] }): Promise<void>;
  signalUnknownCredential?(options: { rpId: string; credentialId: string }): Promise<void>;
};

const signals = () => (typeof PublicKeyCredential === "function" ? PublicKeyCredential : {}) as Signals;

// tellAccepted tells the device which passkeys of a person (by user handle, base64url) still work, so that it offers no others.
// It is a courtesy: where it fails, a revoked passkey is offered and refused.
export async function tellAccepted(rpId: string, userId: string, accepted: string[]): Promise<void> {
  await signals()
    .signalAllAcceptedCredentials?.({ rpId, userId, allAcceptedCredentialIds: accepted })
    .catch(() => undefined);
}

// tellUnknown tells the device that nobody knows a passkey, so that it forgets it; or says that it cannot be told.
export async function tellUnknown(rpId: string, credentialId: string): Promise<boolean> {
  const signalled = signals().signalUnknownCredential?.({ rpId, credentialId });
  return (
    signalled?.then(
      () => true,
      () => false,
    ) ?? false
  );
}
