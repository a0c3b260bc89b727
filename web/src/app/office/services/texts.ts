// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../../shared/language.ts";

export const officeServiceTexts = {
  title: ["积分服务", "Services for points"],
  list: ["服务目录", "What is offered"],
  forSomebody: ["代没有手机的住户兑换", "Redeem for somebody"],

  lead: [
    "住户用积分兑换的服务。两家单位签字生效，其中一家是提供服务的单位。积分不是钱：不标价，不卖，不兑现。",
    "What households redeem points for. Two bodies sign, of which one serves it. Points are no money: nothing here has a price, is sold or cashed.",
  ],
  none: ["还没有服务。", "No service is offered yet."],
  stock: ["共 {0} 份，已兑换 {1} 份，还剩 {2} 份", "{0} in all, {1} taken, {2} left"],
  open: ["现在可以兑换", "can be redeemed now"],
  shut: ["现在不能兑换", "cannot be redeemed now"],
  retired: ["已停办", "ended"],
  change: ["更改", "Change it"],
  add: ["新设一项服务", "Offer a new service"],

  id: ["编号", "Id"],
  idHint: ["小写字母、数字和连字符，例如 haircut", "Small letters, digits and hyphens, for example haircut"],
  name: ["名称（住户看到的）", "Title, as residents see it"],
  bookable: [
    "预约来用的，是哪一种（公约可以对某一户暂停它）",
    "If it is booked: of which kind (a convention can pause it for a household)",
  ],
  notBookable: ["不是", "none of these"],
  points: ["每份多少积分", "Points for one"],
  howMany: ["一共几份（含已兑换的 {0} 份）", "How many in all (with {0} that are taken)"],
  fromWhen: ["从什么时候起可以兑换", "Redeemed from"],
  untilWhen: ["到什么时候为止", "Redeemed until"],
  hours: [
    "每周的时间，每行一个：星期 起 止，例如 1-5 08:00 18:00；不写就是随时",
    "Times of the week, one a line: days, from, to, for example 1-5 08:00 18:00; none: always",
  ],
  hoursHint: ["0 是周日。住户只能在这些时间兑换。", "0 is Sunday. It is redeemed at these times only."],
  hoursBad: ["这几行看不懂：{0}", "These lines are not understood: {0}"],
  untilBad: ["“到什么时候为止”要晚于“从什么时候起”。", "The end has to be after the beginning."],
  servedBy: ["由 {0} 提供，服务券到它的柜台使用。", "It is served by {0}, whose counter takes its vouchers."],
  check: ["核对", "Check"],

  retire: ["停办这项服务", "End this service"],
  retireLead: [
    "停办之后不能再兑换，也不能恢复；已经兑换的券照样可以使用。两家单位签字。",
    "Nobody redeems it any more, and it cannot be taken back. Vouchers for it stay good. Two bodies sign.",
  ],
  reason: ["理由（存在本单位，账本上只有哈希值）", "Reason, kept at this body; only its hash is on the ledger"],
  reasonNone: ["请写理由。", "Say why."],

  redeemLead: [
    "住户本人要求、又没有手机的，由两家单位签字代他兑换，把券打印给他。和您自己家有关的，请别的单位办。账本上写着是哪两位经办人签的。",
    "For a household that asks for it and has no phone: two bodies sign, and the voucher is printed. Officers do not do it for their own home. The ledger has who signed.",
  ],
  whose: ["哪一户", "Whose home"],
  service: ["兑换什么", "What for"],
  count: ["几份", "How many"],
  nothing: ["现在没有可以兑换的服务。", "There is nothing to redeem for now."],
  notYet: [
    "第二家单位签字之后券才有效：他签完再交给住户。券码只在这台电脑的浏览器里，离开前请打印。",
    "It is good once the second body has signed: hand it over after that. The code is in this browser alone; print it before you leave.",
  ],
  next: ["再为一户兑换", "Redeem for another home"],
} as const satisfies { [name: string]: Text };
