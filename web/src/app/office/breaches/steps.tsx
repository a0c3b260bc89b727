// SPDX-License-Identifier: Apache-2.0

// What an officer can do about a breach as it stands. A verdict and a pardon have a reason, which the household reads.

import { useState } from "preact/hooks";
import type { ActType, Bodies } from "../../../act/body.ts";
import type { Breach } from "../../shared/breaches/words.ts";
import { say } from "../../shared/language.ts";
import { Fault } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useTask } from "../../shared/task.ts";
import { ReasonForm } from "../people/reason.tsx";
import { SignAct } from "../signing/signing.tsx";
import { breachApi } from "./api.ts";
import { breachTexts } from "./texts.ts";

type Step = "notice" | "uphold" | "dismiss" | "pardon";

const labels = {
  notice: breachTexts.notice,
  uphold: breachTexts.decideUphold,
  dismiss: breachTexts.decideDismiss,
  pardon: breachTexts.pardon,
} as const satisfies { [step in Step]: unknown };

const over = new Set(["dismissed", "decayed", "lapsed", "pardoned"]);

// stepsOf are those that follow from where a breach stands.
function stepsOf({ state }: Breach): Step[] {
  switch (state) {
    case "found":
      return ["notice", "pardon"];
    case "appealed":
      return ["uphold", "dismiss", "pardon"];
    default:
      return over.has(state) ? [] : ["pardon"];
  }
}

type Acting = { [T in ActType]: { type: T; body: Bodies[T] } }["breach.notice" | "breach.decide" | "breach.pardon"];

const acting = (breach: string, step: Step, reason: string): Acting => {
  switch (step) {
    case "notice":
      return { type: "breach.notice", body: { breach } };
    case "pardon":
      return { type: "breach.pardon", body: { breach, reason } };
    default:
      return { type: "breach.decide", body: { breach, reason, verdict: step } };
  }
};

export function Steps({ breach, changed, ...of }: PageProps & { breach: Breach; changed: () => void }) {
  const [step, setStep] = useState<Step>();
  const [act, setAct] = useState<Acting>();
  const { fault, run } = useTask();
  const leave = () => {
    setStep(undefined);
    setAct(undefined);
  };
  if (act) {
    return <SignAct {...of} type={act.type} body={act.body} done={changed} back={leave} />;
  }
  if (step) {
    const give = (reason: string) =>
      run(() => breachApi.keepText(breach.home, reason).then(({ hash }) => setAct(acting(breach.breach, step, hash))));
    return (
      <>
        <ReasonForm id={`reason-${breach.breach}`} label={say(breachTexts.reason)} give={give} />
        {fault && <Fault fault={fault} />}
        <p class="actions">
          <button type="button" class="button secondary" onClick={leave}>
            {say(breachTexts.back)}
          </button>
        </p>
      </>
    );
  }
  return (
    <p class="actions">
      {stepsOf(breach).map((one) => (
        <button
          key={one}
          type="button"
          class="button secondary"
          onClick={() => (one === "notice" ? setAct(acting(breach.breach, one, "")) : setStep(one))}
        >
          {say(labels[one])}
        </button>
      ))}
    </p>
  );
}
