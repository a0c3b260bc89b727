// SPDX-License-Identifier: Apache-2.0

import type { Device, Unsupported } from "./device.ts";

// NotDone is what became of a passkey's dialog if nothing was signed or made; pages explain each.
export type NotDone =
  | { kind: "cancelled" } // the person closed the dialog, or let it time out
  | { kind: "impossible" } // the browser refused at once, without a dialog: no passkey for this page here
  | { kind: "unverified" } // a passkey without screen lock, PIN or fingerprint, which the ledger would refuse
  | { kind: "exists" } // creation only: this device has a passkey of this person
  | { kind: "unsupported"; reason: Unsupported }
  | { kind: "unusable"; left: boolean } // creation only: not a key of the ledger's kind; left says that the device still has it
  | { kind: "away" } // whose page it is is not signed in; the door says so
  | { kind: "failed"; name: string; message: string }; // for example SecurityError: the page's domain is not the passkeys'

// Nobody closes a dialog this fast: a browser that refuses sooner has shown none.
const shortestDialog = 500; // ms

// attempt runs a passkey's dialog and gives its failures their names.
export async function attempt<T>(device: Device, dialog: () => Promise<T>): Promise<T | NotDone> {
  const began = device.now();
  try {
    return await dialog();
  } catch (error) {
    return notDone(error, device.now() - began);
  }
}

function notDone(error: unknown, took: number): NotDone {
  const { name, message } = error instanceof Error || error instanceof DOMException ? error : { name: "", message: String(error) };
  switch (name) {
    case "NotAllowedError":
      return { kind: took < shortestDialog ? "impossible" : "cancelled" };
    case "AbortError":
      return { kind: "cancelled" };
    case "InvalidStateError":
      return { kind: "exists" };
    case "NotSupportedError":
      return { kind: "unsupported", reason: "no-keys" };
    default:
      return { kind: "failed", name, message };
  }
}
