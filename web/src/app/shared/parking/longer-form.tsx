// SPDX-License-Identifier: Apache-2.0

// More time: the next quarters of an hour that are free.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { moment, say } from "../language.ts";
import { Fault, useLoaded, Waiting } from "../page.tsx";
import { type Booking, parkingApi } from "./api.ts";
import { bookTexts } from "./book-texts.ts";
import { ahead, longerTo } from "./longer.ts";
import { priceOf } from "./price.ts";

// sign has the new end be signed for, with what the booking costs then.
type LongerProps = { one: Booking; sign: (until: number, price: number) => ComponentChildren };

export const Longer = (props: LongerProps) => (
  <details>
    <summary>{say(bookTexts.extend)}</summary>
    {props.one.offered ? <Ends key={props.one.until} {...props} /> : <p>{say(bookTexts.notLonger)}</p>}
  </details>
);

function Ends({ one, sign }: LongerProps) {
  const { value, fault, reload } = useLoaded(() => parkingApi.find(one.until, one.until + ahead), String(one.until));
  if (!value) {
    return fault ? <Fault fault={fault} retry={reload} /> : <Waiting />;
  }
  const ends = longerTo(one, value.items.find(({ space }) => space === one.space)?.days ?? []);
  return ends.length > 0 ? <Form one={one} ends={ends} sign={sign} /> : <p>{say(bookTexts.notLonger)}</p>;
}

function Form({ one, ends, sign }: LongerProps & { ends: number[] }) {
  const [until, setUntil] = useState(ends[0] ?? 0);
  const price = priceOf(one.terms, one.from, until);
  const id = `longer-${one.booking}`;
  return (
    <div class="stack">
      <label for={id}>{say(bookTexts.extendTo)}</label>
      <select id={id} value={until} onChange={(event) => setUntil(Number(event.currentTarget.value))}>
        {ends.map((end) => (
          <option key={end} value={end}>
            {moment(end)}
          </option>
        ))}
      </select>
      <p class="big" role="status">
        {say(bookTexts.extendCosts, price - one.price, price)}
      </p>
      {sign(until, price)}
    </div>
  );
}
