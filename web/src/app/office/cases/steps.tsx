// SPDX-License-Identifier: Apache-2.0

// What an officer can do in a case: he writes what there is to say, reads the whole act, and signs it.

import { useState } from "preact/hooks";
import { Agreement } from "../../shared/cases/agreement-parts.tsx";
import { type Paper, waitsFor } from "../../shared/cases/papers.ts";
import { isSimple, simple } from "../../shared/cases/steps.ts";
import type { Case, Step } from "../../shared/cases/words.ts";
import { say, type Text } from "../../shared/language.ts";
import type { PageProps } from "../../shared/page-props.ts";
import { SignAct } from "../signing/signing.tsx";
import { AgreeForm } from "./agree.tsx";
import { type Acting, ApplyForm, type FormProps, MeetForm, ProposeForm, ReplyForm, type Said, SimpleForm } from "./forms.tsx";
import { caseTexts } from "./texts.ts";

const others = {
  meet: caseTexts.meet,
  propose: caseTexts.propose,
  reply: caseTexts.reply,
  agree: caseTexts.agree,
  apply: caseTexts.apply,
} as const;

type Known = keyof typeof simple | keyof typeof others;

const isKnown = (step: Step): step is Known => isSimple(step) || step in others;

const labelOf = (step: Known): string => say(isSimple(step) ? simple[step].label : others[step]);

// order is that in which steps are offered: what moves a case on first, what ends it last.
const order = [
  "take",
  "join",
  "reply",
  "say",
  "meet",
  "propose",
  "agree",
  "apply",
  "follow",
  "perform",
  "decline",
  "refuse",
  "withdraw",
  "end",
];

const leaves = new Set(["decline", "refuse", "withdraw", "end"]);

export function Steps({ one, papers, changed, ...of }: PageProps & { one: Case; papers: readonly Paper[]; changed: () => void }) {
  const [step, setStep] = useState<Known>();
  const [written, setWritten] = useState<{ act: Acting; said: Said }>();
  const [signed, setSigned] = useState<Text>();
  const steps = one.next
    .filter(isKnown)
    .filter((next) => !waitsFor(papers, `case.${next}`))
    .sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const leave = () => {
    setStep(undefined);
    setWritten(undefined);
  };
  const done = () => {
    setSigned(step === "agree" || step === "apply" ? caseTexts.left : caseTexts.done);
    leave();
    changed();
  };
  return (
    <section>
      <h2>{say(caseTexts.can)}</h2>
      {signed && !step && (
        <p class="note" role="status">
          {say(signed)}
        </p>
      )}
      {steps.length === 0 && <p>{say(caseTexts.nothing)}</p>}
      {written && <Written {...of} {...written} one={one} done={done} back={() => setWritten(undefined)} />}
      {step && (
        <div hidden={written !== undefined}>
          <h3>{labelOf(step)}</h3>
          <Form community={of.community} one={one} step={step} give={(act, said) => setWritten({ act, said })} leave={leave} />
        </div>
      )}
      {!step && (
        <p class="actions">
          {steps.map((one) => (
            <button key={one} type="button" class={leaves.has(one) ? "button secondary" : "button"} onClick={() => setStep(one)}>
              {labelOf(one)}
            </button>
          ))}
        </p>
      )}
    </section>
  );
}

type WrittenProps = PageProps & { one: Case; act: Acting; said: Said; done: () => void; back: () => void };

// Written is what he signs, below what he has written: the act has its fingerprint.
const Written = ({ act, said, one, ...of }: WrittenProps) => (
  <>
    {said && <h3>{say(caseTexts.written)}</h3>}
    {typeof said === "string" ? said && <blockquote>{said}</blockquote> : <Agreement community={of.community} of={one} parts={said} />}
    <SignAct {...of} type={act.type} body={act.body} />
  </>
);

function Form({ step, ...of }: FormProps & { step: Known }) {
  switch (step) {
    case "meet":
      return <MeetForm {...of} />;
    case "propose":
      return <ProposeForm {...of} />;
    case "reply":
      return <ReplyForm {...of} />;
    case "agree":
      return <AgreeForm {...of} />;
    case "apply":
      return <ApplyForm {...of} />;
    default:
      return <SimpleForm {...of} step={step} />;
  }
}
