// SPDX-License-Identifier: Apache-2.0

// Car parks, with their gates.

import { say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { parkingApi } from "../../shared/parking/api.ts";
import { useLive } from "../live.tsx";
import { usePending } from "../signing/pending.tsx";
import type { Lot } from "./api.ts";
import { ParkingPage } from "./frame.tsx";
import { LotForm } from "./lot-form.tsx";
import { Spaces } from "./spaces.tsx";
import { officeParkingTexts as own } from "./texts.ts";

export function Lots({ lot: id, ...of }: PageProps & { lot: string | undefined }) {
  const all = useLive(() => parkingApi.all(of.community.community), "lots");
  const pending = usePending(of);
  const form = { ...of, pending, done: all.reload };
  const chosen = all.value?.lots.find(({ lot }) => lot === id);
  return (
    <ParkingPage screen="lots">
      {all.fault ? <Fault fault={all.fault} retry={all.reload} /> : null}
      {!all.value && !all.fault && <Waiting />}
      {chosen && <Spaces {...form} lot={chosen} />}
      {all.value && !chosen && (
        <>
          <p>{say(own.lotsLead)}</p>
          {all.value.lots.length === 0 && <p>{say(own.lotsNone)}</p>}
          <ul class="cards">
            {all.value.lots.map((lot) => (
              <li class="card" key={lot.lot}>
                <Item lot={lot} of={of} />
                {lot.body === of.me.session.body && (
                  <details>
                    <summary>{say(own.changeLot)}</summary>
                    <LotForm {...form} key={JSON.stringify(lot)} lot={lot} />
                  </details>
                )}
              </li>
            ))}
          </ul>
          <h2>{say(own.addLot)}</h2>
          <LotForm {...form} key={all.value.lots.length} />
        </>
      )}
    </ParkingPage>
  );
}

const Item = ({ lot, of }: { lot: Lot; of: PageProps }) => (
  <>
    <h2>{lot.name}</h2>
    <p>{say(own.lotLine, bodyName(of.community, lot.body), lot.spaces, lot.offered)}</p>
    <ul>
      {lot.gates.map(({ device, way }) => (
        <li key={device}>{say(own.gateLine, device, say(own[way]))}</li>
      ))}
    </ul>
    <p class="actions">
      <a class="button secondary" href={`#/parking/lots/${lot.lot}`}>
        {say(own.spaces)}
      </a>
    </p>
  </>
);
