// SPDX-License-Identifier: Apache-2.0

// One case at the office: what its mediator, or a side's body, can do now, where it stands, and its file.

import { Back } from "../../shared/back.tsx";
import { Downloads } from "../../shared/cases/downloads.tsx";
import { File } from "../../shared/cases/file.tsx";
import { type Paper, papersOf } from "../../shared/cases/papers.ts";
import { stagesOf } from "../../shared/cases/stages.ts";
import { type Case, mediatorText, nth, sideName, standText, titleText } from "../../shared/cases/words.ts";
import { CaseEvidence } from "../../shared/evidence-button.tsx";
import { say } from "../../shared/language.ts";
import { Page } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { StepLine } from "../../shared/step-line.tsx";
import { Papers } from "./papers.tsx";
import { Steps } from "./steps.tsx";
import { caseTexts } from "./texts.ts";

type CaseProps = PageProps & { one: Case | undefined; papers: readonly Paper[]; changed: () => void };

export function CasePage({ one, papers: all, ...of }: CaseProps) {
  const { community } = of;
  if (!one) {
    return (
      <Page title={say(caseTexts.title)}>
        <p class="note">{say(caseTexts.gone)}</p>
        <Back to="cases" text={caseTexts.back} />
      </Page>
    );
  }
  const { body, mine } = one.mediator;
  const papers = papersOf(one, all);
  return (
    <Page title={titleText(community, one)}>
      <p class="kicker">{standText(one)}</p>
      <p>
        {say(caseTexts.sides, sideName(community, nth(one, 0)), sideName(community, nth(one, 1)))}
        {body && ` · ${mine ? say(caseTexts.isYou) : say(caseTexts.mediator, mediatorText(community, one))}`}
      </p>
      <Papers {...of} one={one} papers={papers} />
      <Steps {...of} one={one} papers={papers} />
      <h2>{say(caseTexts.stands)}</h2>
      <StepLine stages={stagesOf(community, one, papers)} />
      <h2>{say(caseTexts.file)}</h2>
      <File community={community} of={one} />
      <Downloads at={`cases/${one.case}`} of={one} />
      <CaseEvidence at={`cases/${one.case}`} id={one.case} />
      <Back to="cases" text={caseTexts.back} />
    </Page>
  );
}
