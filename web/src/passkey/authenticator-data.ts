// SPDX-License-Identifier: Apache-2.0

// Flags are what the ledger reads of authenticatorData (WebAuthn Level 3, section 6.1).
export type Flags = { present: boolean; verified: boolean; backupEligible: boolean; backedUp: boolean };

const flagsAt = 32; // after the hash of the domain

// flagsOf reads the flags; all are false if the data is too short to have any.
export function flagsOf(authenticatorData: Uint8Array): Flags {
  const bits = authenticatorData[flagsAt] ?? 0;
  return {
    present: (bits & 0x01) !== 0,
    verified: (bits & 0x04) !== 0,
    backupEligible: (bits & 0x08) !== 0,
    backedUp: (bits & 0x10) !== 0,
  };
}
