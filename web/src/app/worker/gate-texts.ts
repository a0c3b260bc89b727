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

  without: ["名单里没有的车", "A car that is not on the list"],
  lot: ["停车场", "Car park"],
  noLot: ["本单位没有停车场。", "Your body keeps no car park's gates."],
  plate: ["车牌（没有就空着）", "Plate, if it has one"],
  plateNote: [
    "账本上只有车牌的承诺值。没有连接时算不出来：照样签字，账本上有时间和原因，没有车牌。",
    "The ledger has a commitment to the plate alone. It cannot be made without a connection: sign all the same, with the time and the reason, and without the plate.",
  ],
  way: ["往哪边", "Which way"],
  in: ["进", "In"],
  out: ["出", "Out"],
  reason: ["原因", "Reason"],
  let: ["放行，签字", "Let it through: sign"],
  turned: ["不放行，签字", "Turn it away: sign"],
  letWords: ["放行（{0}）：{1}", "Let through, {0}: {1}"],
  turnedWords: ["不放行（{0}）：{1}", "Turned away, {0}: {1}"],
  done: ["记下了。", "Noted."],
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
