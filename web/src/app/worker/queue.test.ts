// SPDX-License-Identifier: Apache-2.0

import "fake-indexeddb/auto";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import type { Following } from "../shared/acts.ts";
import { Problem, type Receipt } from "../shared/api.ts";
import { Queue, refusedSteps, type Sending, toSignAgain, waitingOf } from "./queue.ts";
import { Shelf } from "./shelf.ts";
import type { Step } from "./step.ts";

let community = 0;
let place = "";

beforeEach(() => {
  community++;
  place = `garden-${community}`; // each test has a device of its own
});

const open = async (worker = "w") => new Queue(await Shelf.open(place), worker);

// Ledger is one that takes the acts of workers as the real one does: in the order of their numbers, each once.
class Ledger {
  acts: string[] = [];
  refuses = new Set<string>();
  private next = new Map<string, number>();

  private taken = new Set<string>();

  take({ worker, seq, words, signed }: Step): Following {
    const act = signed?.act ?? "";
    const next = this.next.get(worker) ?? 1;
    if (this.taken.has(act)) {
      return { kind: "on-ledger", receipt: {} as Receipt }; // the first one's
    }
    if (seq !== next) {
      return refused(seq < next ? "REPLAYED" : "SEQUENCE_GAP");
    }
    if (this.refuses.has(words)) {
      return refused("WRONG_STAGE");
    }
    this.next.set(worker, next + 1);
    this.taken.add(act);
    this.acts.push(words);
    return { kind: "on-ledger", receipt: {} as Receipt };
  }

  seq = (worker: string): number => this.next.get(worker) ?? 1;
}

const refused = (code: string, kind = "act-refused"): Following => ({
  kind: "refused",
  problem: new Problem(422, { type: `urn:linli:problem:${kind}`, code, title: "refused" }),
});
const here = new AbortController().signal;
const away = { kind: "unknown" } as const;
const nothing = async () => "given" as const;
const to = (ledger: Ledger): Sending => ({ enclose: nothing, act: async (step) => ledger.take(step) });

// sign takes a step as the page does: numbered on, signed, kept.
async function sign(queue: Queue, act: string, enclosed: Step["enclosed"] = []): Promise<void> {
  const seq = await queue.number();
  await queue.put({ ...stepOf(act, seq), worker: queue.worker, enclosed });
}

const stepOf = (act: string, seq: number): Step => ({
  worker: "w",
  order: "o",
  type: "order.accept",
  body: { at: "1", order: "o" },
  words: act,
  at: 1,
  enclosed: [],
  key: act,
  seq,
  ...signature(act, seq),
});

// signature is another one for another number.
const signature = (act: string, seq: number) => ({ signed: { act: `${act} as number ${seq}`, signatures: [] } });

async function signAgain(queue: Queue): Promise<void> {
  for (let step = toSignAgain(await queue.steps()); step; step = toSignAgain(await queue.steps())) {
    const seq = await queue.number(step.n);
    await queue.put({ ...step, seq, ...signature(step.words, seq) });
  }
}

