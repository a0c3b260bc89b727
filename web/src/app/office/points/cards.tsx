// SPDX-License-Identifier: Apache-2.0

// The cards with which a household opens bins. Two bodies put on record whose a card is, and that it is nobody's any more.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { say } from "../../shared/language.ts";
import { Fault } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useTask } from "../../shared/task.ts";
import { useLive } from "../live.tsx";
import { SignAct } from "../signing/signing.tsx";
import { pointsApi } from "./api.ts";
import { pointsTexts } from "./texts.ts";

export function Cards({ unit, ...of }: PageProps & { unit: string }) {
  const list = useLive(() => pointsApi.cards(unit), `cards/${unit}`);
  const [body, setBody] = useState<Bodies["bin.card"]>();
  if (!list.value) {
    return list.fault ? <Fault fault={list.fault} retry={list.reload} /> : null;
  }
  const { house, items } = list.value;
  return (
    <section>
      <h2>{say(pointsTexts.cards, house || unit.slice(0, 8))}</h2>
      {items.length === 0 && <p>{say(pointsTexts.cardsNone)}</p>}
      <ul class="cards">
        {items.map((card) => (
          <li class="card" key={card}>
            <code class="hash">{card}</code>
            <button type="button" class="button secondary" onClick={() => setBody({ card, unit: "" })}>
              {say(pointsTexts.cardTake)}
            </button>
          </li>
        ))}
      </ul>
      {body ? (
        <SignAct key={body.card + body.unit} {...of} type="bin.card" body={body} back={() => setBody(undefined)} />
      ) : (
        <NewCard unit={unit} made={setBody} />
      )}
    </section>
  );
}

function NewCard({ unit, made }: { unit: string; made: (body: Bodies["bin.card"]) => void }) {
  const [number, setNumber] = useState("");
  const { busy, fault, run } = useTask();
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        run(() => pointsApi.card(number.trim().toLowerCase(), unit).then(made));
      }}
    >
      <p class="small">{say(pointsTexts.cardLead)}</p>
      <label for="card">{say(pointsTexts.cardNumber)}</label>
      <input
        id="card"
        required
        pattern="\s*[0-9a-fA-F]{32}\s*"
        autocomplete="off"
        value={number}
        onInput={(event) => setNumber(event.currentTarget.value)}
      />
      {fault && <Fault fault={fault} />}
      <button type="submit" class="button secondary" disabled={busy}>
        {say(pointsTexts.cardAdd)}
      </button>
    </form>
  );
}
