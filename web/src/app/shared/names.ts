// SPDX-License-Identifier: Apache-2.0

import type { Community } from "./api.ts";
import { say, type Text } from "./language.ts";

// bodyName is a body's name; of one that is in both languages, as "owners' committee (业委会)", the reader's.
export function bodyName(community: Community, id: string): string {
  const name = community.bodies.find((body) => body.id === id)?.name ?? id;
  const [, en, zh] = /^(.*\S)\s*[(（](\p{Script=Han}+)[)）]$/u.exec(name) ?? [];
  return en && zh ? say([zh, en]) : name;
}

const stageTexts: { [stage: string]: Text } = {
  draft: ["草案", "draft"],
  notice: ["公示", "notice"],
  open: ["投票中", "open"],
  over: ["已到截止时间，等两家单位截止", "over; two bodies have to close it"],
  closed: ["已截止", "closed"],
  unsealed: ["已启封", "unsealed"],
  tallied: ["已计票", "counted"],
  published: ["已公布", "published"],
  objection: ["异议期", "objections"],
  final: ["已确定", "final"],
  annulled: ["已作废", "annulled"],
};

export const stageText = (stage: string): string => say(stageTexts[stage] ?? [stage, stage]);
