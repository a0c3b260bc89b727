// SPDX-License-Identifier: Apache-2.0

// What of my orders needs me, on the first page. It is never in the way of a vote: where it cannot be had, nothing is said.

import { say } from "../../../shared/language.ts";
import { useLoaded } from "../../../shared/page.tsx";
import { orderApi } from "./api.ts";
import { OrderCards, waits } from "./cards.tsx";
import { orderTexts } from "./texts.ts";

export function OrderNews() {
  const orders = useLoaded(orderApi.mine, "").value ?? [];
  const waiting = orders.filter(waits);
  const open = orders.filter(({ closed, state }) => closed === 0 && state !== "done").length;
  return (
    <>
      {waiting.length > 0 && (
        <>
          <h2>{waiting.length === 1 ? say(orderTexts.newsOne) : say(orderTexts.newsSome, waiting.length)}</h2>
          <OrderCards orders={waiting} />
        </>
      )}
      {open > 0 && (
        <p>
          <a href="#/orders">{say(orderTexts.newsOpen, open)}</a>
        </p>
      )}
    </>
  );
}
