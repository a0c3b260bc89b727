// SPDX-License-Identifier: Apache-2.0

// One gate's own list: when it was last told, what it did not take, and what to do about it.

import { say } from "../../shared/language.ts";
import { type GateList, gateName, gateText } from "../../shared/parking/gate-list.ts";
import { whenText } from "../../shared/parking/when.ts";
import { officeParkingTexts as own } from "./texts.ts";

const todo = { away: own.gateAway, unknown: own.gateUnknown, failed: own.gateFailed } as const;

const shown = 10; // cars

export function GateCard({ of }: { of: GateList }) {
  const { state, lacks, stale, unknown, beyond, ways, place } = of;
  const advice = state in todo ? todo[state as keyof typeof todo] : undefined;
  return (
    <>
      <p>
        <span class="stage">{gateName(of)}</span> {gateText(of)}
      </p>
      {advice && <p class="note warn">{say(advice)}</p>}
      {lacks.length > 0 && (
        <>
          <p>{say(own.gateLacks, lacks.length)}</p>
          <ul>
            {lacks.slice(0, shown).map((car) => (
              <li key={`${car.label} ${car.from} ${car.until}`}>
                {say(car.kind === "booking" ? own.gateBooking : own.gateVisitor, car.label)} · {whenText(car)}
              </li>
            ))}
          </ul>
        </>
      )}
      {stale > 0 && <p>{say(own.gateStale, stale)}</p>}
      {unknown > 0 && <p>{say(own.gateNoPlate, unknown)}</p>}
      {beyond > 0 && <p>{say(own.gateBeyond, beyond)}</p>}
      {!ways && <p class="note warn">{say(own.mute, place)}</p>}
    </>
  );
}
