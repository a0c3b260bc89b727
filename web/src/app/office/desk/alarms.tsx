// SPDX-License-Identifier: Apache-2.0

// The alarms, one of a device and kind. Each is acknowledged by itself, by a person.

import type { Community, Schema } from "../../shared/api.ts";
import { Back } from "../../shared/back.tsx";
import { say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { Waiting } from "../../shared/page.tsx";
import { Acknowledge } from "./acknowledge.tsx";
import type { Alarm } from "./api.ts";
import { DeskPage, type DeskProps } from "./frame.tsx";
import { isUrgent } from "./ringing.ts";
import { deskTexts } from "./texts.ts";
import { alarmText, clock, lasting, sentence } from "./words.ts";

export function Alarms(of: DeskProps) {
  const all = of.alarms.value;
  const over = all?.filter((alarm) => !alarm.open) ?? [];
  return (
    <DeskPage title={say(deskTexts.alarms)} screen="" first={<Cards {...of} list={all?.filter((alarm) => alarm.open) ?? []} />}>
      {!all && <Waiting />}
      {over.length > 0 && (
        <>
          <h2>{say(deskTexts.alarmsOver)}</h2>
          <Cards {...of} list={over} />
        </>
      )}
      <Back />
    </DeskPage>
  );
}

const Cards = ({ list, ...of }: DeskProps & { list: readonly Alarm[] }) => (
  <ul class="cards">
    {list.map((alarm) => (
      <AlarmCard key={`${alarm.device} ${alarm.kind} ${alarm.raised}`} {...of} alarm={alarm} linked />
    ))}
  </ul>
);

// officerName is who it was: by name if this body's store knows him, else by his body and passkey.
export const officerName = (community: Community, by: Schema["DeskOfficer"]): string =>
  say(["{0}（{1}）", "{0} ({1})"], by.name || `${by.credential.slice(0, 8)}…`, bodyName(community, by.body));

const stateOf = ({ open, active, acknowledged }: Alarm) => {
  if (!open) {
    return deskTexts.closed;
  }
  if (acknowledged) {
    return deskTexts.seen;
  }
  return active ? deskTexts.active : deskTexts.overNot;
};

// AlarmCard is an alarm, and what can be done about it; linked: it leads to the alarm's own page.
export function AlarmCard({ alarm, linked, ...of }: DeskProps & { alarm: Alarm; linked?: boolean }) {
  const waits = alarm.open && !alarm.acknowledged;
  const look = waits ? (isUrgent(alarm) ? "alarm calls urgent" : "alarm calls") : "alarm";
  return (
    <li class={`card ${look}`}>
      <h2 class="big">
        {sentence(alarmText(alarm.kind))} · <span class="nowrap">{alarm.place}</span>
      </h2>
      <p>
        <span class="stage">{say(stateOf(alarm))}</span> {sinceText(alarm)}
      </p>
      <Notes alarm={alarm} />
      <Times {...of} alarm={alarm} />
      {waits && <Acknowledge {...of} alarm={alarm} done={of.alarms.reload} />}
      {linked && (
        <p>
          <a href={`#/desk/alarm/${alarm.device}/${alarm.kind}`}>{say(deskTexts.details)}</a>
        </p>
      )}
    </li>
  );
}

const sinceText = ({ raised, cleared }: Alarm): string =>
  cleared
    ? say(deskTexts.lasted, clock(raised), lasting(cleared - raised))
    : say(deskTexts.since, clock(raised), lasting(Date.now() - raised));

// Notes is what whoever is on duty should do besides.
function Notes({ alarm }: { alarm: Alarm }) {
  const told = alarm.open && !alarm.acknowledged ? alarm.told : 0;
  return (
    <>
      {told > 0 && <p class="note warn">{say(told === 1 ? deskTexts.told1 : deskTexts.told2)}</p>}
      {alarm.back && <p class="note warn">{say(deskTexts.back)}</p>}
      {alarm.muted ? <p class="note">{say(deskTexts.muted, clock(alarm.muted))}</p> : null}
    </>
  );
}

function Times({ alarm, community }: DeskProps & { alarm: Alarm }) {
  return (
    <>
      {alarm.cleared && alarm.kind !== "sos" ? (
        <p class="sub">
          {say(deskTexts.cleared)}
          {say(["：", ": "])}
          {clock(alarm.cleared)}
        </p>
      ) : null}
      {alarm.acknowledged && alarm.acknowledgedBy ? (
        <p>{say(deskTexts.takenBy, officerName(community, alarm.acknowledgedBy), clock(alarm.acknowledged))}</p>
      ) : null}
    </>
  );
}
