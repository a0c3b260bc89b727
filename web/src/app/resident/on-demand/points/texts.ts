// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../../../shared/language.ts";

export const pointsTexts = {
  noMoney: ["积分不是钱，不能买卖，也不影响表决。", "Points are no money: nobody buys or sells them, and they weigh nothing in a vote."],
  noPlan: ["业主还没有表决通过积分办法，所以现在没有积分。", "The owners have not adopted a plan of points yet, so there are none."],
  ours: ["{0}的积分", "Points of {0}"],
  usable: ["可用 {0} 分", "{0} points can be used"],
  held: ["另有 {0} 分已兑换、还没有用掉", "{0} more are held for what you have redeemed"],
  lot: ["{0} 分，{1} 之前有效", "{0} points, good until {1}"],
  lotForEver: ["{0} 分，长期有效", "{0} points, without end"],

  toConfirm: ["等您确认", "Waiting for you"],
  toConfirmOne: ["{0}说：{1}帮了您家 {2} 分钟。", "{0} says: on {1} your home was helped for {2} minutes."],
  pays: ["您确认之后，对方得 {0} 分。您的积分不会少。", "Once you confirm it, they earn {0} points. It costs you none."],
  onlyIfTrue: [
    "没有这回事就不要签；30 天内没人确认，就不再作数。",
    "Do not sign what is not so. What nobody confirms within 30 days counts no more.",
  ],
  noRule: ["积分办法已经改了，这一条现在不能确认。", "The plan has changed, and this cannot be confirmed now."],
  confirm: ["确实帮了，签字", "It is so: sign"],
  endedOrder: ["这件事您报修过吗？", "Had you reported this?"],
  endedNone: ["没有报修过", "No"],
  endedOpen: [
    "报修过、还没有结束的，请先在“报修”里撤回或者确认，再回来选；一件报修只付一次积分。",
    "A report that is not over is taken back or confirmed first, under Repairs; then choose it here. A report pays points once.",
  ],
  confirmed: ["已确认：{0}得 {1} 分。", "Confirmed: {0} earns {1} points."],
  confirmWords: ["确认：{0}在{1}帮了我家 {2} 分钟，得 {3} 分", "It is so: {0} helped my home on {1} for {2} minutes, and earns {3} points"],

  helped: ["我家帮别人的", "What your home has helped with"],
  helpedNone: ["还没有。", "Nothing yet."],
  helpedOne: ["{0}，{1} 分钟，{2} 分", "{0}, {1} minutes, {2} points"],
  paid: ["已到账", "earned"],
  waits: ["等对方确认", "not confirmed yet"],

  vouchers: ["兑换的", "What you have redeemed"],
  voucher: ["{0} × {1}，{2} 分", "{0} × {1}, {2} points"],
  open: ["{0} 之前可用", "good until {0}"],
  posted: ["已用", "used"],
  released: ["已退还", "given back"],

  rules: ["怎样得积分", "How points are earned"],
  perHour: ["{0}：每小时 {1} 分", "{0}: {1} points an hour"],
  perPiece: ["{0}：每次 {1} 分", "{0}: {1} points each time"],
  issued: ["已发 {0} 分，最多 {1} 分", "{0} of {1} points are issued"],
  sheet: [
    "全小区共发 {0} 分：在各家 {1} 分，已兑换待用 {2} 分，已用 {3} 分，已过期 {4} 分。",
    "All points issued: {0}. In accounts {1}, held {2}, spent {3}, expired {4}.",
  ],

  moves: ["最近的变动", "What moved last"],
  movesLead: [
    "最近 {0} 笔。点开一笔，可以下载它的证据；更早的在对账单里。",
    "The last {0}. Open one to download its evidence; what is older is in the statement.",
  ],
  moved: ["{0} 分", "{0} points"],
  movedHeld: ["待用的 {0} 分", "{0} points that were held"],

  everybody: ["全小区的积分总账", "Everybody's balance sheet"],
  statement: ["对账单", "Statement"],
  statementYear: ["哪一段时间", "Which time"],
  statementOfYear: ["{0} 年", "{0}"],
  statementAll: ["从开始到现在", "From the beginning"],
  statementPdf: ["下载，可打印（PDF）", "Download, to be printed (PDF)"],
  statementCsv: ["下载表格（CSV）", "Download as a table (CSV)"],

  doneTitle: ["帮完了，签字", "Done: sign for it"],
  doneLead: ["写下帮了多久。{0}签字确认之后，您家得积分。", "Say how long it took. Your home earns points once {0} signs for it as well."],
  doneBefore: [
    "您已经为这一家签过 {0}（{1} 分钟），还没有确认。",
    "You have signed for this home already: {0} ({1} minutes), not confirmed yet.",
  ],
  neighbour: ["邻居", "the neighbour"],
  minutes: ["帮了多少分钟", "Minutes"],
  day: ["哪一天", "Day"],
  rule: ["按哪一条得积分", "By which rule"],
  home: ["记在哪一套房", "For which home"],
  wrongMinutes: ["请写 1 到 1440 之间的整数分钟。", "Write whole minutes from 1 to 1440."],
  wrongDay: ["请选今天，或者过去 30 天里的一天。", "Choose today, or one of the 30 days before."],
  doneWords: ["我在{1}帮了{0} {2} 分钟", "I helped {0} on {1} for {2} minutes"],
  sign: ["签字", "Sign"],
  signed: ["已签字。{0}确认之后，积分到账。", "Signed. The points are yours once {0} confirms it."],
  toMine: ["看我的积分", "My points"],

  drops: ["您家投放的", "What your home has put into bins"],
  drop: ["{0}，{1}，{2} 分", "{0}, {1}, {2} points"],
  dropClaim: ["领积分，签字", "Earn the points: sign"],
  dropDone: ["已到账 {0} 分。", "{0} points are earned."],

  work: ["为小区出了力", "I worked for the community"],
  noWork: ["现行的积分办法里，没有为小区出力得积分这一条。", "By the plan in force, nothing is earned by work for the community."],
  officer: ["经办人", "an officer"],
  workWords: ["我在{1}为小区出力 {2} 分钟", "I worked for the community on {1} for {2} minutes"],
  workBefore: ["您已经签过 {0}（{1} 分钟），还没有确认。", "You have signed for this already: {0} ({1} minutes), not confirmed yet."],

  gift: ["送积分给邻居", "Give points to a neighbour"],
  giftsOff: ["现行的积分办法不许互赠。", "By the plan in force, households do not give points to one another."],
  giftNobody: [
    "还没有可以送的邻居：您家帮过、或帮过您家的，双方签过字，就会列在这里。",
    "There is nobody yet: a home that yours has helped, or that has helped yours, is listed once both have signed.",
  ],
  giftLead: [
    "只能送给互相帮过忙的邻居。送出的积分收不回来，到期的日子不变。",
    "You can give to homes that you have helped, or that have helped you. What is given does not come back, and ends when it would have.",
  ],
  giftFrom: ["从哪一套房的积分", "Of which home's points"],
  giftTo: ["送给", "To"],
  giftAmount: ["多少分", "How many points"],
  wrongGift: ["请写 1 到 {0} 之间的整数。", "Write a whole number from 1 to {0}."],
  giftWords: ["送给{0} {1} 分", "Give {1} points to {0}"],
  given: ["已送给{0} {1} 分。", "{1} points are given to {0}."],
  toHelp: ["回到邻里互助", "Back to neighbours"],
} as const satisfies { [name: string]: Text };

// causeTexts are why points moved.
export const causeTexts = {
  help: ["帮邻居", "help to neighbours"],
  volunteer: ["为小区做事", "community work"],
  bin: ["垃圾分类", "sorting of waste"],
  gift: ["赠送", "gift"],
  reverse: ["撤回", "taken back"],
  redeem: ["兑换", "redeemed"],
  use: ["已用", "used"],
  return: ["退还", "given back"],
  lapse: ["逾期退还", "lapsed"],
  expire: ["过期", "expired"],
  withheld: ["依公约扣留", "withheld under the convention"],
  restored: ["扣留退回", "given back: the breach was pardoned"],
} as const satisfies { [cause: string]: Text };
