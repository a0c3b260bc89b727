// SPDX-License-Identifier: Apache-2.0

// An officer gives an order to one worker; past the most hands he says why.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { reasonLength } from "../../shared/bounds.gen.ts";
import { say } from "../../shared/language.ts";
import { enclose } from "../../shared/orders/enclosed.ts";
import { Fault, useLoaded } from "../../shared/page.tsx";
import { useTask } from "../../shared/task.ts";
import { dispatchApi, type Worker } from "./api.ts";
import { Choice } from "./choice.tsx";
import type { OrderProps } from "./props.ts";
import { SignOrder } from "./sign.tsx";
import { dispatchTexts } from "./texts.ts";

// stateOf says whether a worker can go at once.
export function stateOf({ free, onDuty, orders }: Worker): string {
  if (free) {
    return say(dispatchTexts.isFree);
  }
  return onDuty ? say(dispatchTexts.busy, orders.length) : say(dispatchTexts.offDuty);
}

// byFree has those first who can go at once.
const byFree = (a: Worker, b: Worker): number => Number(b.free) - Number(a.free) || Number(b.onDuty) - Number(a.onDuty);

export function Assign({ order, spent, most, changed, ...of }: OrderProps & { spent: boolean; most: number }) {
  const workers = useLoaded(dispatchApi.workers, "").value?.items.filter(({ revoked }) => !revoked) ?? [];
  const [worker, setWorker] = useState("");
  const [reason, setReason] = useState("");
  const [body, setBody] = useState<Bodies["order.assign"]>();
  const { busy, fault, run } = useTask();
  const sorted = [...workers].sort(byFree);
  const chosen = worker || sorted[0]?.worker || "";
  if (body) {
    return <SignOrder {...of} type="order.assign" body={body} done={changed} back={() => setBody(undefined)} />;
  }
  const check = () =>
    run(async () => {
      const { text } = spent ? await enclose(reason, [], { order: order.order }) : { text: "" };
      setBody({ order: order.order, reason: text, worker: chosen });
    });
  return (
    <details>
      <summary>{say(dispatchTexts.assign)}</summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          check();
        }}
      >
        <Choice
          id="worker"
          label={say(dispatchTexts.worker)}
          value={chosen}
          options={sorted.map((one) => [one.worker, `${one.name || one.worker.slice(0, 8)} · ${stateOf(one)}`] as const)}
          choose={setWorker}
        />
        {spent && (
          <>
            <p class="note warn">{say(dispatchTexts.overHands, most)}</p>
            <label for="reason">{say(dispatchTexts.reason)}</label>
            <textarea
              id="reason"
              required
              rows={2}
              maxLength={reasonLength}
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          </>
        )}
        {fault && <Fault fault={fault} />}
        <button type="submit" class="button" disabled={busy || chosen === ""}>
          {say(dispatchTexts.check)}
        </button>
      </form>
    </details>
  );
}
