// SPDX-License-Identifier: Apache-2.0

// An agreement as it is written, read and signed: a document with the parts that the law lists (People's Mediation Law, Art. 29).

import { parse } from "../../../act/act.ts";
import { type Community, call, type Schema } from "../api.ts";
import { say, type Text } from "../language.ts";
import { hashText } from "../text-hash.ts";
import type { Paper } from "./papers.ts";
import { type Case, nth, sideText } from "./words.ts";

export type Parts = Schema["AgreementParts"];

const names = {
  facts: ["纠纷的主要事实", "The main facts"],
  matters: ["争议事项", "The matters in dispute"],
  agreed: ["达成协议的内容", "What both agree on"],
  how: ["履行的方式", "How it is performed"],
  when: ["履行的期限", "By when it is performed"],
} as const satisfies { [part in keyof Parts]?: Text };

export type Part = keyof typeof names;

export const partName = (part: Part): string => say(names[part]);

export const responsibilityName = (community: Community, of: Case, i: number): string =>
  say(["{0}的责任", "The responsibility of {0}"], sideText(community, nth(of, i)));

// partsOf reads an agreement's text; undefined if it is none.
export function partsOf(text: string): Parts | undefined {
  try {
    const parts = JSON.parse(text) as Parts;
    return parts.responsibility.length === 2 ? parts : undefined;
  } catch {
    return undefined;
  }
}

// isOf says whether a paper is what the server says, and of the case that it is shown at: what is signed is its text.
export function isOf(of: Case, paper: Paper): boolean {
  const { type, body } = parse(paper.text);
  return type === paper.type && body.case === of.case;
}

// toSign is the agreement that a paper asks to sign: from the very text that has the hash in the act, and about this case.
export async function toSign(of: Case, { act, text }: Paper): Promise<Parts | undefined> {
  const { agreement } = parse(text).body;
  const { agreement: said } = await call<Schema["AboutAct"]>("GET", `/pending-acts/${act}/about`);
  const parts = said && (await hashText(said.salt, said.text)) === agreement ? partsOf(said.text) : undefined;
  return parts?.case === of.case ? parts : undefined;
}

// daysOf is how many days an agreement leaves, as the act says.
export const daysOf = ({ text }: Paper): number => Number(parse(text).body.days);
