// SPDX-License-Identifier: Apache-2.0

// What stands above every page of the desk: how many alarms are open, and the sound.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../../shared/language.ts";
import { Page } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { attended } from "../live.tsx";
import { Screens } from "../screens.tsx";
import { type Alarm, type Desk, deskApi } from "./api.ts";
import { every, type Polled, usePolled } from "./polled.ts";
import { isUrgent, ringOf } from "./ringing.ts";
import { ring, switchOff, switchOn } from "./sound.ts";
import { deskTexts } from "./texts.ts";
import { lasting } from "./words.ts";

export type DeskProps = PageProps & { desk: Desk; alarms: Polled<Alarm[]> };

const lostAfter = 10_000; // ms without an answer

// useWatch follows the alarms, and sounds. It goes on though nobody touches the page while the sound is on: that is what it is
// switched on for.
export function useWatch() {
  const [sound, setSound] = useState<"off" | "on" | "cannot">("off");
  const alarms = usePolled(deskApi.alarms, "alarms", sound === "on");
  const seen = useRef(Date.now());
  const [round, setRound] = useState(0);
  if (alarms.value && !alarms.fault) {
    seen.current = Date.now();
  }
  const gone = Date.now() - seen.current;
  const watching = sound === "on" || attended();
  const lost = watching && gone > lostAfter && alarms.fault !== undefined;
  useEffect(() => {
    const timer = setInterval(() => setRound((last) => last + 1), every);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    const kind = ringOf(alarms.value, lost, round);
    if (sound === "on" && kind) {
      ring(kind);
    }
  }, [round]);
  const turn = async () => {
    if (sound === "on") {
      await switchOff();
      setSound("off");
    } else {
      setSound((await switchOn()) ? "on" : "cannot");
    }
  };
  return { alarms, sound, turn, lost, watching, gone };
}

export type Watch = ReturnType<typeof useWatch>;

const open = (alarms: readonly Alarm[] = []): Alarm[] => alarms.filter((alarm) => alarm.open);

export function Bar({ watch: { alarms, sound, turn, lost, watching, gone } }: { watch: Watch }) {
  const all = open(alarms.value);
  const urgent = all.some((alarm) => isUrgent(alarm) && !alarm.acknowledged);
  const count = all.length === 1 ? say(deskTexts.openOne) : say(deskTexts.openSome, all.length);
  return (
    <div class={`watch ${urgent ? "urgent" : ""}`}>
      <p class="big" role="status">
        {all.length === 0 ? say(deskTexts.openNone) : <a href="#/desk">{count}</a>}
      </p>
      {lost && (
        <p class="note warn" role="alert">
          {say(deskTexts.lost, lasting(gone))}
        </p>
      )}
      {!watching && <p class="note warn">{say(deskTexts.paused)}</p>}
      <div class="sound">
        <p class="small">{say({ off: deskTexts.soundIsOff, on: deskTexts.soundIsOn, cannot: deskTexts.soundCannot }[sound])}</p>
        {sound !== "cannot" && (
          <button type="button" class={sound === "on" ? "button secondary" : "button"} onClick={turn}>
            {say(sound === "on" ? deskTexts.soundOff : deskTexts.soundOn)}
          </button>
        )}
      </div>
    </div>
  );
}

export const screens = {
  "": deskTexts.alarms,
  events: deskTexts.events,
  devices: deskTexts.devices,
  plan: deskTexts.plan,
  strangers: deskTexts.strangers,
  quarantine: deskTexts.quarantine,
  oracles: deskTexts.oracles,
} as const;

type DeskPageProps = { title: string; screen: string; first?: ComponentChildren; children: ComponentChildren };

// DeskPage is a page of the desk, with the ways to the others. first: what has to be seen before them.
export function DeskPage({ title, screen, first, children }: DeskPageProps) {
  return (
    <Page title={title}>
      {first}
      <Screens title={deskTexts.title} path="desk" screens={screens} here={screen} />
      {children}
    </Page>
  );
}
