// SPDX-License-Identifier: Apache-2.0

// Messages that were not understood or not believed.

import { useState } from "preact/hooks";
import { Back } from "../../shared/back.tsx";
import { moment, say } from "../../shared/language.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import { deskApi, type Message } from "./api.ts";
import { DeskPage, type DeskProps } from "./frame.tsx";
import { usePolled } from "./polled.ts";
import { deskTexts } from "./texts.ts";
import { clock, sentence, transportText } from "./words.ts";

export function Quarantine({ desk, me }: DeskProps) {
  const [before, setBefore] = useState(0);
  const list = usePolled(() => deskApi.quarantine(before), String(before));
  const next = list.value?.next;
  return (
    <DeskPage title={say(deskTexts.quarantine)} screen="quarantine">
      <p>{say(deskTexts.quarantineLead)}</p>
      {desk.dropped.quarantine > 0 && <p class="note">{say(deskTexts.dropped, desk.dropped.quarantine)}</p>}
      {list.fault && !list.value ? <Fault fault={list.fault} retry={list.reload} /> : null}
      {!list.value && <Waiting />}
      {list.value?.items.length === 0 && <p>{say(deskTexts.none)}</p>}
      <ul class="cards">
        {list.value?.items.map((message) => (
          <Item key={message.record} message={message} registered={me.session.registeredHere ?? false} />
        ))}
      </ul>
      <p class="actions">
        {before > 0 && (
          <button type="button" class="button secondary" onClick={() => setBefore(0)}>
            {say(deskTexts.newest)}
          </button>
        )}
        {next ? (
          <button type="button" class="button secondary" onClick={() => setBefore(next)}>
            {say(deskTexts.earlier)}
          </button>
        ) : null}
      </p>
      <Back to="desk" text={deskTexts.toDesk} />
    </DeskPage>
  );
}

function Item({ message, registered }: { message: Message; registered: boolean }) {
  return (
    <li class="card">
      <h2>{sentence(say([message.why.zh, message.why.en]))}</h2>
      <p>
        {message.device ? <a href={`#/desk/device/${message.device}`}>{message.client}</a> : message.client} · {clock(message.received)}
      </p>
      <p class="sub">
        {transportText(message.transport)}
        {message.topic && ` · ${message.topic}`} · {message.code} · {say(deskTexts.expires, moment(message.expires / 1000))}
      </p>
      <details>
        <summary>{say(deskTexts.raw)}</summary>
        {registered ? (
          <>
            <p>{say(deskTexts.rawLead)}</p>
            <p class="actions">
              <a class="button secondary" href={deskApi.message(message.record)} download>
                {say(deskTexts.raw)}
              </a>
            </p>
          </>
        ) : (
          <p>{say(deskTexts.rawNot)}</p>
        )}
      </details>
    </li>
  );
}
