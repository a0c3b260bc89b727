// SPDX-License-Identifier: Apache-2.0

// What devices say, as it comes, with its three times.

import { useState } from "preact/hooks";
import { Back } from "../../shared/back.tsx";
import { china } from "../../shared/clock.ts";
import { say } from "../../shared/language.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import { Scroll } from "../../shared/scroll.tsx";
import { type DeviceEvent, deskApi, type Search } from "./api.ts";
import { DeskPage, type DeskProps } from "./frame.tsx";
import { usePolled } from "./polled.ts";
import { deskTexts } from "./texts.ts";
import { clock, kindText, lasting, valuesText } from "./words.ts";

export function Events({ device, ...of }: DeskProps & { device: string }) {
  const [search, setSearch] = useState<Search>({ device });
  const list = usePolled(() => deskApi.events(search), JSON.stringify(search));
  const next = list.value?.next;
  return (
    <DeskPage title={say(deskTexts.events)} screen="events">
      <Filter {...of} search={search} set={setSearch} />
      {list.fault && !list.value ? <Fault fault={list.fault} retry={list.reload} /> : null}
      <p class="small">
        {of.desk.waiting > 0 && `${say(deskTexts.waiting, of.desk.waiting)} · `}
        {!search.before && say(deskTexts.live)}
      </p>
      {list.value ? <EventTable events={list.value.items} /> : <Waiting />}
      <p class="actions">
        {search.before ? (
          <button type="button" class="button secondary" onClick={() => setSearch({ ...search, before: 0 })}>
            {say(deskTexts.newest)}
          </button>
        ) : null}
        {next ? (
          <button type="button" class="button secondary" onClick={() => setSearch({ ...search, before: next })}>
            {say(deskTexts.earlier)}
          </button>
        ) : null}
      </p>
      <Back to="desk" text={deskTexts.toDesk} />
    </DeskPage>
  );
}

// milliseconds are those of a field of date and time; 0 if it is empty.
const milliseconds = (field: string): number => (field ? china(field) * 1000 : 0);

function Filter({ desk, search, set }: DeskProps & { search: Search; set: (search: Search) => void }) {
  const devices = usePolled(deskApi.devices, "devices");
  const [device, setDevice] = useState(search.device ?? "");
  const [kind, setKind] = useState("");
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  return (
    <details open={search.device !== ""}>
      <summary>{say(deskTexts.find)}</summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          set({ device, kind, from: milliseconds(from), until: milliseconds(until) });
        }}
      >
        <label for="of-device">{say(deskTexts.device)}</label>
        <select id="of-device" value={device} onChange={(event) => setDevice(event.currentTarget.value)}>
          <option value="">{say(deskTexts.allDevices)}</option>
          {devices.value?.map((one) => (
            <option key={one.device} value={one.device}>
              {one.place}（{one.device}）
            </option>
          ))}
        </select>
        <label for="of-kind">{say(deskTexts.kind)}</label>
        <select id="of-kind" value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
          <option value="">{say(deskTexts.allKinds)}</option>
          {desk.kinds.map((one) => (
            <option key={one} value={one}>
              {kindText(one)}
            </option>
          ))}
        </select>
        <label for="of-from">{say(deskTexts.from)}</label>
        <input id="of-from" type="datetime-local" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
        <label for="of-until">{say(deskTexts.until)}</label>
        <input id="of-until" type="datetime-local" value={until} onInput={(event) => setUntil(event.currentTarget.value)} />
        <button type="submit" class="button secondary">
          {say(deskTexts.find)}
        </button>
      </form>
    </details>
  );
}

const noticed = 2000; // ms by which a clock may be off and nobody is told

export function clockText(ms: number): string {
  if (Math.abs(ms) < noticed) {
    return "";
  }
  return say(ms > 0 ? deskTexts.clockOff : deskTexts.clockSlow, lasting(Math.abs(ms)));
}

export function EventTable({ events }: { events: readonly DeviceEvent[] }) {
  if (events.length === 0) {
    return <p>{say(deskTexts.none)}</p>;
  }
  return (
    <Scroll label={say(deskTexts.events)}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say(deskTexts.received)}</th>
            <th scope="col">{say(deskTexts.device)}</th>
            <th scope="col">{say(deskTexts.kind)}</th>
            <th scope="col">{say(deskTexts.happened)}</th>
            <th scope="col">{say(deskTexts.logged)}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <Row key={event.id} event={event} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Row({ event }: { event: DeviceEvent }) {
  return (
    <tr>
      <td>{clock(event.received)}</td>
      <td>
        <a href={`#/desk/device/${event.device}`}>{event.place || event.device}</a>
        <br />
        <span class="small">
          {event.device} · {event.class}
        </span>
      </td>
      <td>
        {kindText(event.kind)}
        <br />
        <span class="small">
          {valuesText(event.values)}
          {event.replaces && ` (${say(deskTexts.corrects)})`}
        </span>
      </td>
      <td>
        {clock(event.happened)}
        <br />
        <span class="small">{clockText(event.clock)}</span>
      </td>
      <td>
        {event.index === undefined ? (
          say(deskTexts.loggedNot)
        ) : (
          <>
            {event.logged ? clock(event.logged) : ""} {say(deskTexts.loggedAt, event.index + 1)}
            <br />
            <a href={deskApi.proof(event.id)} download>
              {say(deskTexts.proof)}
            </a>
          </>
        )}
      </td>
    </tr>
  );
}
