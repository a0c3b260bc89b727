// SPDX-License-Identifier: Apache-2.0

// A plan as it is written into a form, before it is a text that can be put to the vote.

import { int } from "../../../act/act.ts";
import { say } from "../../shared/language.ts";
import type { Plan, Rule } from "../../shared/plan/plan.ts";
import { visible } from "../fold.ts";
import type { PlanInForce } from "./api.ts";
import { pointsTexts } from "./texts.ts";

// Bounds of a plan (contract/points/plan.go, rules/points). What is beyond them the server refuses, as the ledger would.
export const most = { rules: 32, title: 40, points: 1_000_000, budget: 1_000_000_000, have: 1_000_000_000, days: 36_500 } as const;

export type RuleForm = { [field in Exclude<keyof Rule, "way">]: string } & { way: Rule["way"] };
export type PlanForm = { lifeDays: string; maxBalance: string; least: string; gifts: boolean; rules: RuleForm[] };

// planOf is the plan in force as a plan's text has it.
export const planOf = ({ gifts, least, lifeDays, maxBalance, rules }: PlanInForce): Plan => ({
  gifts,
  least: int(least),
  lifeDays: int(lifeDays),
  maxBalance: int(maxBalance),
  rules: rules.map(({ budget, dayCap, points, rule, stream, title, way }) => ({
    budget: int(budget),
    dayCap: int(dayCap),
    points: int(points),
    rule,
    stream,
    title,
    way,
  })),
});

// newRule is an empty rule. Its id is of no other one: what was issued by a rule of the same id counts for its budget, so that an id of an
// earlier version stays that rule's.
export function newRule(rules: readonly RuleForm[], version: number): RuleForm {
  const taken = new Set(rules.map(({ rule }) => rule));
  let i = 1;
  while (taken.has(`v${version}-${i}`)) {
    i++;
  }
  return { rule: `v${version}-${i}`, title: "", way: "help", points: "60", dayCap: "0", budget: "10000", stream: "" };
}

export const emptyForm = (inForce: PlanInForce | undefined): PlanForm =>
  inForce ? planOf(inForce) : { lifeDays: "365", maxBalance: "1500", least: "0", gifts: false, rules: [newRule([], 1)] };

// written is the plan that a form says, with its rules by id.
export const written = ({ lifeDays, maxBalance, least, gifts, rules }: PlanForm): Plan => ({
  gifts,
  least: int(Number(least)),
  lifeDays: int(Number(lifeDays)),
  maxBalance: int(Number(maxBalance)),
  rules: rules
    .map(
      ({ budget, dayCap, points, rule, stream, title, way }): Rule => ({
        budget: int(Number(budget)),
        dayCap: int(Number(dayCap)),
        points: int(Number(points)),
        rule,
        stream: way === "bin" ? stream : "",
        title: visible(title).trim(),
        way,
      }),
    )
    .sort((a, b) => (a.rule < b.rule ? -1 : 1)),
});

// wrongLeast and wrongStream are what is wrong with a form that no field sees by itself.
export const wrongLeast = ({ least, maxBalance }: PlanForm): string =>
  Number(maxBalance) > 0 && Number(least) > Number(maxBalance) ? say(pointsTexts.wrongLeast) : "";

export const wrongStream = (rule: RuleForm, before: readonly RuleForm[]): string =>
  rule.way === "bin" && before.some(({ way, stream }) => way === "bin" && (stream === rule.stream || !stream || !rule.stream))
    ? say(pointsTexts.wrongStream)
    : "";
