// SPDX-License-Identifier: Apache-2.0

// Finding a space for a time: what it costs, and when each one is free that day.

import { useState } from "preact/hooks";
import { Back } from "../../../shared/back.tsx";
import { now } from "../../../shared/clock.ts";
import { dayOf, read as readDay, written } from "../../../shared/day.ts";
import { say } from "../../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { type Plan, parkingApi, type Space } from "../../../shared/parking/api.ts";
import { Bar } from "../../../shared/parking/bar.tsx";
import { clock, midnight, quarter, quarterOf, read } from "../../../shared/parking/quarters.ts";
import { Time } from "../../../shared/parking/time.tsx";
import { bookAt, cardOf, Drawn } from "./drawn.tsx";
import { type Known, Purses } from "./known.tsx";
import { parkingTexts } from "./texts.ts";

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

export function Find({ parts: [begin = "", end = ""], ...of }: Known & { parts: readonly string[] }) {
  const [from, until] = Number(begin) > 0 && Number(end) > Number(begin) ? [Number(begin), Number(end)] : soon();
  const [day, setDay] = useState(written(dayOf(from)));
  const [first, setFirst] = useState(clock(quarterOf(from)));
  const [last, setLast] = useState(clock(quarterOf(until)));
  const span = spanOf(day, first, last);
  const over = read(last) <= read(first);
  return (
    <Page title={say(parkingTexts.find)}>
      <Purses mine={of.mine} />
      <label for="day">{say(parkingTexts.day)}</label>
      <input id="day" type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
      <Time id="from" label={say(parkingTexts.from)} value={first} choose={setFirst} />
      <Time id="until" label={say(parkingTexts.until) + (over ? say(parkingTexts.nextDay) : "")} value={last} choose={setLast} />
      {span ? <Results {...of} from={span[0]} until={span[1]} /> : <Fault fault={say(parkingTexts.badTime)} />}
      <Back to="parking" text={parkingTexts.back} />
    </Page>
  );
}

type ResultsProps = PageProps & { from: number; until: number };

function Results({ from, until, community }: ResultsProps) {
  const { value, fault, reload } = useLoaded(() => parkingApi.find(from, until), `${from}-${until}`);
  const plans = useLoaded(parkingApi.plans, "");
  if (!value) {
    return fault ? <Fault fault={fault} retry={reload} /> : <Waiting />;
  }
  const items = [...value.items].sort((a, b) => Number(b.free) - Number(a.free));
  return (
    <>
      <div role="status">
        {items.length === 0 && <p>{say(parkingTexts.nothing)}</p>}
        {items.length > 0 && !items.some(({ free }) => free) && <p class="note warn">{say(parkingTexts.nobody)}</p>}
      </div>
      {plans.fault ? <Fault fault={plans.fault} retry={plans.reload} /> : null}
      {[...new Set(items.map(({ lot }) => lot))].map((lot) => (
        <Lot
          key={lot}
          spaces={items.filter((one) => one.lot === lot)}
          plan={plans.value?.find((one) => one.lot === lot)}
          community={community}
          from={from}
          until={until}
        />
      ))}
    </>
  );
}

type LotProps = Pick<PageProps, "community"> & { spaces: readonly Space[]; plan: Plan | undefined; from: number; until: number };

function Lot({ spaces, plan, ...of }: LotProps) {
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
            <Way space={s} from={of.from} until={of.until} />
          </li>
        ))}
      </ul>
    </section>
  );
}

// Labels are the spaces of a car park of which nobody says where they are.
const Labels = ({ spaces }: { spaces: readonly Space[] }) => (
  <details>
    <summary>{say(parkingTexts.labels)}</summary>
    <ul class="space-plan">
      {spaces.map((s) => (
        <li key={s.space} class={s.free ? "free" : "taken"}>
          {s.label} <span class="small">{say(s.free ? parkingTexts.freeMark : parkingTexts.takenMark)}</span>
        </li>
      ))}
    </ul>
  </details>
);

// Way leads to booking a space, or says why there is no way.
function Way({ space: s, from, until }: { space: Space; from: number; until: number }) {
  if (s.mine || !s.free) {
    return <p class="small">{say(s.mine ? parkingTexts.mine : parkingTexts.taken)}</p>;
  }
  return (
    <p class="actions">
      <span class="big">{say(parkingTexts.price, s.price)}</span>{" "}
      <a class="button" href={bookAt(s, from, until)}>
        {say(parkingTexts.book)}
      </a>
    </p>
  );
}
