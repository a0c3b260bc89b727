// SPDX-License-Identifier: Apache-2.0

// Telling the gate of a visitor's car, or of a car that takes things out.

import { useState } from "preact/hooks";
import { int } from "../../../../act/act.ts";
import { now } from "../../../shared/clock.ts";
import { dayOf, read as readDay, written } from "../../../shared/day.ts";
import { moment, say } from "../../../shared/language.ts";
import { type Parking, parkingApi } from "../../../shared/parking/api.ts";
import { Plate, platesKept } from "../../../shared/parking/plate.tsx";
import { clock, midnight, quarter, quarterOf, read } from "../../../shared/parking/quarters.ts";
import { Time } from "../../../shared/parking/time.tsx";
import { Choice, homesOf } from "../choice.tsx";
import { Sign } from "../signing.tsx";
import type { Known } from "./known.tsx";
import { parkingTexts } from "./texts.ts";

const hours = [2, 4, 8, 12, 24, 48, 72]; // three days at most (contract/parking)
const ahead = 30 * 24 * 3600; // seconds

// visitSpan is when a visit is; undefined if it cannot be told of now.
export function visitSpan(day: string, at: string, length: number, today = now()): [from: number, until: number] | undefined {
  const from = midnight(readDay(day)) + read(at) * quarter;
  const until = from + length * 3600;
  return until > today && from - today <= ahead ? [from, until] : undefined;
}

const longText = (n: number): string => (n < 24 ? say(parkingTexts.forHours, n) : say(parkingTexts.forDays, n / 24));

export function VisitForm({ lots, mine, changed, ...of }: Known & { lots: Parking["lots"] }) {
  const homes = mine.usable.map(({ account, house }) => ({ unit: account, house }));
  const [kind, setKind] = useState<"visitor" | "release">("visitor");
  const [home, setHome] = useState(homes[0]?.unit ?? "");
  const [lot, setLot] = useState(lots[0]?.lot ?? "");
  const [plate, setPlate] = useState("");
  const [day, setDay] = useState(written(dayOf(now())));
  const [at, setAt] = useState(clock(quarterOf(now())));
  const [length, setLength] = useState(4);
  const make = async () => {
    const span = visitSpan(day, at, length);
    if (!span) {
      return say(parkingTexts.badVisit);
    }
    if (plate.trim() === "") {
      return say(parkingTexts.noPlate);
    }
    const [from, until] = span;
    const commitment = await parkingApi.keepPlate(plate.trim(), until + platesKept);
    const name = lots.find((one) => one.lot === lot)?.name ?? "";
    return {
      type: "visit.allow" as const,
      body: { from: int(from), home, kind, lot, plate: commitment, until: int(until) },
      words: say(parkingTexts.visitWords, say(parkingTexts[kind]), name, moment(from), moment(until)),
    };
  };
  if (lots.length === 0) {
    return <p class="note warn">{say(parkingTexts.noLot)}</p>;
  }
  return (
    <div class="stack">
      <fieldset>
        <legend>{say(parkingTexts.kind)}</legend>
        {(["visitor", "release"] as const).map((one) => (
          <label class="choice" key={one}>
            <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} />
            {say(parkingTexts[one])}
          </label>
        ))}
      </fieldset>
      <Choice id="home" label={say(parkingTexts.visitHome)} value={home} of={homesOf(homes)} choose={setHome} />
      <Choice id="lot" label={say(parkingTexts.lot)} value={lot} of={lots.map((one) => [one.lot, one.name])} choose={setLot} />
      <Plate value={plate} change={setPlate} />
      <label for="day">{say(parkingTexts.day)}</label>
      <input id="day" type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
      <Time id="at" label={say(parkingTexts.from)} value={at} choose={setAt} />
      <Choice
        id="long"
        label={say(parkingTexts.long)}
        value={String(length)}
        of={hours.map((n) => [String(n), longText(n)])}
        choose={(n) => setLength(Number(n))}
      />
      <Sign
        of={of}
        written={[kind, home, lot, plate, day, at, length].join(" ")}
        label={say(parkingTexts.visitSign)}
        make={make}
        done={changed}
      />
    </div>
  );
}
