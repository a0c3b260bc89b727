// SPDX-License-Identifier: Apache-2.0

// What both sides of a case sign together, as it waits for their signatures.

import type { Community, Schema } from "../api.ts";
import { say } from "../language.ts";
import { type Case, sideText } from "./words.ts";

export type Paper = Schema["PendingAct"];

// ofBothSides says whether an act waits until both sides of a case have signed it.
export const ofBothSides = (type: string): boolean => type === "case.agree" || type === "case.apply";

// canSign says whether my side's signature is what a paper waits for.
export const canSign = ({ mine, refused, overtaken, sent }: Paper): boolean => !(mine || refused || overtaken || sent);

export const papersOf = (of: Case, papers: readonly Paper[]): Paper[] => papers.filter((paper) => paper.case === of.case);

// waitsFor says whether such a paper waits for signatures already.
export const waitsFor = (papers: readonly Paper[], paper: string): boolean =>
  papers.some(({ type, refused }) => type === paper && !refused);

// lacking are the sides that have not signed a paper.
export const lacking = (community: Community, { sides }: Case, { missing }: Paper): string =>
  sides
    .filter(({ name }) => missing.includes(name))
    .map((side) => sideText(community, side))
    .join(say(["、", " and "]));

// stuckText says why a paper can no longer take effect, or that it is on its way; undefined while it only waits.
export function stuckText({ refused, sent }: Paper): string | undefined {
  if (sent) {
    return say([
      "所有人都签了，已送往账本，还没有结果。",
      "All have signed. It is on its way to the ledger, and its outcome is not known yet.",
    ]);
  }
  return refused;
}
