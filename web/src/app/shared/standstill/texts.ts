// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../language.ts";

// standstillTexts are what is said while the ledger stands still: that it does, and what it means before somebody votes, for a signed
// ballot, and for another act.
export const standstillTexts = {
  lead: [
    "账本现在停住了：{0} 家单位中有 {1} 家应答，需要 {2} 家。恢复应答后会自动继续，在那之前什么也记不上账。",
    "The ledger stands still at present: of {0} bodies {1} answer, and it takes {2}. It goes on by itself when they do; until then nothing gets onto it.",
  ],
  removed: [
    "这台服务器的单位已被移出账本网络：在这里签的，不会再上账。",
    "The body whose server this is was removed from the network: what is signed here does not get onto the ledger any more.",
  ],
  elsewhere: [
    "请改用其他单位的网站，或者交纸质票。已经上账的都在，不受影响。",
    "Use the pages of another body, or hand in paper. What is on the ledger already stays there.",
  ],
  whoRuns: ["谁在运行这个账本", "Who runs this ledger"],
  before: [
    "您现在也可以签名投票：签好的票留在这台设备上，页面开着就会一直重送，直到账本收下。签名一小时后还没收下的作废，要再签一次。投票的截止时间不会推迟；来不及的话，请在截止前交纸质票。",
    "You can sign all the same: your ballot is kept on this device, and sent again and again while its page is open, until the ledger takes it. What was not taken within an hour of the signature is void, and you sign again. The end of the vote is not put off; hand in paper before it if time runs out.",
  ],
  ballot: [
    "您的票已签名，留在这台设备上。本页开着就会一直重送；关了再打开“我的表决”，也可以接着送。投票的截止时间不会推迟；来不及的话，请在截止前交纸质票。",
    "Your ballot is signed and kept on this device. While this page is open it is sent again and again; if you close it, you can go on from “My votes”. The end of the vote is not put off; hand in paper before it if time runs out.",
  ],
  act: [
    "您已经签名，还没有入账。请不要关闭本页，它会等到有结果；关掉的话，请等账本恢复以后看看是否已经入账，没有的话再签一次。",
    "You have signed, and it is not on the ledger yet. Leave this page open, it waits until that is known. If you close it, look whether it is on the ledger when that goes on, and sign again if it is not.",
  ],
} satisfies Record<string, Text>;
