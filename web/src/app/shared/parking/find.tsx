// SPDX-License-Identifier: Apache-2.0

// Finding a space for a time: what it costs, and when each one is free that day.

import { useState } from "preact/hooks";
import type { Community } from "../api.ts";
import { now } from "../clock.ts";
import { dayOf, read as readDay, written } from "../day.ts";
import { say } from "../language.ts";
import { Fault, useLoaded, Waiting } from "../page.tsx";
import { type Plan, parkingApi, type Space } from "./api.ts";
import { Bar } from "./bar.tsx";
import { bookTexts } from "./book-texts.ts";
import { bookAt, cardOf, Drawn, type Not } from "./drawn.tsx";
import { clock, midnight, quarter, quarterOf, read } from "./quarters.ts";
import { Time } from "./time.tsx";

const usual = 2 * 4; // quarters

// soon is the next full hour, with two hours from there.
function soon(): [from: number, until: number] {
  const hour = Math.ceil(now() / 3600) * 3600;
  return [hour, hour + usual * quarter];
}

// spanOf is the time that a form says; undefined if it is none that can be booked. An end that is not after the begin is on the next day.
export function spanOf(day: string, from: string, until: string, at = now()): [number, number] | undefined {
  const [first, last, begin] = [read(from), read(until), readDay(day)];
  if ([first, last, begin].some(Number.isNaN)) {
    return undefined;
  }
  const start = midnight(begin) + first * quarter;
  const end = midnight(last <= first ? begin + 1 : begin) + last * quarter;
  return end > at && start > at - quarter ? [start, end] : undefined;
}

type FindProps = { parts: readonly string[]; community: Community; not: Not };

export function Find({ parts: [begin = "", end = ""], ...of }: FindProps) {
  const [from, until] = Number(begin) > 0 && Number(end) > Number(begin) ? [Number(begin), Number(end)] : soon();
  const [day, setDay] = useState(written(dayOf(from)));
  const [first, setFirst] = useState(clock(quarterOf(from)));
  const [last, setLast] = useState(clock(quarterOf(until)));
  const span = spanOf(day, first, last);
  const over = read(last) <= read(first);
  return (
    <>
      <div class="stack">
        <label for="day">{say(bookTexts.day)}</label>
        <input id="day" type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
        <Time id="from" label={say(bookTexts.from)} value={first} choose={setFirst} />
        <Time id="until" label={say(bookTexts.until) + (over ? say(bookTexts.nextDay) : "")} value={last} choose={setLast} />
      </div>
      {span ? <Results from={span[0]} until={span[1]} {...of} /> : <Fault fault={say(bookTexts.badTime)} />}
    </>
  );
}

type Asked = { from: number; until: number; community: Community; not: Not };

function Results(of: Asked) {
  const { from, until } = of;
  const { value, fault, reload } = useLoaded(() => parkingApi.find(from, until), `${from}-${until}`);
  const plans = useLoaded(parkingApi.plans, "");
  if (!value) {
    return fault ? <Fault fault={fault} retry={reload} /> : <Waiting />;
  }
  const items = [...value.items].sort((a, b) => Number(b.free) - Number(a.free));
  const planOf = (lot: string) => plans.value?.find((one) => one.lot === lot);
  return (
    <>
      <div role="status">
        {items.length === 0 && <p>{say(bookTexts.nothing)}</p>}
        {items.length > 0 && !items.some(({ free }) => free) && <p class="note warn">{say(bookTexts.nobody)}</p>}
      </div>
      {plans.fault ? <Fault fault={plans.fault} retry={plans.reload} /> : null}
      {[...new Set(items.map(({ lot }) => lot))].map((lot) => (
        <Lot {...of} key={lot} spaces={items.filter((one) => one.lot === lot)} plan={planOf(lot)} />
      ))}
    </>
  );
}

function Lot({ spaces, plan, ...of }: Asked & { spaces: readonly Space[]; plan: Plan | undefined }) {
  return (
    <section>
      <h2>{spaces[0]?.lotName}</h2>
      {plan ? <Drawn {...of} spaces={spaces} plan={plan} /> : <Labels spaces={spaces} />}
      <ul class="cards">
        {spaces.map((s) => (
          <li class="card" key={s.space}>
            <h3 id={cardOf(s.space)} tabIndex={-1}>
              {s.label}
            </h3>
            {s.days.map((day) => (
              <Bar key={day.day} of={day} from={of.from} until={of.until} />
            ))}
            <Way {...of} space={s} />
          </li>
        ))}
      </ul>
    </section>
  );
}

// Labels are the spaces of a car park of which nobody says where they are.
const Labels = ({ spaces }: { spaces: readonly Space[] }) => (
  <details>
    <summary>{say(bookTexts.labels)}</summary>
    <ul class="space-plan">
      {spaces.map((s) => (
        <li key={s.space} class={s.free ? "free" : "taken"}>
          {s.label} <span class="small">{say(s.free ? bookTexts.freeMark : bookTexts.takenMark)}</span>
        </li>
      ))}
    </ul>
  </details>
);

// Way leads to booking a space, or says why there is no way.
function Way({ space: s, from, until, not }: Asked & { space: Space }) {
  const why = s.mine ? say(bookTexts.mine) : s.free ? not(s, from) : say(bookTexts.taken);
  if (why) {
    return <p class="small">{why}</p>;
  }
  return (
    <p class="actions">
      <span class="big">{say(bookTexts.price, s.price)}</span>{" "}
      <a class="button" href={bookAt(s, from, until)}>
        {say(bookTexts.book)}
      </a>
    </p>
  );
}
