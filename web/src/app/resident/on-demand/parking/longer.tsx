// SPDX-License-Identifier: Apache-2.0

// More time: the next quarters of an hour that are free.

import { useState } from "preact/hooks";
import { int } from "../../../../act/act.ts";
import { moment, say } from "../../../shared/language.ts";
import { Fault, useLoaded, Waiting } from "../../../shared/page.tsx";
import { type Booking, parkingApi } from "../../../shared/parking/api.ts";
import { ahead, longerTo } from "../../../shared/parking/longer.ts";
import { priceOf } from "../../../shared/parking/price.ts";
import { Sign } from "../signing.tsx";
import { type Known, spaceName } from "./known.tsx";
import { parkingTexts } from "./texts.ts";

type LongerProps = Known & { one: Booking };

export const Longer = (props: LongerProps) => (
  <details>
    <summary>{say(parkingTexts.extend)}</summary>
    {props.one.offered ? <Ends {...props} key={props.one.until} /> : <p>{say(parkingTexts.notLonger)}</p>}
  </details>
);

function Ends({ one, ...of }: LongerProps) {
  const { value, fault, reload } = useLoaded(() => parkingApi.find(one.until, one.until + ahead), String(one.until));
  if (!value) {
    return fault ? <Fault fault={fault} retry={reload} /> : <Waiting />;
  }
  const ends = longerTo(one, value.items.find(({ space }) => space === one.space)?.days ?? []);
  return ends.length > 0 ? <Form {...of} one={one} ends={ends} /> : <p>{say(parkingTexts.notLonger)}</p>;
}

function Form({ one, ends, changed, ...of }: LongerProps & { ends: number[] }) {
  const [until, setUntil] = useState(ends[0] ?? 0);
  const price = priceOf(one.terms, one.from, until);
  const make = async () => ({
    type: "parking.extend" as const,
    body: { booking: one.booking, until: int(until) },
    words: say(parkingTexts.extendWords, spaceName(one), moment(until), price),
  });
  return (
    <>
      <label for="longer">{say(parkingTexts.extendTo)}</label>
      <select id="longer" value={until} onChange={(event) => setUntil(Number(event.currentTarget.value))}>
        {ends.map((end) => (
          <option key={end} value={end}>
            {moment(end)}
          </option>
        ))}
      </select>
      <p class="big" role="status">
        {say(parkingTexts.extendCosts, price - one.price, price)}
      </p>
      <Sign of={of} written={String(until)} label={say(parkingTexts.extendSign)} make={make} done={changed} />
    </>
  );
}
