// SPDX-License-Identifier: Apache-2.0

import { say } from "../../../shared/language.ts";
import { kindText, stateText } from "../../../shared/orders/words.ts";
import type { MyOrder } from "./api.ts";
import { orderTexts } from "./texts.ts";

const waits = ({ can }: MyOrder): boolean => can.includes("confirm");

// OrderCards are orders, those that wait for me first.
export const OrderCards = ({ orders }: { orders: readonly MyOrder[] }) => (
  <ul class="cards">
    {[...orders]
      .sort((a, b) => Number(waits(b)) - Number(waits(a)) || b.since - a.since)
      .map((order) => (
        <li key={order.order}>
          <a class="card" href={`#/orders/${order.order}`}>
            <strong>
              {kindText(order.kind)} · {order.house || order.place}
            </strong>
            <span class="sub">{waits(order) ? say(orderTexts.waitsForYou) : stateText(order.state)}</span>
          </a>
        </li>
      ))}
  </ul>
);
