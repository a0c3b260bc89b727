// SPDX-License-Identifier: Apache-2.0

// The lists by which gates let cars in by themselves, and what became of telling them.

import { say } from "../../shared/language.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import { differs } from "../../shared/parking/gate-list.ts";
import { usePolled } from "../desk/polled.ts";
import { useLive } from "../live.tsx";
import { officeParking } from "./api.ts";
import { ParkingPage } from "./frame.tsx";
import { GateCard } from "./gate-card.tsx";
import { officeParkingTexts as own } from "./texts.ts";

export function Gates() {
  const lists = usePolled(officeParking.gates, "gates");
  return (
    <ParkingPage screen="gates">
      <p>{say(own.gatesLead)}</p>
      {lists.fault && !lists.value ? <Fault fault={lists.fault} retry={lists.reload} /> : null}
      {!lists.value && !lists.fault && <Waiting />}
      {lists.value?.length === 0 && <p>{say(own.gatesNone)}</p>}
      <ul class="cards">
        {lists.value?.map((of) => (
          <li class="card" key={of.device}>
            <h2>
              <a href={`#/desk/device/${of.device}`}>{of.place}</a>
            </h2>
            <p class="small">{of.lotName}</p>
            <GateCard of={of} />
          </li>
        ))}
      </ul>
    </ParkingPage>
  );
}

// GatesDiffer leads to them where one may let in others than it should.
export function GatesDiffer() {
  const lists = useLive(officeParking.gates, "gates");
  const places = lists.value?.filter(differs).map(({ place }) => place) ?? [];
  return places.length === 0 ? null : (
    <p class="note warn">
      {say(own.gatesDiffer, places.join(say(["、", ", "])))} <a href="#/parking/gates">{say(own.gateLists)}</a>
    </p>
  );
}

// GateOf is what there is to say of one device, if it is a gate through which cars come in.
export function GateOf({ device }: { device: string }) {
  const lists = usePolled(officeParking.gates, "gates");
  const of = lists.value?.find((one) => one.device === device);
  return of ? (
    <>
      <h3>{say(own.gateList)}</h3>
      <GateCard of={of} />
    </>
  ) : null;
}
