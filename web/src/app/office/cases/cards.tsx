// SPDX-License-Identifier: Apache-2.0

import type { Community } from "../../shared/api.ts";
import { canSign, type Paper, papersOf, waitsFor } from "../../shared/cases/papers.ts";
import { waitsText } from "../../shared/cases/stages.ts";
import { simple } from "../../shared/cases/steps.ts";
import { type Case, expected, standText, titleText, unreplied } from "../../shared/cases/words.ts";
import { say } from "../../shared/language.ts";
import { caseTexts } from "./texts.ts";

// asked is what a case waits for from this officer, or "".
export function asked(of: Case, all: readonly Paper[]): string {
  const papers = papersOf(of, all);
  const paper = papers.find(canSign);
  if (paper) {
    return say(paper.type === "case.agree" ? caseTexts.toAgree : caseTexts.toApply);
  }
  const step = expected(of);
  if (step) {
    return say(caseTexts.asked, say(step === "reply" ? caseTexts.reply : simple[step].label));
  }
  return of.mediator.mine && !waitsFor(papers, "case.agree") ? mediates(of) : "";
}

// mediates is what a case waits for from its mediator. While both are asked for something, he waits.
function mediates(of: Case): string {
  if (of.state === "open") {
    return say(caseTexts.goOn);
  }
  return of.state === "proposed" && unreplied(of).length === 0 ? say(caseTexts.asked, say(caseTexts.agree)) : "";
}

type CardsProps = { community: Community; cases: readonly Case[]; papers: readonly Paper[] };

export const CaseCards = ({ community, cases, papers }: CardsProps) => (
  <ul class="cards">
    {cases.map((one) => (
      <li key={one.case}>
        <a class="card" href={`#/cases/${one.case}`}>
          <strong>{titleText(community, one)}</strong>
          <span class="sub">{standText(one)}</span>
          <span class="sub">{asked(one, papers) || waitsText(community, one, papersOf(one, papers))}</span>
        </a>
      </li>
    ))}
  </ul>
);
