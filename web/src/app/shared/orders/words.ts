// SPDX-License-Identifier: Apache-2.0

// What the codes of orders are called (rules/order).

import type { orderKinds, orderOutcomes, orderPriorities, transferReasons } from "../../../act/rules.ts";
import type { Schema } from "../api.ts";
import { say, type Text } from "../language.ts";
import { kinds as kindNames, priorities as priorityNames } from "./names.gen.ts";

export type Kind = (typeof orderKinds)[number];
export type Priority = (typeof orderPriorities)[number];
export type Outcome = (typeof orderOutcomes)[number];
export type Why = (typeof transferReasons)[number];

export const kinds = kindNames satisfies { [kind in Kind]: Text };

export const priorities = priorityNames satisfies { [priority in Priority]: Text };

export const states = {
  raised: ["等经办人安排", "waits for an officer"],
  triaged: ["等人接单", "waits for a worker"],
  assigned: ["已派单，等人接单", "workers are called"],
  accepted: ["已接单", "accepted"],
  "en-route": ["在路上", "on the way"],
  "on-site": ["已到现场", "there"],
  done: ["已处理，等住户确认", "done; the household confirms"],
  confirmed: ["住户已确认", "confirmed"],
  unanswered: ["住户没有答复，已关闭", "closed unanswered"],
  joined: ["已并入另一单", "joined to another order"],
  withdrawn: ["已撤回", "taken back"],
} as const satisfies { [state in Schema["Order"]["state"]]: Text };

export const levels: readonly Text[] = [
  ["已通知首位人员", "the first was called"],
  ["已加叫后面的人", "the next were called too"],
  ["已报主管", "the supervisor was called"],
  ["已超时", "overdue: a breach"],
];

export const outcomes = {
  solved: ["已解决", "Solved"],
  "not-found": ["没有发现问题，或没人开门", "Nothing found, or nobody opened"],
  "false-alarm": ["误报", "False alarm"],
  referred: ["转给外单位（水电气、公安、调解）", "Passed to others (utility, police, mediation)"],
} as const satisfies { [outcome in Outcome]: Text };

export const whys = {
  "wrong-trade": ["不会修这个", "It needs another trade"],
  "wrong-grid": ["不是我的网格", "Not my grid"],
  elsewhere: ["被另一单拖住", "Held up by another order"],
  "shift-over": ["下班了", "My shift is over"],
  partial: ["需要回避", "Better somebody else"],
} as const satisfies { [why in Why]: Text };

export const deadlines = {
  triage: ["经办人安排", "an officer says whose it is"],
  accept: ["接单", "somebody accepts"],
  supervisor: ["有人接单，否则报主管", "somebody accepts, or the supervisor is called"],
  arrive: ["到现场", "somebody is there"],
  done: ["处理完", "it is done"],
  confirm: ["住户确认或重开", "the household confirms or reopens"],
  again: ["再次催办", "it is said again"],
} as const satisfies { [deadline in Schema["OrderTerm"]["what"]]: Text };

// choices are codes with what they are called.
export const choices = <T extends string>(of: { [code in T]: Text }): (readonly [code: T, name: string])[] =>
  Object.entries<Text>(of).map(([code, name]) => [code as T, say(name)] as const);

const word = (of: { [code: string]: Text }, code: string): string => say(of[code] ?? [code, code]);

export const kindText = (kind: string): string => word(kinds, kind);
export const priorityText = (priority: string): string => word(priorities, priority);
export const stateText = (state: string): string => word(states, state);
export const levelText = (level: number): string => say(levels[level] ?? ["", ""]);
export const outcomeText = (outcome: string): string => word(outcomes, outcome);
export const whyText = (why: string): string => word(whys, why);
export const deadlineText = (deadline: string): string => word(deadlines, deadline);
