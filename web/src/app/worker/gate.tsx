// SPDX-License-Identifier: Apache-2.0

// A guard's page: who may come in, and what he did with whoever is not on the list. The list is kept, for when there is no connection.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { followLedger, seldom } from "../../live/follow.ts";
import type { Community, Me } from "../shared/api.ts";
import { Back } from "../shared/back.tsx";
import { now } from "../shared/clock.ts";
import { moment, say, type Text } from "../shared/language.ts";
import { Fault, Page, Waiting } from "../shared/page.tsx";
import { type Parking, parkingApi } from "../shared/parking/api.ts";
import { differs, gateText } from "../shared/parking/gate-list.ts";
import { type GateGuests, type Guest, workApi } from "./api.ts";
import { Car } from "./car.tsx";
import { Decide } from "./decide.tsx";
import { gateTexts } from "./gate-texts.ts";
import { found, groupsOf } from "./guests.ts";
import { type Remembered, remembered } from "./remembered.ts";
import type { Shelf } from "./shelf.ts";
import { Slip } from "./slip.tsx";
import { workTexts } from "./texts.ts";
import type { Steps } from "./use-queue.ts";

const often = 5000; // ms between two looks at what has changed
const polls = 60_000; // ms, after which it looks though nothing was heard
const minute = 60; // seconds

// guestsOf is where a guard's list is kept.
export const guestsOf = (worker: string): string => `guests/${worker}`;

type Lists = { guests: Remembered<GateGuests>; parking: Remembered<Parking> };

type GateProps = { community: Community; me: Me; shelf: Shelf; steps: Steps; slip: string }; // its number; "": all who may come

export function Gate({ community, me, shelf, steps, slip }: GateProps) {
  const [lists, setLists] = useState<Lists>();
  const [fault, setFault] = useState<unknown>();
  const load = async () => {
    const [guests, parking] = await Promise.all([
      remembered(shelf, guestsOf(me.session.credential), workApi.guests),
      remembered(shelf, "parking", () => parkingApi.all(community.community)),
    ]);
    setLists({ guests, parking });
    setFault(undefined);
    steps.learn(guests.value.seq);
  };
  const reload = () => load().catch(setFault);
  useEffect(() => {
    const until = new AbortController();
    followLedger({ community: community.community }, seldom(often, reload), until.signal, ["act", "reload"]);
    addEventListener("online", reload, { signal: until.signal });
    const timer = setInterval(reload, polls);
    reload();
    return () => {
      clearInterval(timer);
      until.abort();
    };
  }, []);
  const lots = lists?.parking.value.lots.filter(({ body }) => body === me.session.body) ?? [];
  return (
    <Page title={slip ? say(gateTexts.slip, slip) : say(gateTexts.title)}>
      {fault && !lists ? <Fault fault={fault} retry={reload} /> : null}
      {!lists && !fault && <Waiting />}
      {lists && <Age {...lists.guests} />}
      {lists && slip && <Slip key={slip} number={slip} guests={lists.guests} steps={steps} />}
      {lists && !slip && (
        <Listed {...lists.guests.value}>
          <Decide steps={steps} lots={lots} guests={lists.guests.value.items} />
        </Listed>
      )}
      <Back {...(slip ? { to: "gate", text: gateTexts.toGate } : { text: workTexts.toOrders })} />
    </Page>
  );
}

// Age says how old the list is.
function Age({ value: { at }, since }: Remembered<GateGuests>) {
  const age = Math.max(0, Math.floor((now() - at) / minute));
  return (
    <p class={since === undefined ? "small" : "note warn"} role="status">
      {say(gateTexts.asOf, moment(at), age)} {since !== undefined && say(gateTexts.away)}
    </p>
  );
}

// Listed has what is done with others beside the search, before a list that may be long.
function Listed({ items, gates, children }: GateGuests & { children: ComponentChildren }) {
  const [typed, setTyped] = useState("");
  const shown = found(items, typed);
  const groups = groupsOf(shown, now());
  return (
    <>
      {gates.filter(differs).map((gate) => (
        <p class="note warn" key={gate.device}>
          {gate.lacks.length > 0 && say(gateTexts.gateBehind, gate.place, gateText(gate))}{" "}
          {gate.stale > 0 && say(gateTexts.gateStale, gate.place, gate.stale)}
        </p>
      ))}
      <label for="typed">{say(gateTexts.search)}</label>
      <input
        id="typed"
        class="plate-search"
        autocomplete="off"
        autocapitalize="characters"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      {typed && shown.length === 0 && <p role="status">{say(gateTexts.notFound)}</p>}
      {children}
      <Group title={gateTexts.now} guests={groups.now} />
      <Group title={gateTexts.soon} guests={groups.soon} />
    </>
  );
}

const Group = ({ title, guests }: { title: Text; guests: readonly Guest[] }) => (
  <section>
    <h2>{say(title)}</h2>
    {guests.length === 0 && <p>{say(gateTexts.none)}</p>}
    <ul class="cards">
      {guests.map((guest, i) => (
        <li class="card" key={`${i} ${guest.plate} ${guest.from}`}>
          <Car {...guest} />
        </li>
      ))}
    </ul>
  </section>
);
