// SPDX-License-Identifier: Apache-2.0

// Signing as an officer: read everything, one gesture; then the act goes to the ledger, or waits for the second body.

import { useState } from "preact/hooks";
import { parse, type Signed } from "../act/act.ts";
import type { ActType, Bodies } from "../act/body.ts";
import type { Value } from "../act/canonical.ts";
import { draft, type Following, follow, signText } from "./acts.ts";
import { api, type Community, type Me, signPending } from "./api.ts";
import { desk, type PendingAct } from "./desk.ts";
import { explain, explainNotDone } from "./faults.ts";
import { say } from "./language.ts";
import { office } from "./office-texts.ts";
import { Fault, Waiting } from "./page.tsx";
import { typeText, Words, wordsOf } from "./words.tsx";

export type Office = { community: Community; me: Me; reload: () => void };

// Step is where a signature is on its way.
export type Step = "" | "signing" | "left" | Following["kind"];

const stepTexts = { signing: office.signing, sending: office.sending, unknown: office.unknown } as const;

export const Progress = ({ step }: { step: Step }) =>
  step in stepTexts ? <Waiting>{say(stepTexts[step as keyof typeof stepTexts])}</Waiting> : null;

// two are the types that officers of two bodies sign.
const two = new Set<ActType>([
  "roll.approve",
  "roll.answer",
  "credential.confirm",
  "credential.revoke",
  "election.notice",
  "election.open",
  "election.close",
  "election.publish",
  "election.final",
  "election.annul",
]);

// SignAct shows an act and has it signed. seq: the act's number where the body depends on it.
export function SignAct<T extends ActType>(
  props: Office & { type: T; body: Bodies[T]; seq?: number; label?: string; done?: () => void },
) {
  const { community, me, type, body } = props;
  const [step, setStep] = useState<Step>("");
  const [fault, setFault] = useState<string>();
  const [block, setBlock] = useState(0);
  const run = async () => {
    setFault(undefined);
    setStep("signing");
    const seq = props.seq ?? (await api.me()).seq;
    const words = wordsOf(type, body as unknown as Value);
    const text = await draft({ community, by: me.session.credential, seq, type, body, words });
    const outcome = await signText(community, me.session.credential, text);
    if (outcome.kind !== "signed") {
      setFault(explainNotDone(outcome));
      setStep("");
      return;
    }
    if (two.has(type)) {
      await desk.leave(outcome.signed);
      setStep("left");
      props.done?.();
      return;
    }
    await send(outcome.signed);
  };
  const send = async (signed: Signed) => {
    const end = await follow(signed, (where) => setStep(where.kind));
    if (end.kind === "refused") {
      setFault(say(office.refused, explain(end.problem)));
      setStep("");
    } else if (end.kind === "on-ledger") {
      setBlock(end.receipt.block);
      props.done?.();
    }
  };
  const go = () =>
    run().catch((error) => {
      setFault(explain(error));
      setStep("");
    });
  if (step === "left" || step === "on-ledger") {
    return (
      <p class="note" role="status">
        {step === "left" ? say(office.left) : say(office.onLedger, block)}
      </p>
    );
  }
  return (
    <div class="card">
      <h3>{props.label ?? typeText(type)}</h3>
      <p class="small">{say(office.readBefore)}</p>
      <Words body={body as unknown as Value} />
      {fault && <Fault fault={fault} />}
      <Progress step={step} />
      <p class="actions">
        <button type="button" class="button" disabled={step !== ""} onClick={go}>
          {say(office.sign)}
        </button>
      </p>
    </div>
  );
}

// CoSign shows an act that another body has signed, from its own text, and adds the second signature.
export function CoSign({ community, me, pending, done }: Office & { pending: PendingAct; done: () => void }) {
  const [step, setStep] = useState<Step>("");
  const [fault, setFault] = useState<string>();
  const act = parse(pending.text);
  const run = async () => {
    setFault(undefined);
    setStep("signing");
    const outcome = await signText(community, me.session.credential, pending.text);
    const signature = outcome.kind === "signed" ? outcome.signed.signatures[0] : undefined;
    if (outcome.kind !== "signed" || !signature) {
      setFault(outcome.kind === "signed" ? "" : explainNotDone(outcome));
      setStep("");
      return;
    }
    setStep("sending");
    const sent = await signPending(pending.act, signature);
    setStep(sent.kind);
    done();
  };
  const go = () =>
    run().catch((error) => {
      setFault(explain(error));
      setStep("");
    });
  return (
    <div>
      <p class="small">{say(office.readBefore)}</p>
      <Words body={act.body as Value} />
      <details>
        <summary>{say(office.exact)}</summary>
        <pre>{pending.text}</pre>
        <p>
          {say(office.hash)} <code class="hash">{pending.act}</code>
        </p>
      </details>
      {fault && <Fault fault={fault} />}
      <Progress step={step} />
      <p class="actions">
        <button type="button" class="button" disabled={step !== ""} onClick={go}>
          {say(office.signSecond)}
        </button>
      </p>
    </div>
  );
}
