// SPDX-License-Identifier: Apache-2.0

// An agreement as it is written, read and signed: a document with the parts that the law lists (People's Mediation Law, Art. 29).

import { parse } from "../../../act/act.ts";
import { type Community, call, type Schema } from "../api.ts";
import { say, type Text } from "../language.ts";
import { hashText } from "../text-hash.ts";
import { type Case, nth, sideText } from "./words.ts";

export type Parts = Schema["AgreementParts"];
export type Paper = Schema["PendingAct"]; // an act of both sides that waits for signatures

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

// toSign is what a waiting act of a case asks to sign: for an agreement its parts, from the very text that has the hash in the act.
export async function toSign({ act, text }: Paper): Promise<Parts | undefined> {
  const { agreement } = parse(text).body;
  const { agreement: said } = await call<Schema["AboutAct"]>("GET", `/pending-acts/${act}/about`);
  return said && (await hashText(said.salt, said.text)) === agreement ? partsOf(said.text) : undefined;
}

// daysOf is how many days an agreement leaves, as the act says.
export const daysOf = ({ text }: Paper): number => Number(parse(text).body.days);

// ofBothSides says whether an act waits until both sides of a case have signed it.
export const ofBothSides = (type: string): boolean => type === "case.agree" || type === "case.apply";

// canSign says whether my side's signature is what a paper waits for.
export const canSign = ({ mine, refused, overtaken, sent }: Paper): boolean => !(mine || refused || overtaken || sent);

export const papersOf = (of: Case, papers: readonly Paper[]): Paper[] => papers.filter((paper) => paper.case === of.case);

// asksAlready says whether both are asked for an application already.
export const asksAlready = (papers: readonly Paper[]): boolean => papers.some(({ type, refused }) => type === "case.apply" && !refused);

// lacking are the sides that have not signed a paper.
export const lacking = (community: Community, { sides }: Case, { missing }: Paper): string =>
  sides
    .filter(({ name }) => missing.includes(name))
    .map((side) => sideText(community, side))
    .join(say(["、", " and "]));
