// SPDX-License-Identifier: Apache-2.0

// What a counter has taken and the ledger has not answered for, in this browser, so that no reload and no closed page loses it. It is not
// encrypted: it says of no voucher whose it is, the acts are signed, and a key to hide the codes of used vouchers with would lie beside them.

import type { Signed } from "../../../act/act.ts";
import type { Refused } from "../../shared/refused.ts";

export type Taken = {
  voucher: string;
  code: string; // as people write it
  service: string;
  count: number;
  at: number; // Unix s by this counter's clock
  signed: Signed;
  key: string; // the same however often it is sent
  refused?: Refused;
};

const all = (community: string) => `linli-counter/${community}/`;

// Each voucher has a place of its own, so that two tabs do not write over each other. put throws where nothing is kept.
export const put = (community: string, taken: Taken): void => localStorage.setItem(all(community) + taken.voucher, JSON.stringify(taken));

export const drop = (community: string, { voucher }: Taken): void => localStorage.removeItem(all(community) + voucher);

// taken is all of it, what was taken first first.
export function taken(community: string): Taken[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(all(community)))
      .map((key) => JSON.parse(localStorage.getItem(key) ?? "") as Taken)
      .sort((a, b) => a.at - b.at);
  } catch {
    return [];
  }
}
