// SPDX-License-Identifier: Apache-2.0

// What both sides sign together: an agreement, or an application to a court. One person signs for my home.

import type { ComponentChildren } from "preact";
import { api, type Community } from "../../../shared/api.ts";
import { daysOf, isOf, toSign } from "../../../shared/cases/agreement.ts";
import { Agreement } from "../../../shared/cases/agreement-parts.tsx";
import { lacking, type Paper, stuckText } from "../../../shared/cases/papers.ts";
import { type Case, whichText } from "../../../shared/cases/words.ts";
import { say } from "../../../shared/language.ts";
import { Fault, useLoaded, Waiting } from "../../../shared/page.tsx";
import { useTask } from "../../../shared/task.ts";
import { Course, Sign, useSignature } from "../signing.tsx";
import { onDemandTexts } from "../texts.ts";
import { Signs, type StepProps } from "./step.tsx";
import { caseTexts } from "./texts.ts";

type PaperProps = StepProps & { paper: Paper };

// ToSign waits for my home's signature.
export function ToSign(props: PaperProps) {
  const { one, paper } = props;
  if (!isOf(one, paper)) {
    return <Fault fault={say(caseTexts.otherText)} />;
  }
  return paper.type === "case.agree" ? <ToAgree {...props} /> : <Signature {...props} words={say(caseTexts.applySigns, which(props))} />;
}

const which = ({ community, one }: StepProps): string => whichText(community, one);

// ToAgree shows the whole agreement. What is not the text that the act names is not shown, and cannot be signed.
function ToAgree(props: PaperProps) {
  const { paper, community, one } = props;
  const { value, fault, reload } = useLoaded(() => toSign(one, paper).then((parts) => ({ parts })), paper.act);
  if (!value) {
    return fault ? <Fault fault={fault} retry={reload} /> : <Waiting />;
  }
  if (!value.parts) {
    return <Fault fault={say(caseTexts.otherText)} />;
  }
  return (
    <Signature {...props} words={say(caseTexts.agreeSigns, which(props), daysOf(paper))}>
      <p>{say(caseTexts.agreeLead)}</p>
      <Agreement community={community} of={one} parts={value.parts} />
    </Signature>
  );
}

function Signature({ paper, words, children, changed, ...of }: PaperProps & { words: string; children?: ComponentChildren }) {
  const course = useSignature(of, paper, changed);
  return (
    <>
      {children}
      <Signs words={words} />
      <details>
        <summary>{say(onDemandTexts.exactText)}</summary>
        <pre>{paper.text}</pre>
      </details>
      <Course course={course} label={say(onDemandTexts.paperSign)} left={say(caseTexts.leftOne)} />
    </>
  );
}

function leftText(community: Community, one: Case, paper: Paper, first: boolean): string {
  const stuck = stuckText(paper);
  if (stuck) {
    return stuck;
  }
  if (paper.overtaken) {
    return say(first ? caseTexts.overtaken : caseTexts.overtakenOther);
  }
  return say(paper.type === "case.agree" ? caseTexts.agreeLeft : caseTexts.applyLeft, lacking(community, one, paper));
}

// Left has my home's signature, and waits for others'; or nobody can sign it any more.
export function Left({ paper, one, changed, community, me }: PaperProps) {
  const { fault, busy, run } = useTask();
  const first = paper.by === me.session.credential;
  return (
    <div class="note">
      <p>{leftText(community, one, paper, first)}</p>
      {first && !stuckText(paper) && !paper.overtaken && <p>{say(caseTexts.leftFirst)}</p>}
      {fault && <Fault fault={fault} />}
      {first && !paper.sent && (
        <p class="actions">
          <button type="button" class="button secondary" disabled={busy} onClick={() => run(() => api.withdraw(paper.act).then(changed))}>
            {say(onDemandTexts.paperWithdraw)}
          </button>
        </p>
      )}
    </div>
  );
}

// Apply asks a court to confirm the agreement, as soon as the other side signs as well.
export function Apply({ one, changed, ...of }: StepProps) {
  const words = say(caseTexts.applySigns, whichText(of.community, one));
  const make = async () => ({ type: "case.apply" as const, body: { case: one.case }, words });
  return (
    <>
      <p>{say(caseTexts.applyLead)}</p>
      <Signs words={words} />
      <Sign of={of} label={say(caseTexts.apply)} make={make} several left={say(caseTexts.leftOne)} done={changed} />
    </>
  );
}
