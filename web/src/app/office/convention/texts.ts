// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../../shared/language.ts";

export const conventionOfficeTexts = {
  title: ["公约文本", "Text of the convention"],
  inForce: ["现行公约", "The convention in force"],
  none: ["现在没有生效的公约。", "No convention is in force."],
  page: ["公开的页面", "Its public page"],

  voted: ["付诸表决的公约", "Conventions that were put to the vote"],
  votedNone: ["还没有表决用过这里的公约。", "No vote has named a convention yet."],
  adopt: ["施行这份公约", "Put this convention in force"],
  repeal: ["废止公约", "End the convention"],
  ready: ["业主已表决通过，可以办理：须两家单位签字。", "The owners have agreed: two bodies can carry it out."],
  stage: [
    "还不能办理：表决结果没有公布，或表决已作废。现在：{0}。",
    "Not yet: its result is not published, or the vote is annulled. Now: {0}.",
  ],
  result: [
    "不能办理：业主没有通过，或这次表决不是业主共同决定。",
    "Not possible: the owners have not agreed, or it was no decision of owners.",
  ],
  done: ["已经办理。", "It is done."],
  older: ["不能办理：更晚通过的已经施行。", "Not possible: what was agreed to later is in force."],
  other: ["不能办理：现行的是另一份公约。", "Not possible: another convention is in force."],
  textGone: [
    "这次表决附有一份全文，不在这台服务器上，来这里投票的人也看不到。",
    "This vote names a text that is not on this server, and who votes here cannot read it.",
  ],
  handIn: ["交入全文：在起草单位的页面上下载的文件", "Hand the text in: the file that the pages of the body that drafted it give"],
  handInWrong: ["这个文件不是付诸表决的那一份：哈希值不同。", "This file is not what is put to the vote: its hash is another one."],
  shownAs: ["居民看到的", "As residents read it"],

  write: ["起草公约", "Write a convention"],
  writeLead: [
    "草稿只在这个浏览器里，到留作表决为止。条款大多只是文字；有的条款可以带一条规则和几个例子，由账本执行。",
    "A draft is in this browser only, until it is left for a vote. Most articles are words; some have a rule, which the ledger applies, and examples.",
  ],
  begin: ["从哪里开始", "Begin with"],
  blank: ["只有文字", "words only"],
  current: ["现行公约", "the convention in force"],
  start: ["开始写", "Begin"],
  text: ["公约全文", "The convention's text"],
  tidy: ["整理空格和空行", "Tidy spaces and empty lines"],
  drop: ["扔掉草稿", "Drop the draft"],
  checking: ["正在检查…", "Being checked…"],
  fine: ["没有问题，可以付诸表决。", "Nothing is wrong with it: it can be put to the vote."],
  refused: ["还有 {0} 处不能生效：", "{0} things keep it from being in force:"],
  line: ["第 {0} 行", "Line {0}"],
  bytes: ["{0} / {1} 字节", "{0} of {1} bytes"],
  shadow: ["试一试：过去会怎样", "Try it: what it would have hit"],
  shadowLead: [
    "过去 {0} 天本单位设备记录的事、办结的单子和受理的举报里，这些会构成违约（是谁家，不知道）：",
    "Of what this body's devices recorded in the last {0} days, of orders that are done and of reports filed, this would have been a breach. Nobody knows whose:",
  ],
  shadowDeaf: ["这台服务器没有接设备，问设备的规则试不了。", "This server hears no devices, so that rules about devices cannot be tried."],
  shadowUntried: [
    "没有试的条款：{0}（同时要两样依据，或者要设备）。",
    "Articles that were not tried: {0}. They ask for two things at once, or for a device.",
  ],
  shadowNone: ["没有能试的规则。", "There is no rule that can be tried."],
  shadowArticle: ["第 {0} 条 {1}：{2} 次", "Article {0}, {1}: {2} times"],
  shadowBuilding: ["{0}：{1} 次", "{0}: {1}"],
  shadowFew: ["其他（每栋不足 {0} 次）：{1} 次", "others, with fewer than {0} each: {1}"],
  leave: ["留作表决用", "Leave it for a vote"],
  left: ["已留在本单位的服务器上，哈希值：", "It is on your body's server now, with the hash"],
  toDraft: ["去起草表决", "Draft the vote"],
  repealLead: [
    "要废止现行公约，也须业主表决。这里写下要表决的内容。",
    "Owners decide on the end of the convention in force, too. This writes what they vote on.",
  ],
  repealLeave: ["留下废止案，用于表决", "Leave its repeal for a vote"],
} as const satisfies Record<string, Text>;
