// SPDX-License-Identifier: Apache-2.0

// Whom the gate lets in for my home, and what it lets out.

import { Back } from "../../../shared/back.tsx";
import { moment, say } from "../../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import { parkingApi, type Visit } from "../../../shared/parking/api.ts";
import { whenText } from "../../../shared/parking/when.ts";
import { Print } from "../../../shared/points/sheet.tsx";
import { Qr } from "../../../shared/qr.tsx";
import { Sign } from "../signing.tsx";
import type { Known } from "./known.tsx";
import { parkingTexts } from "./texts.ts";
import { VisitForm } from "./visit-form.tsx";

export function Visitors({ id, ...of }: Known & { id: string }) {
  return id ? <Slip {...of} id={id} /> : <All {...of} />;
}

function All(of: Known) {
  const lots = useLoaded(() => parkingApi.all(of.community.community), "");
  return (
    <Page title={say(parkingTexts.visitors)}>
      <p>{say(parkingTexts.visitLead)}</p>
      {lots.fault ? <Fault fault={lots.fault} retry={lots.reload} /> : null}
      {lots.value ? <VisitForm {...of} key={of.mine.visits.length} lots={lots.value.lots.filter(({ mine }) => mine)} /> : null}
      {!lots.value && !lots.fault && <Waiting />}
      <h2>{say(parkingTexts.visits)}</h2>
      {of.mine.visits.length === 0 && <p>{say(parkingTexts.noVisits)}</p>}
      <ul class="cards">
        {of.mine.visits.map((visit) => (
          <li class="card" key={visit.visit}>
            <h3>{slipName(visit)}</h3>
            <p>{visit.lotName}</p>
            <p>{whenText(visit)}</p>
            <p class="actions">
              <a class="button" href={`#/${slipAt(visit.visit)}`}>
                {say(parkingTexts.slip)}
              </a>
            </p>
            <End {...of} visit={visit} />
          </li>
        ))}
      </ul>
      <Back to="parking" text={parkingTexts.back} />
    </Page>
  );
}

const slipName = ({ kind }: Visit): string => say(kind === "release" ? parkingTexts.releaseSlip : parkingTexts.visitorSlip);

const enough = 16; // hex digits of an id, which nobody else's begins with; a QR code has not room for all of them

const slipAt = (id: string): string => `parking/visitors/${id.slice(0, enough)}`;

function End({ visit: v, changed, ...of }: Known & { visit: Visit }) {
  const make = async () => ({
    type: "visit.end" as const,
    body: { visit: v.visit },
    words: say(parkingTexts.endVisitWords, slipName(v), v.lotName, moment(v.from), moment(v.until)),
  });
  return (
    <details>
      <summary>{say(parkingTexts.endVisit)}</summary>
      <Sign of={of} danger label={say(parkingTexts.endVisitSign)} make={make} done={changed} />
    </details>
  );
}

// Slip is to be shown at the gate, or printed. It has no plate on it: whoever finds one learns nothing of whose car comes. Its QR code leads
// the guard to what he has of it; anybody else reads there that it is a slip.
function Slip({ id, community, mine }: Known & { id: string }) {
  const visit = mine.visits.find((one) => id.length >= enough && one.visit.startsWith(id));
  return (
    <Page title={visit ? slipName(visit) : say(parkingTexts.visitors)}>
      {visit ? (
        <>
          <section class="card sheet voucher">
            <h2>{slipName(visit)}</h2>
            <p class="big">{whenText(visit)}</p>
            <p>{visit.lotName}</p>
            <p>{say(parkingTexts.slipHome, visit.house || visit.home.slice(0, 8))}</p>
            <Qr
              text={`${location.origin}/c/${community.community}/work#/slip/${visit.visit.slice(0, enough)}`}
              label={say(parkingTexts.slipQr)}
            />
            <p>
              {say(parkingTexts.slipNumber)} <strong class="number">{visit.visit.slice(0, enough)}</strong>
            </p>
            <p class="small">{say(parkingTexts.slipHelp)}</p>
          </section>
          <Print />
        </>
      ) : (
        <p class="note">{say(parkingTexts.noVisit)}</p>
      )}
      <Back to="parking/visitors" text={parkingTexts.toVisits} />
    </Page>
  );
}
