// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../../../shared/language.ts";

export const breachTexts = {
  lead: [
    "全体业主表决通过的公约，对谁都一样。记错了可以申诉；改正了签个字就行。",
    "The convention that the owners adopted is the same for everybody. If this is a mistake, appeal; if it is put right, say so.",
  ],
  none: ["没有。您家没有被记过违反公约的事。", "Nothing: your home is not said to have broken the convention."],
  text: ["看公约全文", "Read the convention"],
  home: ["记在哪一家：{0}", "Whose home: {0}"],
  ground: ["怎么知道是您家：{0}", "How it is known to be your home: {0}"],
  groundAway: ["怎么知道是您家：依据由经办单位保存，可以去问。", "How it is known to be your home: a body keeps that; ask there."],
  groundNone: ["没有查明是不是访客，所以最多只是提醒。", "It may have been a visitor, so that a warning is the most that follows."],
  leads: ["如果成立：{0}。", "If it stands: {0}."],
  withheld: ["已扣留 {0} 分。", "{0} points were withheld."],
  ends: ["到 {0} 为止。", "Until {0}."],
  you: ["您可以做的", "What you can do"],
  curable: [
    "改正了，在 {0}（含当天）之前签字，就什么都不执行。",
    "Once it is put right, say so until {0}, that day included; then nothing takes effect.",
  ],
  appealable: [
    "记错了，或者不服，在 {0}（含当天）之前申诉。申诉期间什么都不执行，由两个单位裁定。",
    "If it is wrong, or you disagree, appeal until {0}, that day included. Nothing takes effect meanwhile; two bodies decide.",
  ],
  undecided: ["{0} 之前没有裁定，就算不成立。", "If it is not decided until {0}, it is dismissed."],
  cure: ["已经改正，签字", "It is put right: sign"],
  cureWords: ["我家已经改正：{0}", "My home has put it right: {0}"],
  appeal: ["我要申诉", "Appeal"],
  appealText: ["请写明为什么", "Say why"],
  appealEmpty: ["请先写明为什么。", "Say why first."],
  appealSign: ["签字，提出申诉", "Sign the appeal"],
  appealWords: [
    "我家申诉：{0}。所写内容的指纹：{1}；照片 {2} 张",
    "My home appeals: {0}. The fingerprint of what is written: {1}; photos: {2}",
  ],
  mediation: ["请人调解", "Ask for mediation"],
  mismatch: [
    "服务器保存的文字和您写的不一样，没有签字。请再试。",
    "The server kept another text than yours; nothing was signed. Try again.",
  ],
  said: ["您写的：{0}", "You wrote: {0}"],
  reason: ["经办单位写的：{0}", "A body wrote: {0}"],
} as const satisfies { [name: string]: Text };
