// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../language.ts";

export const planTexts = {
  text: ["一并表决的全文", "The whole text that is put to the vote"],
  read: ["看全文", "Read the whole text"],
  hash: ["全文的哈希值（SHA-256）", "Its hash (SHA-256)"],
  checked: [
    "您的浏览器已核对：下面的文字就是账本上付诸表决的那一份，一字不差。",
    "Your browser has checked it: what stands below is what the ledger puts to the vote, word for word.",
  ],
  wrong: [
    "不要相信这里的文字：它和账本上付诸表决的不是同一份。请告诉业委会或居委会。",
    "Do not trust this text: it is not the one that the ledger puts to the vote. Tell the owners' or the residents' committee.",
  ],
  none: [
    "这台服务器没有这份文字。请到起草表决的单位的页面上看，或向经办人索取，再核对哈希值。",
    "This server does not have the text. See the pages of the body that drafted the vote, or ask an officer for it, and compare the hash.",
  ],
  save: ["下载全文", "Save the text"],

  plan: ["积分办法", "The plan of points"],
  life: ["积分 {0} 天内有效，到期作废。", "Points are good for {0} days, and then end."],
  lifeForEver: ["积分长期有效。", "Points have no end."],
  most: ["每户最多可有 {0} 分。", "A household can have {0} points at most."],
  mostNone: ["每户的积分不设上限。", "A household can have any number of points."],
  gifts: ["邻居之间可以互赠积分。", "Households may give points to one another."],
  giftsNone: ["邻居之间不能互赠积分。", "Households may not give points to one another."],
  least: ["满 {0} 分才能兑换。", "Who has {0} points can redeem some."],
  leastNone: ["有积分就能兑换。", "Any number of points can be redeemed."],
  noMoney: [
    "积分不是钱：不能买卖，不能兑现，也不影响表决。",
    "Points are no money: nobody buys, sells or cashes them, and they weigh nothing in a vote.",
  ],

  help: ["帮邻居一小时得 {0} 分，由邻居确认。", "An hour of help to a neighbour earns {0} points, once the neighbour confirms it."],
  volunteer: [
    "为小区出力一小时得 {0} 分，由经办人确认。",
    "An hour of work for the community earns {0} points, once an officer confirms it.",
  ],
  bin: [
    "刷卡投放一次得 {0} 分，由垃圾箱记录。",
    "Each time something is put into a bin with the home's card earns {0} points, as the bin tells.",
  ],
  stream: ["只限：{0}。", "Only for: {0}."],
  cap: ["每户每天最多 {0} 分。", "At most {0} points a day for a household."],
  capNone: ["每天不设上限。", "No bound for a day."],
  budget: ["全小区一共最多发 {0} 分，发完为止。", "At most {0} points for the whole community; then no more."],

  recyclable: ["可回收物", "recyclables"],
  hazardous: ["有害垃圾", "hazardous waste"],
  kitchen: ["厨余垃圾", "kitchen waste"],
  other: ["其他垃圾", "other waste"],

  all: ["总则", "For all points"],
  added: ["新增", "New"],
  dropped: ["取消", "Dropped"],
  same: ["和现行的办法完全一样。", "The same as the plan in force."],
} as const satisfies Record<string, Text>;
