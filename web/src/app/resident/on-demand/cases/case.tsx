// SPDX-License-Identifier: Apache-2.0

// One of my cases: what I am asked to do, where it stands, and what was said.

import { Back } from "../../../shared/back.tsx";
import { Downloads } from "../../../shared/cases/downloads.tsx";
import { File } from "../../../shared/cases/file.tsx";
import { canSign, type Paper, papersOf, waitsFor } from "../../../shared/cases/papers.ts";
import { stagesOf } from "../../../shared/cases/stages.ts";
import { simple } from "../../../shared/cases/steps.ts";
import { type Case, expected, isOpen, lastProposal, mediatorText, standText, titleText } from "../../../shared/cases/words.ts";
import { lastDay } from "../../../shared/day.ts";
import { CaseEvidence } from "../../../shared/evidence-button.tsx";
import { say } from "../../../shared/language.ts";
import { Page } from "../../../shared/page.tsx";
import { StepLine } from "../../../shared/step-line.tsx";
import { Apply, Left, ToSign } from "./papers.tsx";
import { type MyStep, Reply, Step, type StepProps } from "./step.tsx";
import { caseTexts } from "./texts.ts";

type CaseProps = StepProps & { papers: readonly Paper[] };

export function CasePage({ one, papers: all, ...of }: Omit<CaseProps, "one"> & { one: Case | undefined }) {
  if (!one) {
    return (
      <Page title={say(caseTexts.title)}>
        <p class="note">{say(caseTexts.gone)}</p>
        <Back to="cases" text={caseTexts.toMine} />
      </Page>
    );
  }
  const papers = papersOf(one, all);
  return (
    <Page title={titleText(of.community, one)}>
      <p class="kicker">{standText(one)}</p>
      {one.mediator.body && <p>{say(caseTexts.mediator, mediatorText(of.community, one))}</p>}
      <Asked {...of} one={one} papers={papers} />
      <h2>{say(caseTexts.stands)}</h2>
      <StepLine stages={stagesOf(of.community, one, papers)} />
      <h2>{say(caseTexts.file)}</h2>
      <p class="small">{say(caseTexts.readers)}</p>
      <File community={of.community} of={one} />
      <Further {...of} one={one} papers={papers} />
      <Downloads at={`me/cases/${one.case}`} of={one} />
      <CaseEvidence at={`me/cases/${one.case}`} id={one.case} />
      <Back to="cases" text={caseTexts.toMine} />
    </Page>
  );
}

// Asked is what my home is asked for now. To refuse is as near as to take part.
function Asked({ papers, ...props }: CaseProps) {
  const { one } = props;
  const waiting = papers.filter(canSign);
  const step = expected(one);
  return (
    <>
      {waiting.map((paper) => (
        <section key={paper.act}>
          <h2>{say(paper.type === "case.agree" ? caseTexts.agreeTitle : caseTexts.applyTitle)}</h2>
          <ToSign {...props} paper={paper} />
        </section>
      ))}
      {papers
        .filter((paper) => !canSign(paper))
        .map((paper) => (
          <Left {...props} key={paper.act} paper={paper} />
        ))}
      {step && <Expected {...props} step={step} />}
      {!step && papers.length === 0 && isOpen(one) && (
        <p class="note">{say(one.state === "agreed" ? caseTexts.doIt : caseTexts.nothing)}</p>
      )}
    </>
  );
}

function Expected({ step, ...props }: StepProps & { step: string }) {
  const { one } = props;
  const by = { join: one.answerBy, reply: lastProposal(one)?.by ?? 0 }[step] ?? 0;
  return (
    <section>
      <h2>{say(caseTexts.you)}</h2>
      {by > 0 && <p class="big">{say(caseTexts.until, lastDay(by))}</p>}
      {step === "join" && <Step {...props} step="join" />}
      {step === "join" && <Folded {...props} step="refuse" />}
      {step === "reply" && <Reply {...props} />}
      {step === "perform" && <Step {...props} step="perform" />}
    </section>
  );
}

const Folded = ({ step, ...of }: StepProps & { step: MyStep }) => (
  <details>
    <summary>{say(simple[step].label)}</summary>
    <Step {...of} step={step} />
  </details>
);

// Further are the steps that nobody waits for. Who is asked for the first time leaves by refusing.
function Further({ papers, ...props }: CaseProps) {
  const { one } = props;
  const asked = expected(one);
  const steps = (["say", "perform", "withdraw"] as const).filter(
    (step) => one.next.includes(step) && step !== asked && !(step === "withdraw" && one.next.includes("refuse")),
  );
  const apply = one.next.includes("apply") && !waitsFor(papers, "case.apply");
  return steps.length > 0 || apply ? (
    <>
      <h2>{say(caseTexts.further)}</h2>
      {apply && (
        <details>
          <summary>{say(caseTexts.apply)}</summary>
          <Apply {...props} />
        </details>
      )}
      {steps.map((step) => (
        <Folded {...props} key={step} step={step} />
      ))}
    </>
  ) : null;
}
