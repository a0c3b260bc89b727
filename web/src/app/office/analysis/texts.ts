// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../../shared/language.ts";

// analysisTexts are the texts of the analysis of a vote; the public page says the same (web/texts.go).
export const analysisTexts = {
  kicker: ["数据分析", "Analysis of the vote"],
  merged: [
    "本页的每个数字都代表至少五人，或者全体：不足五人的组已并入别的组，从差额也推不出来。",
    "Every number here stands for at least five heads, or for all: smaller groups are joined with others, so that differences do not tell them either.",
  ],
  running: [
    "投票期间只有参与情况，随账本更新；各楼栋和各方式的数字等每组都够五人才动。各选项公布结果之后才有。",
    "While the vote runs there is turnout only, and it follows the ledger; buildings and ways move when each group has gained enough. Options come once the result is published.",
  ],
  known: [
    "时间、方式、人数和面积都能由任何人从账本重新数出来。楼栋和提醒账本上没有，只是{0}的说法。",
    "Times, ways, heads and area can be counted again from the ledger by anybody. Buildings and reminders are not on the ledger: they are the word of {0} alone.",
  ],
  csv: ["下载表格（CSV）", "Download the tables (CSV)"],
  public: ["公开的数据分析", "The public page"],
  and: ["、", ", "],
  until: ["{0} 至 {1}", "{0} to {1}"],
  voted: ["参与人数", "Took part"],
  of: ["总数", "Of"],
  share: ["占比", "Share"],
  heads: ["人数", "Heads"],
  area: ["面积", "Area"],
  first: [
    "这里只说最先参与的 {0} 人（共 {1} 人）：其余的人太少，不便分组。",
    "This tells of the first {0} heads of {1}: the others are too few to be divided.",
  ],
  early: ["参与的人还太少，不便分组。", "Too few have taken part to be divided yet."],
  buildings: ["各楼栋的参与", "By building"],
  buildingsNote: [
    "楼栋取自{0}保存的名册，账本上没有。一人有几处房产的，算在面积最大的那一栋。",
    "Buildings come from the register that {0} keeps; they are not on the ledger. Who owns in several is counted where most of the area is.",
  ],
  buildingsUnknown: ["{0}的服务器没有名册，不知道楼栋。", "The server of {0} has no register, and knows no buildings."],
  building: ["楼栋", "Building"],
  elsewhere: ["其他", "Elsewhere"],
  ways: ["怎么投的", "How they voted"],
  waysNote: ["以每人的第一张票为准。", "By each head's first ballot."],
  way: ["方式", "Way"],
  days: ["哪一天投的", "By day"],
  daysNote: [
    "以每人的第一张票为准；纸质票算录入的时间。柱子越高，每小时参与的人越多；竖线是发出提醒的时间。北京时间。",
    "By each head's first ballot; paper by when it was entered. The higher a column, the more came in an hour; upright lines are when reminders were sent. China's time.",
  ],
  day: ["日期", "Day"],
  hours: ["一天中的什么时候", "By hour of the day"],
  hoursNote: [
    "所有日子合在一起。柱子越高，每小时参与的人越多。北京时间。",
    "All days together. The higher a column, the more came in an hour. China's time.",
  ],
  hour: ["钟点", "Hours"],
  rounds: ["提醒有没有用", "What reminders did"],
  roundsNote: [
    "提醒由{0}的服务器发给还没有投票的人。提醒之后投票的，不一定是因为提醒。",
    "Reminders went from the server of {0} to who had not voted. Who voted after one need not have done so because of it.",
  ],
  roundsNone: ["{0}的服务器没有为这次表决发过提醒。", "The server of {0} has sent no reminders for this vote."],
  round: ["提醒", "Reminder"],
  sent: ["{0}：{1} 发出，提醒了 {2} 人。", "{0}: sent on {1}, to {2} people."],
  sentFew: ["{0}：{1} 发出，提醒了不足五人。", "{0}: sent on {1}, to fewer than five people."],
  span: ["时间", "When"],
  perHour: ["平均每小时", "In an hour"],
  before: ["之前 {0} 小时", "the {0} hours before"],
  after: ["之后第 {0} 至 {1} 小时", "hours {0} to {1} after"],
  across: ["之前 {0} 小时至之后 {1} 小时", "{0} hours before to {1} after"],
  threshold: ["门槛：{0}。", "Threshold: {0}."],
  passed: ["结果：通过。正式的数字以结果页为准。", "Outcome: passed. The official numbers are on the result's page."],
  failed: ["结果：未通过。正式的数字以结果页为准。", "Outcome: not passed. The official numbers are on the result's page."],
  option: ["选项", "Option"],
  blank: ["未选（空白）", "Left blank"],
  votes: ["历次表决比较", "Votes compared"],
  votesNote: [
    "本小区已公布结果的表决。竖线是有效所需的参与比例。",
    "The community's votes whose results are published. The upright line is how much had to take part.",
  ],
  vote: ["表决", "Vote"],
  closed: ["截止", "Closed"],
} as const satisfies { [name: string]: Text };

// groupNames are the names that groups have on the ledger and in notices.
export const groupNames: { [name: string]: Text } = {
  online: ["线上", "Online"],
  paper: ["纸质票", "On paper"],
  proxy: ["委托他人", "By proxy"],
  "closing.48h": ["截止前48小时", "48 hours before the end"],
  "closing.24h": ["截止前24小时", "24 hours before the end"],
};
