// SPDX-License-Identifier: Apache-2.0

import { say } from "../../../shared/language.ts";
import { type Order, titled, whereText } from "../../../shared/orders/order.ts";
import { kindText, stateText } from "../../../shared/orders/words.ts";
import { orderTexts } from "./texts.ts";

// waits says whether an affected household is asked.
export const waits = ({ next }: Order): boolean => next?.who === "household";

// OrderCards are orders, those that wait for me first.
export const OrderCards = ({ orders }: { orders: readonly Order[] }) => (
  <ul class="cards">
    {[...orders]
      .sort((a, b) => Number(waits(b)) - Number(waits(a)) || b.since - a.since)
      .map((order) => (
        <li key={order.order}>
          <a class="card" href={`#/orders/${order.order}`}>
            <strong>{titled(kindText(order.kind), whereText(order))}</strong>
            <span class="sub">{waits(order) ? say(orderTexts.waitsForYou) : stateText(order.state)}</span>
          </a>
        </li>
      ))}
  </ul>
);
