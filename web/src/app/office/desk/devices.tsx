// SPDX-License-Identifier: Apache-2.0

// The devices, and how each is.

import { useState } from "preact/hooks";
import type { Community } from "../../shared/api.ts";
import { Back } from "../../shared/back.tsx";
import { moment, say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import { bridgeOf, type Device, deskApi } from "./api.ts";
import { DeskPage, type DeskProps } from "./frame.tsx";
import { usePolled } from "./polled.ts";
import { deskTexts } from "./texts.ts";
import { alarmText, lasting, sentence } from "./words.ts";

export function Devices({ community }: DeskProps) {
  const list = usePolled(deskApi.devices, "devices");
  const [all, setAll] = useState(false);
  const shown = list.value?.filter((device) => all || !device.withdrawn);
  return (
    <DeskPage title={say(deskTexts.devices)} screen="devices">
      <p class="actions">
        <a class="button" href="#/desk/enrol">
          {say(deskTexts.enrol)}
        </a>
      </p>
      {list.fault && !list.value ? <Fault fault={list.fault} retry={list.reload} /> : null}
      {!list.value && <Waiting />}
      {shown?.length === 0 && <p>{say(deskTexts.none)}</p>}
      <ul class="cards">
        {shown?.map((device) => (
          <li key={device.device}>
            <a class="card" href={`#/desk/device/${device.device}`}>
              <strong>{device.place}</strong>
              <span class="sub">{device.device}</span>
              <span class="sub">
                {statesOf(community, device).map((state) => (
                  <span key={state.text} class={state.bad ? "error" : ""}>
                    {state.text}{" "}
                  </span>
                ))}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {list.value?.some((device) => device.withdrawn) && (
        <label class="choice">
          <input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
          {say(deskTexts.showWithdrawn)}
        </label>
      )}
      <Back to="desk" text={deskTexts.toDesk} />
    </DeskPage>
  );
}

type State = { text: string; bad?: boolean };

// statesOf is how a device is, what is wrong first.
export function statesOf(community: Community, device: Device): State[] {
  if (device.withdrawn) {
    return [{ text: say(deskTexts.withdrawn) }];
  }
  if (!device.mine) {
    return [{ text: say(deskTexts.ofOther, bodyName(community, device.body)) }];
  }
  const states: State[] = device.alarms.map((kind) => ({ text: say(["{0}！", "{0}!"], sentence(alarmText(kind))), bad: true }));
  if (device.silent && !device.alarms.includes("silence")) {
    states.push({ text: say(deskTexts.silent), bad: true });
  }
  if (device.window === "missed") {
    states.push({ text: say(deskTexts.windowMissed), bad: true });
  } else if (device.window === "open") {
    states.push({ text: say(deskTexts.windowOpen, moment(device.until)) });
  } else if (device.window === "ahead") {
    states.push({ text: say(deskTexts.windowAhead, moment(device.from)) });
  }
  if (!device.credential && !bridgeOf(device) && device.window !== "missed") {
    states.push({ text: say(deskTexts.noCredential), bad: !device.heard });
  }
  if (device.heard) {
    states.push({ text: say(deskTexts.heard, lasting(Date.now() - device.heard)) });
  }
  return states;
}
