// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../language.ts";

// kioskTexts are the texts around a resident's pages at the kiosk (自助投票台).
export const kioskTexts = {
  bar: ["自助投票台", "Voting desk"],
  officers: ["登记好了，请经办人确认", "I have registered: call the officers"],
  end: ["结束并清除", "End and clear"],
  stay: ["我还在，继续", "I am still here"],
  there: ["您还在吗？", "Are you still there?"],
  thereNote: [
    "{0} 秒后自动结束，并清除屏幕上的一切。已经计入账本的票不受影响。",
    "In {0} seconds this ends by itself, and everything on the screen is cleared. A ballot that is on the ledger stays.",
  ],
  unsent: ["您的票还没有确认入账", "Your ballot is not confirmed yet"],
  unsentNote: [
    "现在结束，这台机器就不再继续送出。请先等到出现回执编号，或请经办人帮忙。",
    "If you end now, this machine stops sending it. Wait for the receipt's number first, or ask an officer.",
  ],
} as const satisfies { [name: string]: Text };
