// SPDX-License-Identifier: Apache-2.0

// One device: how it is, what it said, what it is told, what it connects with, and its end.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { int } from "../../../act/act.ts";
import type { Bodies } from "../../../act/body.ts";
import { Back } from "../../shared/back.tsx";
import { now } from "../../shared/clock.ts";
import { moment, say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import { GateOf } from "../parking/gates.tsx";
import { JoinWaiting, usePending } from "../signing/pending.tsx";
import { SignAct } from "../signing/signing.tsx";
import { officerName } from "./alarms.tsx";
import { type Command, type Device, deskApi } from "./api.ts";
import { CredentialForm } from "./credential.tsx";
import { statesOf } from "./devices.tsx";
import { clockText, EventTable } from "./events.tsx";
import { DeskPage, type DeskProps } from "./frame.tsx";
import { ListForm } from "./list.tsx";
import { usePolled } from "./polled.ts";
import { deskTexts } from "./texts.ts";
import { alarmText, classes, clock, commandText, kindText, lasting, outcomeText, profileText } from "./words.ts";

type DeviceProps = DeskProps & { device: Device; changed: () => void };

export function DevicePage({ id, ...of }: DeskProps & { id: string }) {
  const detail = usePolled(() => deskApi.device(id), id);
  if (!detail.value) {
    return detail.fault ? <Fault fault={detail.fault} retry={detail.reload} /> : <Waiting />;
  }
  const { device, given } = detail.value;
  const all = { ...of, device, changed: detail.reload };
  const heard = device.mine && !device.withdrawn;
  return (
    <DeskPage title={device.place} screen="devices">
      <p class="lead">
        {statesOf(of.community, device).map((state) => (
          <span key={state.text} class={state.bad ? "error" : ""}>
            {state.text}{" "}
          </span>
        ))}
      </p>
      {device.alarms.map((kind) => (
        <p key={kind}>
          <a href={`#/desk/alarm/${id}/${kind}`}>{alarmText(kind)}</a>
        </p>
      ))}
      <Facts {...all} />
      {heard && device.commands.length > 0 && <Commands {...all} given={given} />}
      {heard && device.commands.includes("list") && <GateOf device={id} />}
      {device.mine && <Latest id={id} />}
      {heard && (
        <>
          <h2>{say(deskTexts.credential)}</h2>
          <CredentialForm device={device} changed={detail.reload} />
        </>
      )}
      {!device.withdrawn && <Withdraw {...all} />}
      <Back to="desk/devices" text={deskTexts.devices} />
    </DeskPage>
  );
}

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function Facts({ device, community }: DeviceProps) {
  return (
    <dl class="facts">
      <Fact name={say(deskTexts.heardAt)}>{device.heard ? clock(device.heard) : say(deskTexts.neverHeard)}</Fact>
      {device.heard ? <Fact name={say(deskTexts.clockIs)}>{clockText(device.clock ?? 0) || say(deskTexts.clockRight)}</Fact> : null}
      {device.battery !== undefined && <Fact name={say(deskTexts.battery)}>{device.battery} %</Fact>}
      <Fact name={say(deskTexts.every)}>{device.every ? lasting(device.every * 1000) : say(deskTexts.never)}</Fact>
      <Fact name={say(deskTexts.device)}>{device.device}</Fact>
      <Fact name={say(deskTexts.transport)}>{device.transport}</Fact>
      <Fact name={say(deskTexts.profile)}>{profileText(device.profile)}</Fact>
      <Fact name={say(deskTexts.class)}>{say(classes[device.class] ?? [device.class, device.class])}</Fact>
      <Fact name={say(deskTexts.kinds)}>{device.kinds.map(kindText).join(say(["、", ", "]))}</Fact>
      <Fact name={say(deskTexts.hearer)}>{bodyName(community, device.body)}</Fact>
    </dl>
  );
}

const commandFor = 10; // minutes

function Commands({ device, given, changed, ...of }: DeviceProps & { given: readonly Command[] }) {
  const [body, setBody] = useState<Bodies["command.give"]>();
  const [round, setRound] = useState(0);
  const draft = (command: string) => {
    setRound(round + 1);
    setBody({ arguments: "", command, device: device.device, expires: int(now() + commandFor * 60) });
  };
  return (
    <>
      <h2>{say(deskTexts.commands)}</h2>
      <p class="small">{say(deskTexts.commandLead, commandFor)}</p>
      <p class="actions">
        {device.commands
          .filter((command) => command !== "list")
          .map((command) => (
            <button key={command} type="button" class="button secondary" onClick={() => draft(command)}>
              {commandText(command)}
            </button>
          ))}
      </p>
      {body && (
        <SignAct
          {...of}
          key={round}
          type="command.give"
          body={body}
          label={commandText(body.command)}
          done={changed}
          back={() => setBody(undefined)}
        />
      )}
      {device.commands.includes("list") && <ListForm {...of} device={device} minutes={commandFor} changed={changed} />}
      {given.length > 0 && (
        <>
          <h3>{say(deskTexts.given)}</h3>
          <ul class="steps">
            {given.map((command) => (
              <li key={command.act} class={command.outcome ? "done" : "current"}>
                <span>
                  {commandText(command.command)} · {command.outcome ? outcomeText(command.outcome) : say(deskTexts.onWay)}
                </span>
                <span class="sub">
                  {" "}
                  {moment(command.given)} · {officerName(of.community, command.by)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const latest = 10; // events

function Latest({ id }: { id: string }) {
  const list = usePolled(() => deskApi.events({ device: id }), id);
  return (
    <>
      <h2>{say(deskTexts.latest)}</h2>
      {list.value ? <EventTable events={list.value.items.slice(0, latest)} /> : <Waiting />}
      <p>
        <a href={`#/desk/events/${id}`}>{say(deskTexts.allOfIt)}</a>
      </p>
    </>
  );
}

function Withdraw({ device, changed, ...of }: DeviceProps) {
  const pending = usePending(of);
  const body = { device: device.device };
  const done = () => {
    pending.reload();
    changed();
  };
  return (
    <JoinWaiting {...of} list={pending} type="device.withdraw" same={(other) => other.device === device.device} done={done}>
      <details>
        <summary>{say(deskTexts.withdraw)}</summary>
        <p>{say(deskTexts.withdrawLead)}</p>
        <SignAct {...of} type="device.withdraw" body={body} alone={device.mine} done={done} />
      </details>
    </JoinWaiting>
  );
}
