// SPDX-License-Identifier: Apache-2.0

// A resident's act that is no ballot: read, one gesture, and then what became of it.

import type { ActType, Bodies } from "../../../act/body.ts";
import { draft, type Following, follow, settle, signText } from "../../shared/acts.ts";
import { api, type Me, type Schema, signPending } from "../../shared/api.ts";
import { explain, explainNotDone } from "../../shared/faults.ts";
import { say } from "../../shared/language.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { type Step, useCourse, type Where } from "../../shared/signing-course.ts";
import { Standstill } from "../../shared/standstill.tsx";
import { personName } from "../right-text.ts";
import { onDemandTexts } from "./texts.ts";

// Made is an act to be signed: its body, and its words, which the person reads. One that is numbered by what it is about has a seq.
export type Made<T extends ActType> = { type: T; body: Bodies[T]; words: string; seq?: number };

const says = {
  signing: onDemandTexts.signingAct,
  sending: onDemandTexts.sendingAct,
  unknown: onDemandTexts.actUnknown,
} as const;

const Progress = ({ step }: { step: Step }) =>
  step in says ? (
    <>
      {step === "unknown" && <Standstill meaning="act" />}
      <Waiting>{say(says[step as keyof typeof says])}</Waiting>
    </>
  ) : null;

type Signing = {
  of: PageProps;
  label: string;
  make: () => Promise<Made<ActType> | string>; // a text says why there is nothing to sign
  several?: boolean | undefined; // others have to sign as well
  left?: string; // what is said then
  danger?: boolean;
  written?: string; // what is filled in: once it changes, what was wrong with it is not said any more
  done?: () => void;
};

// Sign is the button under what is to be signed.
export function Sign({ of, label, make, several, left, danger, written, done }: Signing) {
  const course = useCourse(async (tell, here) => {
    const made = await make();
    const wrong = typeof made === "string" ? made : await perform(of, made, several ?? false, tell, here);
    if (wrong === undefined) {
      done?.();
    }
    return wrong;
  }, written);
  return <Course course={course} label={label} left={left} danger={danger} />;
}

// Course is a signature's button, and then what became of it.
export function Course(props: {
  course: ReturnType<typeof useCourse>;
  label: string;
  left?: string | undefined;
  danger?: boolean | undefined;
}) {
  const { step, block, fault, go } = props.course;
  if (step === "left" || step === "on-ledger") {
    return (
      <p class="note" role="status">
        {step === "left" ? (props.left ?? say(onDemandTexts.actLeft)) : say(onDemandTexts.actDone, block)}
      </p>
    );
  }
  return (
    <>
      {fault && <Fault fault={fault} />}
      <Progress step={step} />
      <p class="actions">
        <button type="button" class={props.danger ? "button danger" : "button"} disabled={step !== ""} onClick={go}>
          {props.label}
        </button>
      </p>
    </>
  );
}

// perform signs an act and follows it, or leaves it for the other owners. It returns what went wrong.
async function perform(
  { community, me }: PageProps,
  made: Made<ActType>,
  several: boolean,
  tell: (where: Where) => void,
  here: AbortSignal,
): Promise<string | undefined> {
  const seq = made.seq ?? (await api.me()).seq;
  const text = await draft({ community, by: me.session.credential, ...made, seq });
  const outcome = await signText(community, me.session.credential, text);
  if (outcome.kind !== "signed") {
    return explainNotDone(outcome);
  }
  const signed = { act: text, signatures: [outcome.signature] };
  if (several) {
    await api.leave(signed);
    tell({ kind: "left" });
    return undefined;
  }
  return wrongWith(await follow(signed, tell, here));
}

// wrongWith says what is wrong with how an act ended; it did not if somebody left the page before.
export function wrongWith(end: Following): string | undefined {
  if (end.kind === "refused") {
    return explain(end.problem);
  }
  return end.kind === "on-ledger" ? undefined : "";
}

// useSignature is the course of my signature under a paper that waits; signed is called once it is there.
export function useSignature(of: PageProps, paper: Schema["PendingAct"], signed: () => void) {
  return useCourse(async (tell, here) => {
    const outcome = await signText(of.community, of.me.session.credential, paper.text);
    if (outcome.kind !== "signed") {
      return explainNotDone(outcome);
    }
    tell({ kind: "sending" });
    const sent = await signPending(paper.act, outcome.signature);
    if (sent.kind === "waiting") {
      tell({ kind: "left" });
    } else {
      const wrong = wrongWith(await settle(paper.act, async () => sent, tell, here));
      if (wrong !== undefined) {
        return wrong;
      }
    }
    signed();
    return undefined;
  });
}

// nameOf is how a page names a person: the ledger has pseudonyms only.
export const nameOf = (me: Me, person: string): string =>
  person === me.session.person ? say(onDemandTexts.me) : (personName(me, person) ?? say(onDemandTexts.somebody, person.slice(0, 8)));
