// SPDX-License-Identifier: Apache-2.0

// What is not done is opened again by who is affected.

import { useState } from "preact/hooks";
import { reasonLength } from "../../../shared/bounds.gen.ts";
import { moment, say } from "../../../shared/language.ts";
import { enclose } from "../../../shared/orders/enclosed.ts";
import { orderAct } from "../../../shared/orders/order-act.ts";
import { Sign } from "../signing.tsx";
import type { OrderProps } from "./props.ts";
import { orderTexts } from "./texts.ts";

export function Reopen({ order, unit, until, changed, ...of }: OrderProps & { until: number }) {
  const [reason, setReason] = useState("");
  const make = async () => {
    if (reason.trim() === "") {
      return say(orderTexts.reopenEmpty);
    }
    const { text } = await enclose(reason, [], { order: order.order });
    return orderAct("order.reopen", { order: order.order, reason: text, unit }, say(orderTexts.reopenWords, text));
  };
  return (
    <details>
      <summary>{say(orderTexts.reopenTitle)}</summary>
      <p>{say(orderTexts.reopenLead, moment(until))}</p>
      <label for="reason">{say(orderTexts.reopenReason)}</label>
      <textarea id="reason" rows={3} maxLength={reasonLength} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
      <Sign of={of} label={say(orderTexts.reopen)} make={make} done={changed} />
    </details>
  );
}
