// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../shared/language.ts";

export const gateTexts = {
  title: ["岗亭", "At the gate"],
  search: ["车牌最后几位", "Last characters of the plate"],
  asOf: ["名单是 {0} 的，{1} 分钟前。", "The list is of {0}, {1} minutes ago."],
  away: [
    "没有连上服务器，下面是存在这台手机里的名单；之后的预订和取消看不到。",
    "Not connected: this list was kept on the phone. What was booked or cancelled since is not in it.",
  ],
  now: ["现在可以进", "May come in now"],
  soon: ["今天晚些时候", "Later today"],
  inside: ["车在里面", "It is in"],
  none: ["没有。", "None."],
  notFound: ["名单里没有这样的车牌。", "No such plate on the list."],
  unknown: ["车牌不在本单位", "Plate not known here"],
  until: ["到 {0}", "until {0}"],
  from: ["{0} 起，到 {1}", "from {0} until {1}"],
  booking: ["预订 {0}", "Booked {0}"],
  visitor: ["访客", "Visitor"],
  release: ["放行条", "Release slip"],
  over: ["已超时", "Over its time"],

  gateBehind: [
    "{0}：{1}下面标出来的车它可能不认识，请您放行。",
    "{0}: {1} It may not know the cars that are marked below: let them in yourself.",
  ],
  gateStale: [
    "{0}：有 {1} 辆车已经取消或改了时间，它可能还会放进来。",
    "{0} may still let in {1} cars that were cancelled or have another time.",
  ],
  notAt: ["道闸可能不认识：{0}", "May not be known at: {0}"],

  slip: ["凭证 {0}", "Slip {0}"],
  slipGood: ["名单里有这张凭证。", "This slip is on the list."],
  slipEarly: ["还没到时间。", "Its time has not come."],
  slipNone: [
    "名单里没有这张凭证：可能作废了、过期了、不是今天的，或者不是本单位的道闸。",
    "No such slip on the list: it may have been ended, be over, be of another day, or of gates that another body keeps.",
  ],
  slipNoneAway: [
    "没有连接，刚登记的也可能还不在名单里。请打电话给这一户或办公室核实。",
    "Not connected: one that was just made may not be on the list yet. Call the household or the office.",
  ],
  slipCompare: ["请核对车牌。", "Compare the plate."],
  decide: ["怎么处理的", "What you did"],
  toGate: ["回到岗亭", "Back to the gate"],
  strangerTitle: ["给门岗看的凭证", "A slip for the gate"],
  stranger: ["这是{0}的一张凭证，请在门岗出示。", "This is a slip of {0}, to be shown at the gate."],
  strangerMore: [
    "它是不是有效，只有门岗看得到。这里不显示是哪一户、哪辆车。",
    "Whether it is good, only the gate sees. Whose it is, and for which car, is not shown here.",
  ],
  guardsSignIn: ["我是门岗，登录", "I am the guard: sign in"],

  without: ["名单里没有的车", "A car that is not on the list"],
  lot: ["停车场", "Car park"],
  noLot: ["本单位没有停车场。", "Your body keeps no car park's gates."],
  plate: ["车牌（没有就空着）", "Plate, if it has one"],
  plateNote: [
    "账本上只有车牌的承诺值。没有连接时，只有名单里的车牌写得进去；别的车照样签字，账本上有时间和原因，没有车牌。",
    "The ledger has a commitment to the plate alone. Without a connection it can be made of plates on the list alone; for any other car sign all the same: with the time and the reason, and without the plate.",
  ],
  way: ["往哪边", "Which way"],
  in: ["进", "In"],
  out: ["出", "Out"],
  reason: ["原因", "Reason"],
  chosen: ["{0}，{1}（更改）", "{0}: {1} (change)"],
  let: ["放行，签字", "Let it through: sign"],
  turned: ["不放行，签字", "Turn it away: sign"],
  letWords: ["放行（{0}）：{1}", "Let through, {0}: {1}"],
  turnedWords: ["不放行（{0}）：{1}", "Turned away, {0}: {1}"],
  done: ["记下了。", "Noted."],
  doneWithout: [
    "记下了，没有车牌：没有连接，这个车牌也不在名单里。需要的话请另外写在登记本上。",
    "Noted, without the plate: there is no connection, and the plate is not on the list. Write it into the book if it is needed.",
  ],
  refused: [
    "这一条没有记上账本。如果还要记，请在岗亭页面重新签字；不清楚就打电话给办公室。",
    "It is not on the ledger. If it has to be, sign it anew at the gate's page; if in doubt, call the office.",
  ],
} as const satisfies { [name: string]: Text };

// reasons are those of the contract, the usual ones first.
export const reasons = {
  visitor: ["访客", "A visitor"],
  delivery: ["送货", "A delivery"],
  service: ["施工、维修", "Somebody who works here"],
  resident: ["住户的车", "A resident's car"],
  emergency: ["救护、消防、警车", "An emergency"],
  "no-booking": ["没有预订", "No booking"],
  "gate-failed": ["道闸故障", "The gate has failed"],
  other: ["其他", "Something else"],
} as const satisfies { [reason: string]: Text };
