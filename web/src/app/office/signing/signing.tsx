// SPDX-License-Identifier: Apache-2.0

// Signing as an officer: read everything, one gesture; then the act goes to the ledger, or waits for the second body, or
// the second officer signs at the same screen.

import { useState } from "preact/hooks";
import { parse, type Signature } from "../../../act/act.ts";
import { type ActType, aboutPerson, type Bodies, ofTwoBodies } from "../../../act/body.ts";
import type { Value } from "../../../act/canonical.ts";
import { draft, type Following, follow, settle, signText } from "../../shared/acts.ts";
import { api, type Problem, type Receipt, signPending } from "../../shared/api.ts";
import { ofBothSides } from "../../shared/cases/papers.ts";
import { explain, explainNotDone } from "../../shared/faults.ts";
import { say } from "../../shared/language.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { type Step, useCourse } from "../../shared/signing-course.ts";
import { Standstill } from "../../shared/standstill.tsx";
import { texts } from "../../shared/texts.ts";
import { officeApi, type PendingAct } from "../api.ts";
import { officeTexts } from "../texts.ts";
import { About, Enrolled } from "./about-person.tsx";
import { typeText, Words, wordsOf } from "./act-words.tsx";

const stepTexts = { signing: officeTexts.signing, sending: officeTexts.sending, unknown: officeTexts.unknown } as const;

export const Progress = ({ step }: { step: Step }) =>
  step in stepTexts ? (
    <>
      {step === "unknown" && <Standstill meaning="act" />}
      <Waiting>{say(stepTexts[step as keyof typeof stepTexts])}</Waiting>
    </>
  ) : null;

// refusedText says that the ledger did not take an act, once, and why; or why it did not get there.
export function refusedText(problem: Problem): string {
  const why = explain(problem);
  if (problem.kind !== "act-refused") {
    return why;
  }
  return say(problem.tx ? texts.rejectedText : officeTexts.refused, why.replace(`${problem.message} · `, ""));
}

// wrongWith says what is wrong with how an act ended; it did not if somebody left the page before.
export function wrongWith(end: Following, done: (receipt: Receipt) => void): string | undefined {
  switch (end.kind) {
    case "refused": // a rejected ballot is on the ledger
      return refusedText(end.problem);
    case "on-ledger":
      done(end.receipt);
      return undefined;
    default:
      return "";
  }
}

// textOf is the text of an act of this officer, with the words that he is shown.
export async function textOf<T extends ActType>({ community, me }: PageProps, type: T, body: Bodies[T], number?: number): Promise<string> {
  const seq = number ?? (await api.me()).seq;
  const words = wordsOf(type, body as unknown as Value, community);
  return draft({ community, by: me.session.credential, seq, type, body, words });
}

// SignAct shows an act and has it signed. seq: the act's number where the body depends on it; alone: this officer may do it alone,
// though others may by two; back: leads to where it can be changed, until it is signed.
export function SignAct<T extends ActType>(
  props: PageProps & {
    type: T;
    body: Bodies[T];
    seq?: number;
    alone?: boolean;
    label?: string;
    done?: () => void;
    back?: () => void;
  },
) {
  const { community, me, type, body } = props;
  const ofTwo = ofTwoBodies.has(type) && !props.alone;
  const ofSides = ofBothSides(type);
  const [block, setBlock] = useState<number>();
  const [here, setHere] = useState<string>(); // the text that both officers sign at this screen
  const write = () => textOf(props, type, body, props.seq);
  const arrived = (receipt: Receipt) => {
    setBlock(receipt.block);
    props.done?.();
  };
  const [unwritten, setUnwritten] = useState<string>();
  const together = () => write().then(setHere, (error) => setUnwritten(explain(error)));
  const { step, ...alone } = useCourse(async (tell, here) => {
    const text = await write();
    const outcome = await signText(community, me.session.credential, text);
    if (outcome.kind !== "signed") {
      return explainNotDone(outcome);
    }
    const signed = { act: text, signatures: [outcome.signature] };
    if (!ofTwo && !ofSides) {
      return wrongWith(await follow(signed, tell, here), arrived);
    }
    await officeApi.leave(signed);
    tell({ kind: "left" });
    props.done?.();
    return undefined;
  });
  const fault = alone.fault ?? unwritten;
  if (step === "left" || block !== undefined) {
    return (
      <p class="note" role="status">
        {block === undefined ? say(ofSides ? officeTexts.leftSides : officeTexts.left) : say(officeTexts.onLedger, block)}
      </p>
    );
  }
  return (
    <div class="card">
      <h3>{props.label ?? typeText(type)}</h3>
      <p class="small">{say(officeTexts.readBefore)}</p>
      {type === "credential.confirm" && <Enrolled ids={(body as Bodies["credential.confirm"]).credentials} />}
      <Words body={body as unknown as Value} community={community} />
      {here ? (
        <TwoSign {...props} text={here} done={arrived} back={() => setHere(undefined)} />
      ) : (
        <>
          {fault && <Fault fault={fault} />}
          <Progress step={step} />
          <p class="actions">
            <button type="button" class="button" disabled={step !== ""} onClick={alone.go}>
              {say(officeTexts.sign)}
            </button>
            {ofTwo && (
              <button type="button" class="button secondary" disabled={step !== ""} onClick={together}>
                {say(officeTexts.signHere)}
              </button>
            )}
            {props.back && (
              <button type="button" class="button secondary" disabled={step !== ""} onClick={props.back}>
                {say(texts.change)}
              </button>
            )}
          </p>
        </>
      )}
    </div>
  );
}