test("steps are numbered on without a connection, and sent in the order in which they were taken", async () => {
  const [queue, ledger] = [await open(), new Ledger()];
  await queue.learn(1);
  for (const act of ["accept", "depart", "arrive", "finish"]) {
    await sign(queue, act);
  }
  expect((await queue.steps()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  await queue.send({ enclose: nothing, act: async () => away }, here);
  expect(await queue.steps()).toHaveLength(4);
  await queue.send(to(ledger), here);
  expect(ledger.acts).toEqual(["accept", "depart", "arrive", "finish"]);
  expect(await queue.steps()).toEqual([]);
  expect(await queue.number()).toBe(5);
});

test("what was sent and not answered for is sent again, which is harmless", async () => {
  const [queue, ledger] = [await open(), new Ledger()];
  await sign(queue, "accept");
  await sign(queue, "depart");
  const lost: Sending = {
    enclose: nothing,
    act: async (step) => {
      ledger.take(step);
      return away; // the answer got lost
    },
  };
  await queue.send(lost, here);
  expect(ledger.acts).toEqual(["accept"]);
  const after = await open(); // the app was killed and opened again
  await after.send(to(ledger), here);
  expect(ledger.acts).toEqual(["accept", "depart"]);
  expect(await after.steps()).toEqual([]);
});

test("a refused step is kept until its worker has read why, and what was signed after it is signed again", async () => {
  const [queue, ledger] = [await open(), new Ledger()];
  for (const act of ["accept", "depart", "other"]) {
    await sign(queue, act);
  }
  ledger.refuses.add("depart");
  await queue.send(to(ledger), here);
  expect(ledger.acts).toEqual(["accept"]);
  const steps = await queue.steps();
  expect(refusedSteps(steps).map(({ words, refused }) => [words, refused?.code])).toEqual([["depart", "WRONG_STAGE"]]);
  expect(waitingOf(steps).map(({ words, signed }) => [words, signed])).toEqual([["other", undefined]]);
  await signAgain(queue);
  await queue.send(to(ledger), here);
  expect(ledger.acts).toEqual(["accept", "other"]);
  const [left] = await queue.steps();
  expect(left?.words).toBe("depart");
  await queue.drop(left as Step);
  expect(await queue.steps()).toEqual([]);
});

test("a step that waits cannot be put away", async () => {
  const queue = await open();
  await sign(queue, "accept");
  await queue.drop((await queue.steps())[0] as Step);
  expect(await queue.steps()).toHaveLength(1);
});

test("a number that was used on another device says nothing of the step: it is signed again, at its place", async () => {
  const [queue, ledger] = [await open(), new Ledger()];
  await sign(queue, "accept");
  await sign(queue, "depart");
  ledger.take(stepOf("elsewhere", 1));
  await queue.send(to(ledger), here);
  expect((await queue.steps()).map(({ signed, refused }) => [signed, refused])).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
  await queue.learn(ledger.seq("w"));
  await signAgain(queue);
  await queue.send(to(ledger), here);
  expect(ledger.acts).toEqual(["elsewhere", "accept", "depart"]);
});

test("a step that was being signed while the number was taken is kept, and signed again", async () => {
  const [queue, ledger] = [await open(), new Ledger()];
  const seq = await queue.number();
  await sign(queue, "in another tab");
  await queue.put(stepOf("accept", seq));
  expect(toSignAgain(await queue.steps())?.words).toBe("accept");
  await signAgain(queue);
  await queue.send(to(ledger), here);
  expect(ledger.acts).toEqual(["in another tab", "accept"]);
});

test("a session that is over refuses nothing", async () => {
  const queue = await open();
  await sign(queue, "accept");
  await queue.send({ enclose: nothing, act: async () => refused("", "no-session") }, here);
  const [step] = await queue.steps();
  expect([step?.signed !== undefined, step?.refused]).toEqual([true, undefined]);
});

test("each worker's steps are sent in his own name, with his own numbers", async () => {
  const [mine, other] = [await open("w"), await open("v")];
  await sign(mine, "mine");
  await sign(other, "other");
  const ledger = new Ledger();
  await other.send(to(ledger), here);
  expect(ledger.acts).toEqual(["other"]);
  expect((await mine.steps()).map(({ words, seq }) => [words, seq])).toEqual([["mine", 1]]);
});

test("what an act names is with the server before it, each part once", async () => {
  const queue = await open();
  const note = { hash: "note", salt: "s", content: "换了阀门" };
  const photo = { hash: "photo", salt: "s", content: new Uint8Array([1, 2]) };
  await sign(queue, "finish", [note, photo]);
  const went: string[] = [];
  let broken = true;
  const sending: Sending = {
    enclose: async ({ hash }) => {
      if (hash === "photo" && broken) {
        return "away";
      }
      went.push(hash);
      return "given";
    },
    act: async () => {
      went.push("act");
      return { kind: "on-ledger", receipt: {} as Receipt };
    },
  };
  await queue.send(sending, here);
  broken = false;
  await (await open()).send(sending, here);
  expect(went).toEqual(["note", "photo", "act"]);
});

test("a step whose photo the server refuses is refused, and nothing of it is on the ledger", async () => {
  const [queue, ledger] = [await open(), new Ledger()];
  await sign(queue, "finish", [{ hash: "photo", salt: "s", content: new Uint8Array([1]) }]);
  const problem = new Problem(413, { type: "urn:linli:problem:too-large", title: "too large" });
  await queue.send({ ...to(ledger), enclose: async () => problem }, here);
  expect(ledger.acts).toEqual([]);
  expect(refusedSteps(await queue.steps()).map(({ refused }) => refused?.kind)).toEqual(["too-large"]);
});

test("whatever happens on the way, no step is lost, none is taken twice, and their order is kept", async () => {
  const event = fc.constantFrom("sign", "send", "lose the answer", "refuse the next", "elsewhere", "kill", "sign again");
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
      place = `garden-${++community}`;
      const ledger = new Ledger();
      let queue = await open();
      const taken: string[] = [];
      const happen: { [event: string]: () => Promise<void> } = {
        sign: async () => {
          taken.push(`step ${taken.length}`);
          await sign(queue, taken[taken.length - 1] as string);
        },
        send: () => queue.send(to(ledger), here),
        "lose the answer": () =>
          queue.send(
            {
              enclose: nothing,
              act: async (step) => {
                ledger.take(step);
                return away;
              },
            },
            here,
          ),
        "refuse the next": async () => {
          ledger.refuses.add(waitingOf(await queue.steps())[0]?.words ?? "");
        },
        elsewhere: async () => {
          ledger.take(stepOf(`elsewhere ${ledger.acts.length}`, ledger.seq("w")));
        },
        kill: async () => {
          queue = await open();
        },
        "sign again": async () => {
          await queue.learn(ledger.seq("w"));
          await signAgain(queue);
        },
      };
      for (const event of events) {
        await happen[event]?.();
      }
      for (let turns = 0; waitingOf(await queue.steps()).length > 0 && turns < 50; turns++) {
        await happen["sign again"]?.();
        await happen.send?.();
      }
      const mine = ledger.acts.filter((act) => !act.startsWith("elsewhere"));
      const left = refusedSteps(await queue.steps()).map(({ words }) => words);
      expect([...mine, ...left].sort()).toEqual([...taken].sort());
      expect(mine).toEqual(taken.filter((act) => mine.includes(act)));
    }),
    { numRuns: 200 },
  );
});
