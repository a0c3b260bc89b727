// SPDX-License-Identifier: Apache-2.0

// What my homes have put into bins: it earns points once I show it to the ledger, by the proof that the bin's log has it.

import { useState } from "preact/hooks";
import { moment, say } from "../../../shared/language.ts";
import { Fault, useLoaded } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { Sign } from "../signing.tsx";
import { type Drop, pointsApi } from "./api.ts";
import { pointsTexts } from "./texts.ts";

const dropText = ({ at, title, points }: Drop): string => say(pointsTexts.drop, moment(at), title, points);

// claim is numbered by what it shows, which is shown once.
const claim = (drop: Drop) => ({ type: "points.bin" as const, body: drop.claim, seq: 1, words: dropText(drop) });

export function Drops({ changed, ...of }: PageProps & { changed: () => void }) {
  const drops = useLoaded(pointsApi.drops, "");
  const [last, setLast] = useState<Drop>();
  if (drops.fault) {
    return <Fault fault={drops.fault} retry={drops.reload} />;
  }
  const done = (drop: Drop) => {
    setLast(drop);
    drops.reload();
    changed();
  };
  return (
    <>
      {last && (
        <p class="note" role="status">
          {say(pointsTexts.dropDone, last.points)}
        </p>
      )}
      {drops.value && drops.value.length > 0 && (
        <section>
          <h2>{say(pointsTexts.drops)}</h2>
          <ul class="cards">
            {drops.value.map((drop) => (
              <li class="card" key={drop.claim.event}>
                <p>{dropText(drop)}</p>
                <Sign of={of} label={say(pointsTexts.dropClaim)} make={async () => claim(drop)} done={() => done(drop)} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
