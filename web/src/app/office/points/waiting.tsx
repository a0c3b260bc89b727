// SPDX-License-Identifier: Apache-2.0

// Work for the community that households say they have done: it earns points once an officer who knows of it signs.

import { useState } from "preact/hooks";
import { dayText } from "../../shared/day.ts";
import { say } from "../../shared/language.ts";
import type { PageProps } from "../../shared/page-props.ts";
import { SignAct } from "../signing/signing.tsx";
import type { Duty } from "./api.ts";
import { pointsTexts } from "./texts.ts";

const dutyText = ({ house, name, day, minutes, title }: Duty): string =>
  say(pointsTexts.duty, house || say(pointsTexts.somebody), name || "…", dayText(day), minutes, title);

export function WaitingDeeds({ deeds, changed, ...of }: PageProps & { deeds: readonly Duty[]; changed: () => void }) {
  const [looked, setLooked] = useState<Duty>();
  const [done, setDone] = useState<string>();
  return (
    <section>
      <h2>{say(pointsTexts.waiting)}</h2>
      <p class="small">{say(pointsTexts.waitingLead)}</p>
      {done && (
        <p class="note" role="status">
          {say(pointsTexts.confirmed)} {done}
        </p>
      )}
      {deeds.length === 0 && <p>{say(pointsTexts.oddNone)}</p>}
      <ul class="cards">
        {deeds.map((deed) => (
          <li class="card" key={deed.help}>
            <p>{dutyText(deed)}</p>
            <p class="small">{say(pointsTexts.dutyPays, deed.points)}</p>
            {looked?.help === deed.help ? (
              // A confirmation is numbered by what it confirms, which is confirmed once.
              <SignAct
                {...of}
                type="help.confirm"
                body={{ help: deed.help, helper: deed.helper, order: "", rule: deed.rule }}
                seq={1}
                alone
                done={() => {
                  setDone(dutyText(deed));
                  changed();
                }}
                back={() => setLooked(undefined)}
              />
            ) : (
              <button type="button" class="button" onClick={() => setLooked(deed)}>
                {say(pointsTexts.confirm)}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
