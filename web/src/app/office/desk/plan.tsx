// SPDX-License-Identifier: Apache-2.0

// A plan of the estate, which an officer uploads, with the devices on it.

import { useState } from "preact/hooks";
import { Back } from "../../shared/back.tsx";
import { say } from "../../shared/language.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import { useTask } from "../../shared/task.ts";
import { type Device, deskApi, type Place } from "./api.ts";
import { statesOf } from "./devices.tsx";
import { DeskPage, type DeskProps } from "./frame.tsx";
import { type Polled, usePolled } from "./polled.ts";
import { deskTexts } from "./texts.ts";

export function PlanPage(of: DeskProps) {
  const plan = usePolled(deskApi.plan, "plan");
  const devices = usePolled(deskApi.devices, "devices");
  const [spot, setSpot] = useState({ x: 50, y: 50 });
  return (
    <DeskPage title={say(deskTexts.plan)} screen="plan">
      {plan.fault && !plan.value ? <Fault fault={plan.fault} retry={plan.reload} /> : null}
      {!plan.value && <Waiting />}
      {plan.value && !plan.value.hash && <p>{say(deskTexts.planNone)}</p>}
      {plan.value?.hash && (
        <>
          <p class="small">{say(deskTexts.planLead)}</p>
          <Drawing {...of} hash={plan.value.hash} places={plan.value.places} devices={devices.value ?? []} spot={setSpot} />
          <Put devices={devices.value ?? []} plan={plan} places={plan.value.places} spot={spot} setSpot={setSpot} />
        </>
      )}
      {plan.value && <Upload plan={plan} />}
      <Back to="desk" text={deskTexts.toDesk} />
    </DeskPage>
  );
}

type Spot = { x: number; y: number }; // per cent

type DrawingProps = DeskProps & { hash: string; places: readonly Place[]; devices: readonly Device[]; spot: (at: Spot) => void };

// look is how a device is drawn: an alarm before silence.
const look = ({ alarms, silent }: Device): string => {
  if (alarms.some((kind) => kind !== "silence")) {
    return "alarm";
  }
  return silent ? "silent" : "";
};

function Drawing({ community, hash, places, devices, spot }: DrawingProps) {
  const pick = (event: MouseEvent & { currentTarget: HTMLElement }) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const share = (at: number, size: number) => Math.round((1000 * Math.min(Math.max(at, 0), size)) / size) / 10;
    spot({ x: share(event.clientX - left, width), y: share(event.clientY - top, height) });
  };
  return (
    <div class="plan">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the numbers below do the same by keyboard */}
      <img src={deskApi.drawing(hash)} alt={say(deskTexts.planAlt)} onClick={pick} />
      {places.map(({ device: id, x, y }) => {
        const device = devices.find((one) => one.device === id && !one.withdrawn);
        return (
          device && (
            <a
              key={id}
              class={`mark ${look(device)}`}
              href={`#/desk/device/${id}`}
              style={{ left: `${x / 10}%`, top: `${y / 10}%` }}
              title={device.place}
              aria-label={say(
                deskTexts.planMark,
                `${id} ${device.place}`,
                statesOf(community, device)
                  .map((state) => state.text)
                  .join(" "),
              )}
            >
              <span>{id}</span>
            </a>
          )
        );
      })}
    </div>
  );
}

type PutProps = {
  devices: readonly Device[];
  places: readonly Place[];
  plan: Polled<unknown>;
  spot: Spot;
  setSpot: (at: Spot) => void;
};

// Put places a device by a click on the plan, or by numbers: whoever has no mouse gets as far.
function Put({ devices, places, plan, spot, setSpot }: PutProps) {
  const [id, setId] = useState("");
  const { busy, fault, run } = useTask();
  const put = () => run(() => deskApi.place({ device: id, x: Math.round(spot.x * 10), y: Math.round(spot.y * 10) }).then(plan.reload));
  const off = () => run(() => deskApi.unplace(id).then(plan.reload));
  const here = devices.filter((device) => device.mine && !device.withdrawn);
  return (
    <details>
      <summary>{say(deskTexts.planPlace)}</summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          put();
        }}
      >
        <label for="plan-device">{say(deskTexts.device)}</label>
        <select id="plan-device" required value={id} onChange={(event) => setId(event.currentTarget.value)}>
          <option value="">{say(deskTexts.choose)}</option>
          {here.map((device) => (
            <option key={device.device} value={device.device}>
              {device.place}（{device.device}）
            </option>
          ))}
        </select>
        <p class="hint">{say(deskTexts.planClick)}</p>
        {(["x", "y"] as const).map((axis) => (
          <div key={axis}>
            <label for={`plan-${axis}`}>{say(axis === "x" ? deskTexts.planX : deskTexts.planY)}</label>
            <input
              id={`plan-${axis}`}
              type="number"
              required
              min={0}
              max={100}
              step={0.1}
              value={spot[axis]}
              onInput={(event) => setSpot({ ...spot, [axis]: Number(event.currentTarget.value) })}
            />
          </div>
        ))}
        {fault && <Fault fault={fault} />}
        <p class="actions">
          <button type="submit" class="button" disabled={busy}>
            {say(deskTexts.planPut)}
          </button>
          {places.some((place) => place.device === id) && (
            <button type="button" class="button secondary" disabled={busy} onClick={off}>
              {say(deskTexts.planOff)}
            </button>
          )}
        </p>
      </form>
    </details>
  );
}

function Upload({ plan }: { plan: Polled<{ hash?: string }> }) {
  const [file, setFile] = useState<File>();
  const [kept, setKept] = useState(false);
  const { busy, fault, run } = useTask();
  const send = async () => {
    setKept(false);
    if (file) {
      await deskApi.draw(await file.text());
      setKept(true);
      plan.reload();
    }
  };
  return (
    <details open={!plan.value?.hash}>
      <summary>{say(deskTexts.planUpload)}</summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          run(send);
        }}
      >
        <label for="plan-file">{say(deskTexts.planUpload)}</label>
        <p class="hint" id="plan-hint">
          {say(deskTexts.planHint)}
        </p>
        <input
          id="plan-file"
          type="file"
          accept=".svg,image/svg+xml"
          required
          aria-describedby="plan-hint"
          onChange={(event) => setFile(event.currentTarget.files?.[0])}
        />
        {fault && <Fault fault={fault} />}
        <p role="status">{kept && say(deskTexts.planKept)}</p>
        <button type="submit" class="button secondary" disabled={busy}>
          {say(deskTexts.planSend)}
        </button>
      </form>
    </details>
  );
}
