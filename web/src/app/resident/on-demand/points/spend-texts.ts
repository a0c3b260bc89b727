// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../../../shared/language.ts";

export const spendTexts = {
  catalogue: ["兑换服务", "Redeem points"],
  nothing: ["现在没有可以兑换的服务。", "There is nothing to redeem points for now."],
  endFirst: ["{0} 分最先到期：{1}。兑换时先用它们。", "{0} of them end first, on {1}, and are used first."],
  least: ["可用积分满 {0} 分才能兑换。", "A home redeems from {0} usable points on."],
  at: ["在{0}", "at {0}"],
  redeem: ["兑换", "Redeem"],
  shut: ["现在不能兑换，请在上面的时间来。", "It cannot be redeemed now; come back in the hours above."],
  dear: ["积分不够", "More points than you have"],

  count: ["兑换几份（最多 {0} 份）", "How many (at most {0})"],
  wrongCount: ["请写 1 到 {0} 之间的整数。", "Write a whole number from 1 to {0}."],
  home: ["用哪一套房的积分", "With the points of which home"],
  costs: ["用 {0} 分，还剩 {1} 分可用。", "It takes {0} points; {1} are left to be used."],
  tooDear: ["要 {0} 分，这套房可用 {1} 分，不够。", "It takes {0} points, and this home has {1} that can be used."],
  held: [
    "兑换之后得到一张服务券，7 天内有效，到柜台用一次；不用可以退回，积分还给您（已过期的除外）。",
    "You get a voucher, good for 7 days and once, at the counter. You can give it back, and have the points back, except those that have ended.",
  ],
  sign: ["确认兑换，签字", "Redeem: sign"],
  words: ["用{3}的 {2} 分兑换：{0} × {1}", "Redeem {2} points of {3} for {0} × {1}"],
  keepsNothing: [
    "这个浏览器不保存任何东西，券码会丢。请换一个浏览器，或者请居委会代办。",
    "This browser keeps nothing, and would lose the code. Take another one, or ask the office.",
  ],
  done: ["兑换好了。", "Redeemed."],
  show: ["看服务券", "Show the voucher"],

  voucher: ["服务券", "Voucher"],
  onlyHere: [
    "券码只存在这台设备的浏览器里，别人都没有。换了设备、清了浏览器就没有了：退回这张券，重新兑换就行。可以打印或抄下来。",
    "The code is kept in this browser alone, and nobody else has it. If it is lost, give the voucher back and redeem again. You can print it or write it down.",
  ],
  lost: [
    "这台设备上没有这张券的券码：可能是在别的设备上兑换的，或者由两家单位代您兑换、打印给您了。找不到就退回，再重新兑换。",
    "This device has not got the code: it was redeemed on another one, or for you by two bodies, who printed it. If it is lost, give the voucher back and redeem again.",
  ],
  over: ["已过期，积分很快会退回。", "Its time is over; the points come back soon."],
  used: ["已经用了。", "It was used."],
  returned: ["已经退回，积分还给您了。", "It was given back, and so were its points."],
  giveBack: ["退回这张券", "Give it back"],
  giveBackLead: [
    "退回之后券就不能用了，{0} 分还给您家；其中已过期的不能再用。",
    "It cannot be used any more then. {0} points come back to your home; those that have ended cannot be used.",
  ],
  giveBackWords: ["退回服务券：{0} × {1}", "Give back the voucher for {0} × {1}"],
  gone: ["账本上还没有这张券。", "The ledger does not have this voucher yet."],
  toPoints: ["回到积分", "Back to points"],
  toCatalogue: ["回到兑换服务", "Back to what there is"],
} as const satisfies { [name: string]: Text };
