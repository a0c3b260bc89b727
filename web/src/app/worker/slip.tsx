// SPDX-License-Identifier: Apache-2.0

// A slip that a guard has scanned: whether it is on his list, and what he did with the car. Both go without a connection.

import { useState } from "preact/hooks";
import { now } from "../shared/clock.ts";
import { say } from "../shared/language.ts";
import type { GateGuests, Guest } from "./api.ts";
import { Car } from "./car.tsx";
import { Choices, type Decided, decidedText, decision, SignBoth } from "./decision.tsx";
import { gateTexts } from "./gate-texts.ts";
import { ofSlip } from "./guests.ts";
import type { Remembered } from "./remembered.ts";
import type { Steps } from "./use-queue.ts";

type SlipProps = { number: string; guests: Remembered<GateGuests>; steps: Steps };

export function Slip({ number, guests: { value, since }, steps }: SlipProps) {
  const guest = ofSlip(value.items, number);
  if (!guest || guest.until <= now()) {
    return (
      <p class="note warn">
        {say(gateTexts.slipNone)} {since !== undefined && say(gateTexts.slipNoneAway)}
      </p>
    );
  }
  const early = guest.from > now();
  return (
    <>
      <p class={early ? "note warn" : "note"}>
        {say(gateTexts.slipGood)} {say(early ? gateTexts.slipEarly : gateTexts.slipCompare)}
      </p>
      <section class="card">
        <Car {...guest} />
      </section>
      <OnSlip guest={guest} steps={steps} />
    </>
  );
}

function OnSlip({ guest, steps }: { guest: Guest; steps: Steps }) {
  const [decided, decide] = useState<Decided>(
    guest.kind === "release" ? { way: "out", reason: "other" } : { way: "in", reason: "visitor" },
  );
  const [done, setDone] = useState(false);
  const body = { ...decided, lot: guest.lot, plate: guest.commitment };
  return (
    <section>
      <h2>{say(gateTexts.decide)}</h2>
      <details>
        <summary>{decidedText(decided)}</summary>
        <Choices decided={decided} change={decide} />
      </details>
      <SignBoth steps={steps} make={(through) => decision(body, through)} done={() => setDone(true)} />
      {done && <p role="status">{say(gateTexts.done)}</p>}
    </section>
  );
}
