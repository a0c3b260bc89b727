// SPDX-License-Identifier: Apache-2.0

// What neighbours say that they have helped with: it earns points once somebody who was helped signs for it.

import { useState } from "preact/hooks";
import { say } from "../../../shared/language.ts";
import { Fault, useLoaded } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { Sign } from "../signing.tsx";
import { type Deed, pointsApi } from "./api.ts";
import { dayText } from "./day.ts";
import { pointsTexts } from "./texts.ts";

const nameOf = ({ name }: Deed): string => name || say(pointsTexts.neighbour);

// confirmation is numbered by what it confirms, which is confirmed once.
const confirmation = (deed: Deed) => ({
  type: "help.confirm" as const,
  body: { help: deed.help, helper: deed.helper, rule: deed.rule },
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
                    <Sign
                      of={of}
                      label={say(pointsTexts.confirm)}
                      make={async () => confirmation(deed)}
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
