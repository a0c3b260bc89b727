// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../../../shared/language.ts";

export const reportTexts = {
  title: ["反映违反公约的事", "Report what breaks the convention"],
  urgent: [
    "有火、有烟、有人受伤、有人打架，先打 119、120、110，不要在这里写。",
    "Fire, smoke, somebody hurt, or a fight: telephone 119, 120 or 110 first, and do not write here.",
  ],
  hidden: [
    "被反映的人不会知道是您：不知道您的姓名，也不知道您住哪一家。经办人也不知道。",
    "The one you report does not learn who you are: not your name, not your home. The officer does not either.",
  ],
  hiddenMore: [
    "账本上只有一串认不出您的号码。您写的话经办人会看到，所以话里不要写自己的姓名和房号。",
    "The ledger has a number that nobody knows you by. An officer reads your words, so do not write your name or your home into them.",
  ],
  what: ["看到或听到了什么", "What it was"],
  where: ["在哪里", "Where it was"],
  elsewhere: ["别的地方（写在下面）", "Somewhere else (say so below)"],
  when: ["什么时候", "When it was"],
  words: ["请写清楚：看到了什么，是哪一家（知道的话）", "Say what you have seen, and whose household it was if you know"],
  empty: ["请先写看到了什么。", "Say first what you have seen."],
  badTime: ["时间要在最近 30 天以内，不能是将来。", "It has to be within the last 30 days, and not in the future."],
  sign: ["签字，交给经办人", "Sign it, for an officer"],
  signing: ["正在等您确认……", "Waiting for you to agree…"],
  arrived: ["收到了。经办人会看到您写的话，看不到是谁写的。", "It has arrived. An officer sees what you wrote, and not who wrote it."],
  mine: ["我反映过的", "What I have reported"],
  none: ["还没有。", "Nothing yet."],
  open: ["等经办人登记；30 天没有登记就删除", "waits for an officer; it is deleted if none files it in 30 days"],
  filed: ["经办人已登记", "an officer has filed it"],
  withdraw: ["撤回并删除", "Take it back and delete it"],
  another: ["再反映一件", "Report something else"],
  back: ["回到公约", "Back to the convention"],
} as const satisfies { [name: string]: Text };
