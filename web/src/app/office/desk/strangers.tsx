// SPDX-License-Identifier: Apache-2.0

// Who knocked and was not let in.

import { transportPattern } from "../../../act/rules.ts";
import { Back } from "../../shared/back.tsx";
import { say } from "../../shared/language.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import { deskApi, type Stranger } from "./api.ts";
import { DeskPage, type DeskProps } from "./frame.tsx";
import { usePolled } from "./polled.ts";
import { deskTexts } from "./texts.ts";
import { clock, reasonText, sentence, transportText } from "./words.ts";

export function Strangers({ desk }: DeskProps) {
  const list = usePolled(deskApi.strangers, "strangers");
  return (
    <DeskPage title={say(deskTexts.strangers)} screen="strangers">
      <p>{say(deskTexts.strangersLead)}</p>
      {desk.dropped.strangers > 0 && <p class="note">{say(deskTexts.dropped, desk.dropped.strangers)}</p>}
      {list.fault && !list.value ? <Fault fault={list.fault} retry={list.reload} /> : null}
      {!list.value && <Waiting />}
      {list.value?.length === 0 && <p>{say(deskTexts.none)}</p>}
      <ul class="cards">
        {list.value?.map((stranger) => (
          <Item key={`${stranger.transport} ${stranger.client}`} stranger={stranger} />
        ))}
      </ul>
      <Back to="desk" text={deskTexts.toDesk} />
    </DeskPage>
  );
}

// canBeEnrolled says that a device may have a name.
const canBeEnrolled = ({ client, device }: Stranger): boolean => !device && new RegExp(`^${transportPattern}$`).test(client);

function Item({ stranger }: { stranger: Stranger }) {
  const { client, host, transport, device } = stranger;
  return (
    <li class="card">
      <h2>{client || "—"}</h2>
      <p>{sentence(reasonText(stranger.reason))}</p>
      <p class="sub">{say(deskTexts.strangerTimes, stranger.times, clock(stranger.first), clock(stranger.last))}</p>
      <p class="sub">
        {host ? say(deskTexts.strangerAt, transportText(transport), host) : transportText(transport)}
        {stranger.topic && ` · ${stranger.topic}`}
      </p>
      <p class="actions">
        {canBeEnrolled(stranger) && (
          <a
            class="button secondary"
            href={`#/desk/enrol/${encodeURIComponent(client)}`}
            aria-label={`${say(deskTexts.strangerEnrol)} ${client}`}
          >
            {say(deskTexts.strangerEnrol)}
          </a>
        )}
        {device && (
          <a class="button secondary" href={`#/desk/device/${device}`} aria-label={`${say(deskTexts.strangerDevice)} ${client}`}>
            {say(deskTexts.strangerDevice)}
          </a>
        )}
      </p>
    </li>
  );
}
