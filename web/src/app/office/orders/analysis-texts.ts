// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../../shared/language.ts";

export const reportTexts = {
  title: ["工单数据分析", "What orders teach"],
  month: ["月份（北京时间）", "Month, in China"],
  none: ["这个月和之前都没有工单。", "There were no orders in this month, nor before."],
  merged: [
    "每一行至少涉及五户，或者没有：不足五户的组已并入别的组，标明“合并”。撤回的和并入别单的不算。",
    "Each row is of five households at least, or of none: smaller groups are joined with others, and say so. Orders that were taken back, or joined to another, are none of them.",
  ],
  compared: [
    "括号里是之前同样长的一段时间。图中的竖线也是。",
    "In brackets is as long a time before. So is the upright line in a picture.",
  ],
  unfinished: [
    "这个月还没有过完：数字还会变，而括号里是完整的一段时间。",
    "This month is not over: its numbers will change, and what is in brackets is a whole period.",
  ],
  closedNote: [
    "“已关闭”说明不了什么：看旁边的“已解决”和“满意”。都以全部工单为 100%。",
    "How many are closed says little: see how many are solved, and satisfied, beside it. All three are shares of all orders.",
  ],
  timesNote: [
    "从报修算起。“接单”“到场”算第一次，“办结”只算已关闭的。九成是指每十单有九单不超过这个时间。",
    "From the report. To accept and to arrive is of the first time; done is of those that are closed. Nine in ten took no longer than the 90th percentile.",
  ],
  pair: ["{0}（{1}）", "{0} ({1})"],
  joined: ["{0}（合并）", "{0} (joined)"],
  csv: ["下载表格（CSV）", "Download the tables (CSV)"],

  all: ["全部", "All"],
  byKind: ["按事项", "By kind"],
  byPlace: ["按地点", "By place"],
  byGrid: ["按网格", "By grid"],
  byHour: ["按钟点", "By hour of the day"],
  became: ["{0}：办得怎样", "{0}: what became of them"],
  took: ["{0}：用了多久", "{0}: how long it took"],
  group: ["组", "Group"],
  noPlace: ["地点不明", "no place known"],
  noGrid: ["没有交给网格", "given to no grid"],

  orders: ["工单", "Orders"],
  closed: ["已关闭", "Closed"],
  solved: ["已解决", "Solved"],
  satisfied: ["满意", "Satisfied"],
  prompt: ["对速度满意", "Satisfied with the speed"],
  unanswered: ["没有答复", "Unanswered"],
  reopened: ["重开", "Reopened"],
  escalated: ["升级", "Escalated"],
  breached: ["超时", "Breached"],
  hands: ["平均经手", "Hands, on average"],

  accept: ["接单", "Accepted"],
  arrive: ["到场", "Arrived"],
  done: ["办结", "Done"],
  median: ["{0}：中位", "{0}: median"],
  p90: ["{0}：九成", "{0}: 90th percentile"],
  seconds: ["{0} 秒", "{0} s"],
  minutes: ["{0} 分", "{0} min"],
  hours: ["{0} 小时 {1} 分", "{0} h {1} min"],
  days: ["{0} 天 {1} 小时", "{0} d {1} h"],
} as const satisfies { [name: string]: Text };
