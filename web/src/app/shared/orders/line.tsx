// SPDX-License-Identifier: Apache-2.0

import { moment } from "../language.ts";
import { type Order, stagesOf } from "./order.ts";

// Line is where an order stands: what is done, where it is, what comes next and who must act by when.
export const Line = ({ order }: { order: Order }) => (
  <ol class="steps">
    {stagesOf(order).map(({ text, at, stand, besides }) => (
      <li key={text} class={stand} aria-current={stand === "current" ? "step" : undefined}>
        <span>
          {text} {at > 0 && moment(at)}
        </span>
        {besides && <span class="sub">{besides}</span>}
      </li>
    ))}
  </ol>
);
