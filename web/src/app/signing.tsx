// SPDX-License-Identifier: Apache-2.0

// Signing as an officer: read everything, one gesture; then the act goes to the ledger, or waits for the second body, or
// the second officer signs at the same screen.

import { useState } from "preact/hooks";
import { parse, type Signature, type Signed } from "../act/act.ts";
import type { ActType, Bodies } from "../act/body.ts";
import type { Value } from "../act/canonical.ts";
import { thisDevice } from "../passkey/device.ts";
import { sign } from "../passkey/sign.ts";
import { About, Enrolled } from "./about.tsx";
import { draft, type Following, follow } from "./acts.ts";
import { api, type Community, type Me, type Receipt, signPending } from "./api.ts";
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
const two = new Set<string>([
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

// useSigning is the course of one signature. run does what it takes, and says what is wrong or where it ends.
function useSigning(run: (tell: (step: Step) => void) => Promise<string | Step>) {
  const [step, setStep] = useState<Step>("");
  const [fault, setFault] = useState<string>();
  const go = async () => {
    setFault(undefined);
    setStep("signing");
    const end = await run(setStep).catch(explain);
    const arrived = ["left", "on-ledger", "unknown"].includes(end);
    setStep(arrived ? (end as Step) : "");
    setFault(arrived || end === "" ? undefined : end);
  };
  return { step, fault, go };
}

// send has the ledger take an act.
async function send(
  signed: Signed,
  tell: (step: Step) => void,
  done: (receipt: Receipt) => void,
): Promise<string | Step> {
  const end = await follow(signed, (where) => tell(where.kind));
  if (end.kind === "refused") {
    return say(office.refused, explain(end.problem));
  }
  if (end.kind === "on-ledger") {
    done(end.receipt);
  }
  return end.kind;
}

// SignAct shows an act and has it signed. seq: the act's number where the body depends on it.
export function SignAct<T extends ActType>(
  props: Office & { type: T; body: Bodies[T]; seq?: number; label?: string; done?: () => void },
) {
  const { community, me, type, body } = props;
  const [block, setBlock] = useState<number>();
  const [here, setHere] = useState<string>(); // the text that both officers sign at this screen
  const write = async () => {
    const seq = props.seq ?? (await api.me()).seq;
    const words = wordsOf(type, body as unknown as Value);
    return draft({ community, by: me.session.credential, seq, type, body, words });
  };
  const arrived = (receipt: Receipt) => {
    setBlock(receipt.block);
    props.done?.();
  };
  const { step, fault, go } = useSigning(async (tell) => {
    const text = await write();
    const outcome = await sign(thisDevice(), community.rp.id, me.session.credential, text);
    if (outcome.kind !== "signed") {
      return explainNotDone(outcome);
    }
    const signed = { act: text, signatures: [outcome.signature] };
    if (!two.has(type)) {
      return send(signed, tell, arrived);
    }
    await desk.leave(signed);
    props.done?.();
    return "left";
  });
  if (step === "left" || block !== undefined) {
    return (
      <p class="note" role="status">
        {block === undefined ? say(office.left) : say(office.onLedger, block)}
      </p>
    );
  }
  return (
    <div class="card">
      <h3>{props.label ?? typeText(type)}</h3>
      <p class="small">{say(office.readBefore)}</p>
      {type === "credential.confirm" && <Enrolled ids={(body as Bodies["credential.confirm"]).credentials} />}
      <Words body={body as unknown as Value} />
      {here ? (
        <TwoSign {...props} text={here} done={arrived} back={() => setHere(undefined)} />
      ) : (
        <>
          {fault && <Fault fault={fault} />}
          <Progress step={step} />
          <p class="actions">
            <button type="button" class="button" disabled={step !== ""} onClick={go}>
              {say(office.sign)}
            </button>
            {two.has(type) && (
              <button
                type="button"
                class="button secondary"
                disabled={step !== ""}
                onClick={() => write().then(setHere)}
              >
                {say(office.signHere)}
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
export function TwoSign(props: Office & { text: string; done: (receipt: Receipt) => void; back: () => void }) {
  const { community, me, text, done, back } = props;
  const [first, setFirst] = useState<Signature>();
  const { step, fault, go } = useSigning(async (tell) => {
    const by = first ? undefined : me.session.credential; // whoever is there signs besides
    const outcome = await sign(thisDevice(), community.rp.id, by, text);
    if (outcome.kind !== "signed") {
      return explainNotDone(outcome);
    }
    if (!first) {
      setFirst(outcome.signature);
      return "";
    }
    if (first.by === outcome.signature.by) {
      return say(office.paperSame);
    }
    return send({ act: text, signatures: [first, outcome.signature] }, tell, done);
  });
  return (
    <div class="two-sign">
      <ol class="steps">
        <li class={first ? "done" : "current"}>
          <span>{say(office.twoFirst)}</span>
        </li>
        <li class={first ? "current" : "ahead"}>
          <span>{say(office.paperSecond)}</span>
        </li>
      </ol>
      {fault && <Fault fault={fault} />}
      <Progress step={step} />
      <p class="actions">
        <button type="button" class="button" disabled={step !== ""} onClick={go}>
          {say(first ? office.paperSign2 : office.twoSign1)}
        </button>
        <button type="button" class="button secondary" disabled={step !== ""} onClick={back}>
          {say(office.twoBack)}
        </button>
      </p>
    </div>
  );
}

// CoSign shows an act that another body has signed, from its own text, and adds the second signature.
export function CoSign({ community, me, pending, done }: Office & { pending: PendingAct; done: () => void }) {
  const act = parse(pending.text);
  const { step, fault, go } = useSigning(async (tell) => {
    const outcome = await sign(thisDevice(), community.rp.id, me.session.credential, pending.text);
    if (outcome.kind !== "signed") {
      return explainNotDone(outcome);
    }
    tell("sending");
    const sent = await signPending(pending.act, outcome.signature);
    done();
    return sent.kind;
  });
  return (
    <div>
      <p class="small">{say(office.readBefore)}</p>
      {pending.type === "credential.confirm" && <Enrolled ids={act.body.credentials as string[]} />}
      {(pending.type === "credential.revoke" || pending.type === "roll.answer") && <About act={pending.act} />}
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
