// SPDX-License-Identifier: Apache-2.0

// What one household has earned, so that two bodies can take back what was wrong.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { Evidence } from "../../shared/evidence-button.tsx";
import { moment, say } from "../../shared/language.ts";
import { Fault, go, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useTask } from "../../shared/task.ts";
import type { Found } from "../api.ts";
import { useLive } from "../live.tsx";
import { Search } from "../people/people.tsx";
import { ReasonForm } from "../people/reason.tsx";
import { SignAct } from "../signing/signing.tsx";
import { type Earning, pointsApi } from "./api.ts";
import { Cards } from "./cards.tsx";
import { PointsPage } from "./frame.tsx";
import { pointsTexts } from "./texts.ts";

export const HouseholdPage = ({ unit, ...of }: PageProps & { unit: string }) => (
  <PointsPage title={say(pointsTexts.household)} screen="household">
    <p class="small">{say(pointsTexts.householdLead)}</p>
    {unit ? (
      <>
        <Earnings {...of} unit={unit} />
        <Cards {...of} unit={unit} />
      </>
    ) : (
      <Find />
    )}
  </PointsPage>
);

function Find() {
  const [found, setFound] = useState<Found>();
  const open = (unit: string) => go(`points/household/${unit}`);
  return (
    <>
      <Search pick={setFound} />
      {found && (
        <fieldset>
          <legend>{say(pointsTexts.homes, found.name)}</legend>
          <p class="actions">
            {found.units.map(({ unit, house }) => (
              <button key={unit} type="button" class="button secondary" onClick={() => open(unit)}>
                {house}
              </button>
            ))}
          </p>
        </fieldset>
      )}
    </>
  );
}

function Earnings({ unit, ...of }: PageProps & { unit: string }) {
  const list = useLive(() => pointsApi.earnings(unit), `earnings/${unit}`);
  const [taken, setTaken] = useState<string>(); // the earning that is to be taken back
  if (!list.value) {
    return list.fault ? <Fault fault={list.fault} retry={list.reload} /> : <Waiting />;
  }
  const { house, items } = list.value;
  return (
    <>
      <h2>{say(pointsTexts.earnings, house || unit.slice(0, 8))}</h2>
      {items.length === 0 && <p>{say(pointsTexts.earningsNone)}</p>}
      <ul class="cards">
        {items.map((earning) => (
          <li class="card" key={earning.earning}>
            <p>{earningText(earning)}</p>
            <details>
              <summary>{say(pointsTexts.evidence)}</summary>
              <Evidence community={of.community.community} of="transfer" id={earning.earning} />
            </details>
            {earning.reversed > 0 && <p>{say(pointsTexts.reversed, earning.reversed)}</p>}
            {taken === earning.earning ? (
              <Reversal {...of} earning={earning} back={() => setTaken(undefined)} />
            ) : (
              earning.reversed < earning.amount && (
                <button type="button" class="button secondary" onClick={() => setTaken(earning.earning)}>
                  {say(pointsTexts.reverse)}
                </button>
              )
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

// earningText says what an earning was for.
export function earningText({ at, amount, title, minutes, helped }: Earning): string {
  const what = say(pointsTexts.earned, moment(at), amount, title || say(pointsTexts.dropped));
  if (minutes === 0) {
    return what;
  }
  return `${what} · ${helped ? say(pointsTexts.helped, helped, minutes) : say(pointsTexts.helpedAll, minutes)}`;
}

function Reversal({ earning, back, ...of }: PageProps & { earning: Earning; back: () => void }) {
  const left = earning.amount - earning.reversed;
  const [amount, setAmount] = useState(String(left));
  const [body, setBody] = useState<Bodies["points.reverse"]>();
  const { fault, run, tell } = useTask();
  if (body) {
    return <SignAct {...of} type="points.reverse" body={body} back={back} />;
  }
  const id = `amount-${earning.earning}`;
  const draft = (reason: string) => {
    const many = Number(amount);
    if (!Number.isInteger(many) || many < 1 || many > left) {
      tell(say(pointsTexts.wrongAmount, left));
    } else {
      run(() => pointsApi.reversal(earning.earning, many, reason).then(setBody));
    }
  };
  return (
    <div class="stack">
      <p class="small">{say(pointsTexts.reverseLead)}</p>
      <label for={id}>{say(pointsTexts.reverseAmount)}</label>
      <input id={id} type="number" min={1} max={left} required value={amount} onInput={(e) => setAmount(e.currentTarget.value)} />
      <ReasonForm id={`reason-${earning.earning}`} label={say(pointsTexts.reversalDraft)} give={draft} />
      {fault && <Fault fault={fault} />}
    </div>
  );
}
