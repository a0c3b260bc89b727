// SPDX-License-Identifier: Apache-2.0

// A plan of points in sentences, as everybody reads it: whoever writes one, votes on one or signs one sees the same words.

import type { Bodies } from "../../../act/body.ts";
import { readCanonical } from "../../../act/canonical.ts";
import { say } from "../language.ts";
import { planTexts } from "./texts.ts";

export type Plan = Bodies["points.adopt"]["plan"];
export type Rule = Plan["rules"][number];

// Part is what a plan says of one thing: of all points, or of a rule with an id.
export type Part = { id: string; title: string; sentences: string[] };

// readPlan reads a plan's canonical text, and is undefined for what is none.
export function readPlan(text: string): Plan | undefined {
  try {
    const plan = readCanonical(text) as unknown as Partial<Plan>;
    return Array.isArray(plan.rules) ? (plan as Plan) : undefined;
  } catch {
    return undefined;
  }
}

export const streams = ["recyclable", "hazardous", "kitchen", "other"] as const;
export const streamText = (id: string): string => {
  const known = streams.find((stream) => stream === id);
  return known ? say(planTexts[known]) : id;
};

const forAll = ({ lifeDays, maxBalance, least, gifts }: Plan): string[] => [
  lifeDays === "0" ? say(planTexts.lifeForEver) : say(planTexts.life, lifeDays),
  maxBalance === "0" ? say(planTexts.mostNone) : say(planTexts.most, maxBalance),
  least === "0" ? say(planTexts.leastNone) : say(planTexts.least, least),
  say(gifts ? planTexts.gifts : planTexts.giftsNone),
];

const ofRule = ({ way, points, stream, dayCap, budget }: Rule): string[] => [
  say(planTexts[way], points),
  ...(stream ? [say(planTexts.stream, streamText(stream))] : []),
  dayCap === "0" ? say(planTexts.capNone) : say(planTexts.cap, dayCap),
  say(planTexts.budget, budget),
];

// partsOf are a plan's sentences: first of all points, then of each rule.
export const partsOf = (plan: Plan): Part[] => [
  { id: "", title: say(planTexts.all), sentences: forAll(plan) },
  ...plan.rules.map((rule) => ({ id: rule.rule, title: rule.title, sentences: ofRule(rule) })),
];

// Change is what differs of a part: what is said no more, and what is said instead.
export type Change = { id: string; title: string; before: string[]; after: string[] };

// differences is what a plan changes in another one, part by part; before is undefined where nothing is in force.
export function differences(before: Plan | undefined, after: Plan): Change[] {
  const old = before ? partsOf(before) : [];
  const now = partsOf(after);
  const ids = [...new Set([...now, ...old].map(({ id }) => id))];
  return ids
    .map((id): Change => {
      const [was, is] = [old, now].map((parts) => parts.find((part) => part.id === id));
      const renamed = was && is && was.title !== is.title;
      const said = (part: Part | undefined, other: Part | undefined) => [
        ...(part && renamed ? [part.title] : []),
        ...(part?.sentences ?? []).filter((sentence) => !other?.sentences.includes(sentence)),
      ];
      return { id, title: is?.title ?? was?.title ?? id, before: said(was, is), after: said(is, was) };
    })
    .filter((change) => change.before.length + change.after.length > 0);
}
