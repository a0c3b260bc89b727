// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../language.ts";

export const conventionTexts = {
  convention: ["公约", "Convention"],
  repeal: ["废止公约", "Repeal of a convention"],
  whole: ["公约文本", "Text of the convention"],
  rule: ["这一条怎么执行", "What this rule does"],
  examples: ["例子", "Examples"],
  fails: ["（按规则算出来的不是这样）", " (the rule makes something else of it)"],
  said: [
    "“怎么执行”和例子的结论，是这台服务器按条文里的规则写成的话。付诸表决的是条文本身。",
    "What the rules do, and what comes of the examples, is said by this server from the rules in the text. What is put to the vote is the text.",
  ],
  noRule: ["没有可以自动执行的规则。", "No article has a rule that runs by itself."],
  repeals: ["表决通过后，下面这份公约不再有效：", "If the vote passes, this convention is in force no longer:"],
  repealsAt: ["自 {0} 起。", "From {0} on."],
  repealsOnce: ["一经两家单位执行就生效。", "At once, when two bodies carry it out."],
  read: ["看这份公约", "Read that convention"],
} as const satisfies Record<string, Text>;
