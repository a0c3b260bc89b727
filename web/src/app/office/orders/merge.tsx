// SPDX-License-Identifier: Apache-2.0

// An officer sees that an order is another one's duplicate: its households wait for that one.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { moment, say } from "../../shared/language.ts";
import { titled, whereText } from "../../shared/orders/order.ts";
import { kindText } from "../../shared/orders/words.ts";
import type { BoardOrder } from "./api.ts";
import { Choice } from "./choice.tsx";
import type { OrderProps } from "./props.ts";
import { SignOrder } from "./sign.tsx";
import { dispatchTexts } from "./texts.ts";

// candidates are open orders that it may be a duplicate of, those of its kind and place first.
export const candidates = (order: OrderProps["order"], others: readonly BoardOrder[]): BoardOrder[] => {
  const near = ({ order: { kind, place } }: BoardOrder) => Number(kind === order.kind) + Number(place === order.place);
  return others
    .filter((one) => one.mine && one.order.order !== order.order && one.order.state !== "done")
    .sort((a, b) => near(b) - near(a));
};

export function Merge({ order, others, changed, ...of }: OrderProps & { others: readonly BoardOrder[] }) {
  const choices = candidates(order, others);
  const [into, setInto] = useState("");
  const [body, setBody] = useState<Bodies["order.merge"]>();
  const chosen = into || choices[0]?.order.order || "";
  if (choices.length === 0) {
    return null;
  }
  if (body) {
    return <SignOrder {...of} type="order.merge" body={body} done={changed} back={() => setBody(undefined)} />;
  }
  return (
    <details>
      <summary>{say(dispatchTexts.merge)}</summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          setBody({ into: chosen, order: order.order });
        }}
      >
        <Choice
          id="into"
          label={say(dispatchTexts.mergeInto)}
          value={chosen}
          options={choices.map(({ order: one }) => [one.order, titled(kindText(one.kind), whereText(one), moment(one.since))] as const)}
          choose={setInto}
        />
        <button type="submit" class="button">
          {say(dispatchTexts.check)}
        </button>
      </form>
    </details>
  );
}
