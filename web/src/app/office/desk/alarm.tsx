// SPDX-License-Identifier: Apache-2.0

import { Back } from "../../shared/back.tsx";
import { Evidence } from "../../shared/evidence-button.tsx";
import { say } from "../../shared/language.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import { AlarmCard, officerName } from "./alarms.tsx";
import { deskApi } from "./api.ts";
import { DeskPage, type DeskProps } from "./frame.tsx";
import { usePolled } from "./polled.ts";
import { deskTexts } from "./texts.ts";
import { alarmText, clock, sentence } from "./words.ts";

export function AlarmPage({ id, kind, ...of }: DeskProps & { id: string; kind: string }) {
  const detail = usePolled(() => deskApi.alarm(id, kind), `${id} ${kind}`);
  const { value } = detail;
  if (!value) {
    return detail.fault ? <Fault fault={detail.fault} retry={detail.reload} /> : <Waiting />;
  }
  return (
    <DeskPage title={sentence(alarmText(kind))} screen="">
      <ul class="cards">
        <AlarmCard {...of} alarms={{ ...of.alarms, reload: detail.reload }} alarm={value.alarm} />
      </ul>
      <h2>{say(deskTexts.history)}</h2>
      <ul class="steps">
        {value.history.map((event) => (
          <li key={event.id} class={event.values.active === "false" || event.acknowledged ? "done" : "current"}>
            <span>
              {say(event.values.active === "false" ? deskTexts.cleared : deskTexts.raised)} {clock(event.received)}
            </span>
            {event.acknowledged && event.acknowledgedBy ? (
              <span class="sub">{say(deskTexts.takenBy, officerName(of.community, event.acknowledgedBy), clock(event.acknowledged))}</span>
            ) : null}
          </li>
        ))}
      </ul>
      <p>
        <a href={`#/desk/device/${id}`}>
          {say(deskTexts.device)} {id}
        </a>
      </p>
      <Evidence community={of.community.community} of="event" id={value.alarm.event} />
      <Back to="desk" text={deskTexts.toDesk} />
    </DeskPage>
  );
}
