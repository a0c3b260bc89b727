// SPDX-License-Identifier: Apache-2.0

// Care for who lives alone: only with his consent, which he can take back at any time.

import { useState } from "preact/hooks";
import { Back } from "../../../shared/back.tsx";
import { now } from "../../../shared/clock.ts";
import { moment, say } from "../../../shared/language.ts";
import { orderAct } from "../../../shared/orders/order-act.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { Choice, homesOf } from "../choice.tsx";
import { Sign } from "../signing.tsx";
import { type Choices, type MyCare, orderApi } from "./api.ts";
import { orderTexts } from "./texts.ts";

const hours = [8, 12, 24, 48, 72];
const months = [1, 3, 6, 12];
const month = 30 * 24 * 3600; // seconds

export function CareScreen(of: PageProps) {
  const care = useLoaded(async () => {
    const [care, { units }] = await Promise.all([orderApi.care(), orderApi.choices()]);
    return { ...care, units };
  }, "");
  const last = care.value?.care;
  const standing = last && !last.withdrawn && last.until > now() ? last : undefined;
  return (
    <Page title={say(orderTexts.care)}>
      <p>{say(orderTexts.careLead)}</p>
      {care.fault ? <Fault fault={care.fault} retry={care.reload} /> : null}
      {!care.value && !care.fault && <Waiting />}
      {standing && <Agreed of={of} consent={standing} changed={care.reload} />}
      {care.value && !standing && <Agree of={of} care={care.value} changed={care.reload} />}
      <Back to="orders" text={orderTexts.toMine} />
    </Page>
  );
}

type AgreedProps = { of: PageProps; consent: NonNullable<MyCare["care"]>; changed: () => void };

const Agreed = ({ of, consent, changed }: AgreedProps) => (
  <>
    <p class="note">{say(orderTexts.careOn, moment(consent.until), consent.hours)}</p>
    <Sign
      of={of}
      danger
      label={say(orderTexts.careOff)}
      done={changed}
      make={async () => orderAct("care.withdraw", { person: of.me.session.person ?? "" }, say(orderTexts.careOffWords))}
    />
  </>
);

function Agree({ of, care, changed }: { of: PageProps; care: MyCare & Pick<Choices, "units">; changed: () => void }) {
  const homes = care.units;
  const [unit, setUnit] = useState(homes[0]?.unit ?? "");
  const [devices, setDevices] = useState(care.care?.devices.join(", ") ?? "");
  const [silence, setSilence] = useState(24);
  const [grid, setGrid] = useState(care.grids[0] ?? "");
  const [long, setLong] = useState(12);
  if (care.grids.length === 0 || homes.length === 0) {
    return <p>{say(orderTexts.careNobody)}</p>;
  }
  const make = async () => {
    const chosen = [...new Set(devices.split(/[\s,，、]+/).filter(Boolean))].sort();
    if (chosen.length === 0) {
      return say(orderTexts.careNone);
    }
    const until = now() + long * month;
    const body = { devices: chosen, grid, hours: String(silence), unit, until: String(until) };
    return orderAct("care.consent", body, say(orderTexts.careWords, silence, moment(until), chosen.join(", ")));
  };
  return (
    <>
      <Choice id="home" label={say(orderTexts.careHome)} value={unit} of={homesOf(homes)} choose={setUnit} />
      <label for="devices">{say(orderTexts.careDevices)}</label>
      <p class="small" id="devices-hint">
        {say(orderTexts.careDevicesHint)}
      </p>
      <input id="devices" aria-describedby="devices-hint" value={devices} onInput={(event) => setDevices(event.currentTarget.value)} />
      <label for="hours">{say(orderTexts.careHours)}</label>
      <select id="hours" value={silence} onChange={(event) => setSilence(Number(event.currentTarget.value))}>
        {hours.map((n) => (
          <option key={n} value={n}>
            {say(orderTexts.hours, n)}
          </option>
        ))}
      </select>
      <label for="grid">{say(orderTexts.careWho)}</label>
      <select id="grid" value={grid} onChange={(event) => setGrid(event.currentTarget.value)}>
        {care.grids.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
      <label for="long">{say(orderTexts.careUntil)}</label>
      <select id="long" value={long} onChange={(event) => setLong(Number(event.currentTarget.value))}>
        {months.map((n) => (
          <option key={n} value={n}>
            {say(orderTexts.months, n)}
          </option>
        ))}
      </select>
      <Sign of={of} label={say(orderTexts.careSign)} make={make} done={changed} />
    </>
  );
}
