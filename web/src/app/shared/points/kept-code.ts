// SPDX-License-Identifier: Apache-2.0

// The codes of vouchers that were redeemed at this browser. Nobody else has them: the server and the ledger have hashes.

import type { Bytes } from "../../../encoding.ts";
import { readCode, writeCode } from "../../../voucher/code.ts";

const at = (community: string, voucher: string) => `linli-voucher/${community}/${voucher}`;

// keepCode says whether it is kept: a browser may refuse to keep anything.
export function keepCode(community: string, voucher: string, code: Bytes): boolean {
  try {
    localStorage.setItem(at(community, voucher), writeCode(code));
    return true;
  } catch {
    return false;
  }
}

export function keptCode(community: string, voucher: string): Bytes | undefined {
  try {
    return readCode(localStorage.getItem(at(community, voucher)) ?? "");
  } catch {
    return undefined;
  }
}

export function forgetCode(community: string, voucher: string): void {
  try {
    localStorage.removeItem(at(community, voucher));
  } catch {
    // it was never kept
  }
}
