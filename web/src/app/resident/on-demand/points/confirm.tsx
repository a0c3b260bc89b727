// SPDX-License-Identifier: Apache-2.0

// What neighbours say that they have helped with: it earns points once somebody who was helped signs for it.

import { useState } from "preact/hooks";
import { dayOf, dayText } from "../../../shared/day.ts";
import { say } from "../../../shared/language.ts";
import { type Order, titled, whereText } from "../../../shared/orders/order.ts";
import { kindText } from "../../../shared/orders/words.ts";
import { Fault, useLoaded } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { Choice } from "../choice.tsx";
import { orderApi } from "../orders/api.ts";
import { Sign } from "../signing.tsx";
import { type Deed, pointsApi } from "./api.ts";
import { pointsTexts } from "./texts.ts";

const nameOf = ({ name }: Deed): string => name || say(pointsTexts.neighbour);

const orderText = (order: Order): string => titled(kindText(order.kind), whereText(order), dayText(dayOf(order.closed)));

// confirmation is numbered by what it confirms, which is confirmed once.
const confirmation = (deed: Deed, order: string) => ({
  type: "help.confirm" as const,
  body: { help: deed.help, helper: deed.helper, order, rule: deed.rule },
  seq: 1,
  words: say(pointsTexts.confirmWords, nameOf(deed), dayText(deed.day), deed.minutes, deed.points),
});

// ToConfirm shows what waits for me, if anything does.
export function ToConfirm(of: PageProps) {
  const mine = useLoaded(pointsApi.mine, "");
  if (mine.fault) {
    return <Fault fault={mine.fault} retry={mine.reload} />;
  }
  return <Deeds {...of} deeds={mine.value?.toConfirm ?? []} changed={mine.reload} />;
}

// Deeds are what waits, and what was confirmed last.
export function Deeds({ deeds, changed, ...of }: PageProps & { deeds: readonly Deed[]; changed: () => void }) {
  const [last, setLast] = useState<Deed>();
  return (
    <>
      {last && (
        <p class="note" role="status">
          {say(pointsTexts.confirmed, nameOf(last), last.points)}
        </p>
      )}
      {deeds.length > 0 && (
        <section>
          <h2>{say(pointsTexts.toConfirm)}</h2>
          <p class="small">{say(pointsTexts.onlyIfTrue)}</p>
          <ul class="cards">
            {deeds.map((deed) => (
              <li class="card" key={deed.help}>
                <p>{say(pointsTexts.toConfirmOne, nameOf(deed), dayText(deed.day), deed.minutes)}</p>
                {deed.title ? (
                  <>
                    <p class="small">{say(pointsTexts.pays, deed.points)}</p>
                    <Confirm
                      {...of}
                      deed={deed}
                      done={() => {
                        setLast(deed);
                        changed();
                      }}
                    />
                  </>
                ) : (
                  <p class="note">{say(pointsTexts.noRule)}</p>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

// Confirm signs that it is so, and which of my reports the help has ended, if one: that is paid for once, whoever else has mended it.
function Confirm({ deed, done, ...of }: PageProps & { deed: Deed; done: () => void }) {
  const orders = useLoaded(orderApi.mine, "");
  const [order, setOrder] = useState("");
  const ended = (orders.value ?? []).filter(({ closed }) => closed > 0 && dayOf(closed) >= deed.day);
  return (
    <>
      <Choice
        id={`order-${deed.help}`}
        label={say(pointsTexts.endedOrder)}
        value={order}
        of={[["", say(pointsTexts.endedNone)], ...ended.map((one): [string, string] => [one.order, orderText(one)])]}
        choose={setOrder}
      />
      {orders.value?.some(({ closed }) => closed === 0) && <p class="small">{say(pointsTexts.endedOpen)}</p>}
      {orders.fault && <Fault fault={orders.fault} retry={orders.reload} />}
      <Sign of={of} label={say(pointsTexts.confirm)} make={async () => confirmation(deed, order)} done={done} />
    </>
  );
}
