// SPDX-License-Identifier: Apache-2.0

// An officer says what an order is about, how urgent, and which grid sees to it.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { say } from "../../shared/language.ts";
import { choices, type Kind, kinds, priorities } from "../../shared/orders/words.ts";
import { useLoaded } from "../../shared/page.tsx";
import { dispatchApi } from "./api.ts";
import { Choice } from "./choice.tsx";
import { type Caller, CallerLine, Household } from "./household.tsx";
import type { OrderProps } from "./props.ts";
import { SignOrder } from "./sign.tsx";
import { dispatchTexts } from "./texts.ts";

export function Triage({ order, changed, ...of }: OrderProps) {
  const grids = useLoaded(dispatchApi.grids, "").value;
  const [kind, setKind] = useState(order.kind as Kind);
  const [priority, setPriority] = useState(order.priority);
  const [grid, setGrid] = useState(order.grid);
  const [caller, setCaller] = useState<Caller>();
  const [body, setBody] = useState<Bodies["order.triage"]>();
  const chosen = grid || grids?.[0]?.grid || "";
  if (grids?.length === 0) {
    return <p class="note warn">{say(dispatchTexts.noGrids)}</p>;
  }
  if (body) {
    return (
      <>
        {caller && <CallerLine {...caller} />}
        <SignOrder {...of} type="order.triage" body={body} done={changed} back={() => setBody(undefined)} />
      </>
    );
  }
  return (
    <details open={order.state === "raised"}>
      <summary>{say(dispatchTexts.triage)}</summary>
      {order.affected === 0 && (
        <>
          <h2>{say(dispatchTexts.caller)}</h2>
          <Household caller={caller} choose={setCaller} />
        </>
      )}
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          setBody({ grid: chosen, kind, order: order.order, priority, unit: caller?.unit ?? "" });
        }}
      >
        <Choice id="kind" label={say(dispatchTexts.kind)} value={kind} options={choices(kinds)} choose={setKind} />
        <Choice id="priority" label={say(dispatchTexts.priority)} value={priority} options={choices(priorities)} choose={setPriority} />
        <Choice
          id="grid"
          label={say(dispatchTexts.grid)}
          value={chosen}
          options={(grids ?? []).map((one) => [one.grid, one.grid] as const)}
          choose={setGrid}
        />
        <button type="submit" class="button" disabled={chosen === ""}>
          {say(dispatchTexts.check)}
        </button>
      </form>
    </details>
  );
}
