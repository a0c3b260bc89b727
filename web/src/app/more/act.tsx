// SPDX-License-Identifier: Apache-2.0

// A resident's act that is no ballot: read, one gesture, and then what became of it.

import { useState } from "preact/hooks";
import type { ActType, Bodies } from "../../act/body.ts";
import { draft, type Following, follow, signText } from "../acts.ts";
import { api, type Community, type Me } from "../api.ts";
import { explain, explainNotDone } from "../faults.ts";
import { say } from "../language.ts";
import { Fault, Waiting } from "../page.tsx";
import { personName } from "../right.ts";
import { more } from "./texts.ts";

export type Of = { community: Community; me: Me; reload: () => void };

// Made is an act to be signed: its body, and its words, which the person reads.
export type Made<T extends ActType> = { type: T; body: Bodies[T]; words: string };

// Step is where a signature is on its way; left: it waits for other owners'.
export type Step = "" | "signing" | "left" | Following["kind"];

const says = { signing: more.signingAct, sending: more.sendingAct, unknown: more.actUnknown } as const;

export const Progress = ({ step }: { step: Step }) =>
  step in says ? <Waiting>{say(says[step as keyof typeof says])}</Waiting> : null;

type Signing = {
  of: Of;
  label: string;
  make: () => Promise<Made<ActType> | string>; // a text says why there is nothing to sign
  several?: boolean | undefined; // other owners have to sign as well
  danger?: boolean;
  done?: () => void;
};

// Sign is the button under what is to be signed.
export function Sign({ of, label, make, several, danger, done }: Signing) {
  const [step, setStep] = useState<Step>("");
  const [block, setBlock] = useState(0);
  const [fault, setFault] = useState<string>();
  const tell = (where: Following) => {
    setStep(where.kind);
    if (where.kind === "on-ledger") {
      setBlock(where.receipt.block);
    }
  };
  const run = async (): Promise<string | undefined> => {
    const made = await make();
    return typeof made === "string" ? made : perform(of, made, several ?? false, tell, () => setStep("left"));
  };
  const go = async () => {
    setFault(undefined);
    setStep("signing");
    const wrong = await run().catch(explain);
    if (wrong !== undefined) {
      setFault(wrong);
      setStep("");
    } else {
      done?.();
    }
  };
  if (step === "left" || step === "on-ledger") {
    return (
      <p class="note" role="status">
        {step === "left" ? say(more.actLeft) : say(more.actDone, block)}
      </p>
    );
  }
  return (
    <>
      {fault && <Fault fault={fault} />}
      <Progress step={step} />
      <p class="actions">
        <button type="button" class={danger ? "button danger" : "button"} disabled={step !== ""} onClick={go}>
          {label}
        </button>
      </p>
    </>
  );
}

// perform signs an act and follows it, or leaves it for the other owners. It returns what went wrong.
async function perform(
  { community, me }: Of,
  made: Made<ActType>,
  several: boolean,
  tell: (where: Following) => void,
  left: () => void,
): Promise<string | undefined> {
  const { seq } = await api.me();
  const text = await draft({ community, by: me.session.credential, seq, ...made });
  const outcome = await signText(community, me.session.credential, text);
  if (outcome.kind !== "signed") {
    return explainNotDone(outcome);
  }
  if (several) {
    await api.leave(outcome.signed);
    left();
    return undefined;
  }
  const where = await follow(outcome.signed, tell);
  if (where.kind === "refused") {
    return explain(where.problem);
  }
  return where.kind === "unknown" ? say(more.actUnknown) : undefined;
}

// nameOf is how a page names a person: the ledger has pseudonyms only.
export const nameOf = (me: Me, person: string): string =>
  person === me.session.person ? say(more.me) : (personName(me, person) ?? say(more.somebody, person.slice(0, 8)));
