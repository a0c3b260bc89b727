// SPDX-License-Identifier: Apache-2.0

// What is not sent yet, and what was refused: nothing of it is lost without the worker's having read it.

import { explain } from "../shared/faults.ts";
import { moment, say, type Text } from "../shared/language.ts";
import { Fault } from "../shared/page.tsx";
import { problemOf } from "../shared/refused.ts";
import { useTask } from "../shared/task.ts";
import { gateTexts } from "./gate-texts.ts";
import { refusedSteps, toSignAgain, waitingOf } from "./queue.ts";
import type { Step } from "./step.ts";
import { workTexts } from "./texts.ts";
import type { Steps } from "./use-queue.ts";

// toDo is what a worker does about a refusal, by the ledger's code.
const toDo: { [code: string]: Text } = {
  ORDER_CLOSED: workTexts.doGone,
  ORDER_TAKEN: workTexts.doGone,
  NOT_CALLED: workTexts.doGone,
  NOT_HOLDER: workTexts.doHolder,
  ORDER_STATE: workTexts.doState,
  BAD_CLOCK: workTexts.doClock,
  HANDS_SPENT: workTexts.doHands,
};

export const toDoFor = (code: string): string => say(toDo[code] ?? workTexts.doOther);

// Unsent is what waits. connected: the server was there when it was asked last, which a phone with bars does not know.
export function Unsent({ steps, connected }: { steps: Steps; connected: boolean }) {
  const { mine, all, sending } = steps;
  const waiting = waitingOf(mine).length;
  const others = waitingOf(all).length - waiting;
  return (
    <div role="status">
      {waiting > 0 && (
        <div class="note warn">
          <p class="big">{waiting === 1 ? say(workTexts.waitOne) : say(workTexts.waitSome, waiting)}</p>
          <p class="small">{say(sending && connected && navigator.onLine ? workTexts.sendingNow : workTexts.waitSafe)}</p>
        </div>
      )}
      {others > 0 && <p class="note">{say(workTexts.ofOthers, others)}</p>}
    </div>
  );
}

export function SignAgain({ steps }: { steps: Steps }) {
  const { busy, fault, run, tell } = useTask();
  const next = toSignAgain(steps.mine);
  const count = waitingOf(steps.mine).filter(({ signed }) => !signed).length;
  return next ? (
    <div class="note warn">
      <p>{say(workTexts.signAgain, count)}</p>
      {fault && <Fault fault={fault} />}
      <p class="actions">
        <button type="button" class="button wide" disabled={busy} onClick={() => run(async () => tell(await steps.again(next)))}>
          {say(workTexts.signAgainGo, next.words)}
        </button>
      </p>
    </div>
  ) : null;
}

export const Refusals = ({ steps }: { steps: Steps }) => (
  <>
    {refusedSteps(steps.mine).map((step) => (
      <Refusal key={step.n} step={step} putAway={() => steps.drop(step)} />
    ))}
  </>
);

function Refusal({ step, putAway }: { step: Step; putAway: () => void }) {
  const problem = step.refused && problemOf(step.refused);
  return (
    <div class="note warn" role="alert">
      <h2>{say(workTexts.refusedTitle, step.words)}</h2>
      <p>{problem && explain(problem)}</p>
      <p>
        {say(workTexts.refusedAt, moment(step.at))} {step.order ? toDoFor(problem?.code ?? "") : say(gateTexts.refused)}
      </p>
      <p class="actions">
        <a class="button secondary" href={step.order ? `#/order/${step.order}` : "#/gate"}>
          {say(step.order ? workTexts.openOrder : gateTexts.title)}
        </a>
        <button type="button" class="button secondary" onClick={putAway}>
          {say(workTexts.putAway)}
        </button>
      </p>
    </div>
  );
}
