// SPDX-License-Identifier: Apache-2.0

// Whom a gate lets in by itself: the plates are kept on this server, and the command that is signed has a commitment to them.

import { useState } from "preact/hooks";
import { int } from "../../../act/act.ts";
import type { Bodies } from "../../../act/body.ts";
import { guests as most } from "../../shared/bounds.gen.ts";
import { now } from "../../shared/clock.ts";
import { say } from "../../shared/language.ts";
import { Fault } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useTask } from "../../shared/task.ts";
import { valid } from "../field-fault.ts";
import { SignAct } from "../signing/signing.tsx";
import { type Device, deskApi } from "./api.ts";
import { dayOf, endOf, read } from "./guests.ts";
import { deskTexts } from "./texts.ts";
import { commandText } from "./words.ts";

const year = 365 * 86_400; // seconds

// minutes: how long the command holds.
export function ListForm({ device, minutes, changed, ...of }: PageProps & { device: Device; minutes: number; changed: () => void }) {
  const [text, setText] = useState("");
  const [day, setDay] = useState("");
  const [body, setBody] = useState<Bodies["command.give"]>();
  const { busy, fault, run } = useTask();
  const { plates, bad } = read(text);
  const keep = async () => {
    const from = now() * 1000;
    const until = endOf(day);
    const kept = await deskApi.keepList(
      device.device,
      plates.map((plate) => ({ plate, from, until })),
    );
    setBody({ ...kept, command: "list", device: device.device, expires: int(now() + minutes * 60) });
  };
  const edit = (set: (value: string) => void) => (event: { currentTarget: { value: string } }) => {
    set(event.currentTarget.value);
    setBody(undefined); // which is of the list as it was
  };
  return (
    <details>
      <summary>{say(deskTexts.list)}</summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          run(keep);
        }}
      >
        <p class="small">{say(deskTexts.listLead)}</p>
        <label for="plates">{say(deskTexts.plates)}</label>
        <textarea
          id="plates"
          required
          rows={6}
          spellcheck={false}
          aria-describedby="plates-read"
          ref={valid(wrong(plates, bad))}
          value={text}
          onInput={edit(setText)}
        />
        <p class="hint" id="plates-read" role="status">
          {say(deskTexts.platesRead, plates.length)} {wrong(plates, bad)}
        </p>
        <label for="last-day">{say(deskTexts.lastDay)}</label>
        <input id="last-day" type="date" required min={dayOf(now())} max={dayOf(now() + year)} value={day} onInput={edit(setDay)} />
        {fault && <Fault fault={fault} />}
        <button type="submit" class="button secondary" disabled={busy}>
          {say(deskTexts.listCheck)}
        </button>
      </form>
      {body && (
        <SignAct
          {...of}
          key={body.arguments}
          type="command.give"
          body={body}
          label={commandText(body.command)}
          done={changed}
          back={() => setBody(undefined)}
        />
      )}
    </details>
  );
}

// wrong says what is wrong with what was written, if anything is.
function wrong(plates: readonly string[], bad: readonly string[]): string {
  if (bad.length > 0) {
    return say(deskTexts.platesBad, bad.join(say(["、", ", "])));
  }
  return plates.length > most ? say(deskTexts.platesMany, most) : "";
}