// TwoSign has two officers of different bodies sign the same text, one after the other, at one screen. Nothing is sent
// before both have signed.
export function TwoSign(props: PageProps & { text: string; done: (receipt: Receipt) => void; back: () => void }) {
  const { community, me, text, done, back } = props;
  const [first, setFirst] = useState<Signature>();
  const { step, fault, go } = useCourse(async (tell, here) => {
    const by = first ? undefined : me.session.credential; // whoever is there signs besides
    const outcome = await signText(community, by, text);
    if (outcome.kind !== "signed") {
      return explainNotDone(outcome);
    }
    if (!first) {
      setFirst(outcome.signature);
      return "";
    }
    if (first.by === outcome.signature.by) {
      return say(officeTexts.paperSame);
    }
    return wrongWith(await follow({ act: text, signatures: [first, outcome.signature] }, tell, here), done);
  });
  return (
    <div class="two-sign">
      <ol class="steps">
        <li class={first ? "done" : "current"}>
          <span>{say(officeTexts.twoFirst)}</span>
        </li>
        <li class={first ? "current" : "ahead"}>
          <span>{say(officeTexts.paperSecond)}</span>
        </li>
      </ol>
      {fault && <Fault fault={fault} />}
      <Progress step={step} />
      <p class="actions">
        <button type="button" class="button" disabled={step !== ""} onClick={go}>
          {say(first ? officeTexts.paperSign2 : officeTexts.twoSign1)}
        </button>
        <button type="button" class="button secondary" disabled={step !== ""} onClick={back}>
          {say(officeTexts.twoBack)}
        </button>
      </p>
    </div>
  );
}

// CoSign shows an act that another body has signed, from its own text, and adds the second signature.
export function CoSign({ community, me, pending, done }: PageProps & { pending: PendingAct; done: () => void }) {
  const act = parse(pending.text);
  const { step, fault, go } = useCourse(async (tell, here) => {
    const outcome = await signText(community, me.session.credential, pending.text);
    if (outcome.kind !== "signed") {
      return explainNotDone(outcome);
    }
    tell({ kind: "sending" });
    const sent = await signPending(pending.act, outcome.signature);
    done();
    return sent.kind === "waiting" ? "" : wrongWith(await settle(pending.act, async () => sent, tell, here), done);
  });
  return (
    <div>
      <p class="small">{say(officeTexts.readBefore)}</p>
      {pending.type === "credential.confirm" && <Enrolled ids={act.body.credentials as string[]} />}
      {aboutPerson.has(pending.type) && <About act={pending.act} />}
      <Words body={act.body as Value} community={community} />
      <details>
        <summary>{say(officeTexts.exact)}</summary>
        <pre>{pending.text}</pre>
        <p>
          {say(officeTexts.hash)} <code class="hash">{pending.act}</code>
        </p>
      </details>
      {fault && <Fault fault={fault} />}
      <Progress step={step} />
      <p class="actions">
        <button type="button" class="button" disabled={step !== ""} onClick={go}>
          {say(officeTexts.signSecond)}
        </button>
      </p>
    </div>
  );
}
