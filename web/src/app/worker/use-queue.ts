// SPDX-License-Identifier: Apache-2.0

// The queue on a page: what waits, and the sending of it whenever there is a connection.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Bodies } from "../../act/body.ts";
import { thisDevice } from "../../passkey/device.ts";
import { sign } from "../../passkey/sign.ts";
import { draft, follow } from "../shared/acts.ts";
import { type Community, newKey, sessionBack } from "../shared/api.ts";
import { now } from "../shared/clock.ts";
import { explainNotDone } from "../shared/faults.ts";
import type { Enclosed } from "../shared/orders/enclosed.ts";
import { workApi } from "./api.ts";
import { Queue, type Sending } from "./queue.ts";
import { enclose } from "./sending.ts";
import type { Shelf } from "./shelf.ts";
import type { Step, StepType } from "./step.ts";

const every = 15_000; // ms, after which it is tried again though no browser said that it is connected

// Taken is a step that a worker takes; when is added as he does. words are what he is shown.
export type Taken<T extends StepType = StepType> = {
  type: T;
  order: string;
  body: Omit<Bodies[T], "at" | "order">;
  words: string;
  enclosed?: Enclosed[];
};

const send: Sending = {
  enclose,
  act: ({ signed, key }, here) => (signed ? follow(signed, () => {}, here, key) : Promise.resolve({ kind: "unknown" })),
};

// alone has one tab at a time send: another one would only send the same again.
const alone = async (work: () => Promise<void>): Promise<void> => {
  await (navigator.locks ? navigator.locks.request("linli-work", work) : work());
};

export type Steps = ReturnType<typeof useQueue>;

// useQueue sends what waits. sent reads the orders anew: until it has, a step that was sent is still counted, so that no order goes back to
// where it was for a moment, and takes along what is being written of it.
export function useQueue(shelf: Shelf, community: Community, worker: string, sent: () => Promise<void>) {
  const [queue] = useState(() => new Queue(shelf, worker));
  const [all, setAll] = useState<Step[]>([]);
  const [sending, setSending] = useState(false);
  const connection = useRef<AbortController>(undefined); // while something is being sent
  const refresh = () => shelf.steps().then(setAll);
  const sendAll = async (here: AbortController) => {
    const before = (await queue.steps()).length;
    if (before > 0 && !here.signal.aborted) {
      await queue.send(send, here.signal);
      if ((await queue.steps()).length < before) {
        await sent();
      }
    }
  };
  const go = async () => {
    if (connection.current) {
      return;
    }
    const here = new AbortController();
    connection.current = here;
    setSending(true);
    await alone(() => sendAll(here)).finally(() => {
      connection.current = undefined;
      setSending(false);
    });
    await refresh();
  };
  useEffect(() => {
    const until = new AbortController();
    for (const coming of ["online", "pageshow", sessionBack]) {
      addEventListener(coming, go, { signal: until.signal });
    }
    const timer = setInterval(go, every);
    refresh().then(go);
    return () => {
      clearInterval(timer);
      until.abort();
      connection.current?.abort();
    };
  }, []);

  // signed has a step be signed with the next number and kept; it returns why it was not.
  const signed = async (step: Omit<Step, "seq" | "signed">): Promise<string | undefined> => {
    const seq = await queue.number(step.n);
    const text = await draft({ community, by: worker, seq, type: step.type as never, body: step.body as never, words: step.words });
    const outcome = await sign(thisDevice(), community.rp.id, worker, text);
    if (outcome.kind !== "signed") {
      return explainNotDone(outcome);
    }
    await queue.put({ ...step, seq, signed: { act: text, signatures: [outcome.signature] } });
    await refresh();
    go();
    return undefined;
  };

  return {
    all,
    mine: all.filter((step) => step.worker === worker),
    sending,
    take: ({ enclosed = [], order, body, ...taken }: Taken): Promise<string | undefined> => {
      const at = now();
      return signed({
        ...taken,
        worker,
        order,
        body: { ...body, at: String(at), ...(order && { order }) } as never,
        at,
        enclosed,
        key: newKey(),
      });
    },
    // again has a step be signed once more, with the number that it has now.
    again: async (step: Step): Promise<string | undefined> => {
      const known = await workApi.orders().catch(() => undefined);
      await queue.learn(known?.seq ?? 1);
      return signed({ ...step, key: newKey() });
    },
    drop: (step: Step) => queue.drop(step).then(refresh),
    learn: (seq: number) => queue.learn(seq),
  };
}
