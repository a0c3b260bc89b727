// SPDX-License-Identifier: Apache-2.0

// The queue of steps. Acts of one worker are numbered without a gap, and the ledger takes them in that order alone: so they are numbered
// on here without a connection, and sent one after the other. One that is refused takes no number, and those that were signed after it
// have to be signed again.

import type { Following } from "../shared/acts.ts";
import type { Problem } from "../shared/api.ts";
import { signedOut } from "../shared/faults.ts";
import type { Enclosed } from "../shared/orders/enclosed.ts";
import { refusedOf } from "../shared/refused.ts";
import type { Shelf } from "./shelf.ts";
import type { Step } from "./step.ts";

// waitingOf are the steps that are still to be sent.
export const waitingOf = (steps: readonly Step[]): Step[] => steps.filter(({ refused }) => !refused);

export const refusedSteps = (steps: readonly Step[]): Step[] => steps.filter(({ refused }) => refused);

// nextNumber is that of the act after all that wait; known is the next one as far as the server has said.
export const nextNumber = (steps: readonly Step[], known: number): number =>
  waitingOf(steps).reduce((next, { seq, signed }) => (signed ? Math.max(next, seq + 1) : next), known);

// toSignAgain is the first step that waits for a signature: those before it, and only those, can be sent.
export const toSignAgain = (steps: readonly Step[]): Step | undefined => waitingOf(steps).find(({ signed }) => !signed);

// unsigned is a step whose signature is of no use any more.
function unsigned({ signed, ...step }: Step): Step {
  return step;
}

// Passing is a refusal that says something of the act's number or time, and nothing of the step.
const passing = new Set(["REPLAYED", "SEQUENCE_GAP", "EXPIRED", "NOT_YET_VALID"]);

// Given is what became of a part: the server has it or refuses it, or nobody could be reached.
export type Given = "given" | "away" | Problem;

// Sending is how parts and acts get to the server. Both try until it answers, or here is aborted.
export type Sending = {
  enclose: (part: Enclosed, order: string, here: AbortSignal) => Promise<Given>;
  act: (step: Step, here: AbortSignal) => Promise<Following>;
};

export class Queue {
  readonly shelf: Shelf;
  readonly worker: string;

  constructor(shelf: Shelf, worker: string) {
    this.shelf = shelf;
    this.worker = worker;
  }

  async steps(): Promise<Step[]> {
    return (await this.shelf.steps()).filter(({ worker }) => worker === this.worker);
  }

  // learn takes note of the next number that the server says. It may be behind what was sent since.
  learn(seq: number): Promise<void> {
    return this.shelf.change(this.worker, ({ steps, known }) => ({ steps, known: Math.max(known, seq) }));
  }

  // number is the one that the next step has to be signed with, or one that is signed again at its place n.
  async number(n = Number.POSITIVE_INFINITY): Promise<number> {
    const before = (await this.steps()).filter((step) => step.n !== undefined && step.n < n);
    return nextNumber(before, await this.shelf.known(this.worker));
  }

  // put keeps a step that was just signed, at the end; or again at its place, if it was signed anew. If its number was taken while it was
  // being signed, it is kept without the signature.
  put(step: Step): Promise<void> {
    return this.shelf.change(this.worker, ({ steps, known }) => {
      const others = steps.filter(({ n }) => n === undefined || n !== step.n);
      const before = step.n === undefined ? others : others.filter(({ n }) => n !== undefined && n < (step.n as number));
      const good = !toSignAgain(before) && nextNumber(before, known) === step.seq;
      return { steps: [...others, good ? step : unsigned(step)], known };
    });
  }

  // drop puts a step away that the worker has read of. Only a refused one may be.
  drop(step: Step): Promise<void> {
    return this.shelf.change(this.worker, ({ steps, known }) => ({
      steps: steps.filter(({ n, refused }) => n !== step.n || !refused),
      known,
    }));
  }

  // send sends what can be sent, in order, until nothing is left, somebody has to do something, or nobody can be reached.
  async send(sending: Sending, here: AbortSignal): Promise<void> {
    let step = await this.ready();
    while (step && !here.aborted && (await this.sendOne(step, sending, here))) {
      step = await this.ready();
    }
  }

  private async ready(): Promise<Step | undefined> {
    const [first] = waitingOf(await this.steps());
    return first?.signed && first;
  }

  // sendOne sends a step, and says whether the next one may be.
  private async sendOne(step: Step, sending: Sending, here: AbortSignal): Promise<boolean> {
    const end = (await this.enclose(step, sending, here)) ?? (await sending.act(step, here));
    if (end.kind === "on-ledger") {
      await this.done(step);
      return true;
    }
    if (end.kind !== "refused" || signedOut(end.problem)) {
      return false;
    }
    await this.refuse(step, end.problem);
    return true;
  }

  // enclose gives the server what the act names, each part once; it returns why the act cannot be sent yet.
  private async enclose(step: Step, sending: Sending, here: AbortSignal): Promise<Following | undefined> {
    for (const [i, part] of step.enclosed.entries()) {
      const given = await sending.enclose(part, step.order, here);
      if (given !== "given") {
        return given === "away" ? { kind: "unknown" } : { kind: "refused", problem: given };
      }
      const left = step.enclosed.slice(i + 1);
      await this.shelf.change(this.worker, ({ steps, known }) => ({
        steps: steps.map((one) => (one.n === step.n ? { ...one, enclosed: left } : one)),
        known,
      }));
    }
    return undefined;
  }

  private done(step: Step): Promise<void> {
    return this.shelf.change(this.worker, ({ steps, known }) => ({
      steps: steps.filter(({ n }) => n !== step.n),
      known: Math.max(known, step.seq + 1),
    }));
  }

  private refuse(step: Step, problem: Problem): Promise<void> {
    const again = passing.has(problem.code);
    return this.shelf.change(this.worker, ({ steps, known }) => ({
      steps: steps.map((one) => {
        if (one.n === step.n) {
          return again ? unsigned(one) : { ...unsigned(one), refused: refusedOf(problem) };
        }
        return waitingOf([one]).length > 0 ? unsigned(one) : one;
      }),
      known,
    }));
  }
}
