// SPDX-License-Identifier: Apache-2.0

// The duty desk: what devices say, for the officers of the body whose server hears them.

import { say } from "../../shared/language.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { AlarmPage } from "./alarm.tsx";
import { Alarms } from "./alarms.tsx";
import { deskApi } from "./api.ts";
import { DevicePage } from "./device.tsx";
import { Devices } from "./devices.tsx";
import { Enrol } from "./enrol.tsx";
import { Events } from "./events.tsx";
import { Bar, type DeskProps, useWatch } from "./frame.tsx";
import { Oracles } from "./oracles.tsx";
import { PlanPage } from "./plan.tsx";
import { usePolled } from "./polled.ts";
import { Quarantine } from "./quarantine.tsx";
import { Strangers } from "./strangers.tsx";
import { deskTexts } from "./texts.ts";

export function Desk({ at, ...of }: PageProps & { at: readonly string[] }) {
  const watch = useWatch();
  const desk = usePolled(deskApi.desk, "desk");
  if (!desk.value) {
    return desk.fault ? <Fault fault={desk.fault} retry={desk.reload} /> : <Waiting />;
  }
  return (
    <>
      <Bar watch={watch} />
      {desk.value.oracle.enrolled !== "enrolled" && (
        <p class="note warn">
          {say(deskTexts.notEnrolled)} <a href="#/desk/oracles">{say(deskTexts.enrolOracle)}</a>
        </p>
      )}
      <Screen {...of} at={at} desk={desk.value} alarms={watch.alarms} />
    </>
  );
}

function Screen({ at, ...of }: DeskProps & { at: readonly string[] }) {
  const [screen, id = "", kind = ""] = at;
  switch (screen) {
    case "alarm":
      return <AlarmPage {...of} key={`${id} ${kind}`} id={id} kind={kind} />;
    case "events":
      return <Events {...of} key={id} device={id} />;
    case "devices":
      return <Devices {...of} />;
    case "device":
      return <DevicePage {...of} key={id} id={id} />;
    case "enrol":
      return <Enrol {...of} key={id} name={id} />;
    case "oracles":
      return <Oracles {...of} />;
    case "plan":
      return <PlanPage {...of} />;
    case "quarantine":
      return <Quarantine {...of} />;
    case "strangers":
      return <Strangers {...of} />;
    default:
      return <Alarms {...of} />;
  }
}
