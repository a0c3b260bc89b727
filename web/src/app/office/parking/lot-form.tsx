// SPDX-License-Identifier: Apache-2.0

// Setting up a car park: its name, and which of the body's devices are its gates, and which way.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { hex, randomBytes } from "../../../encoding.ts";
import { say } from "../../shared/language.ts";
import { Fault, useLoaded, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { type Device, deskApi } from "../desk/api.ts";
import { Choice } from "../orders/choice.tsx";
import { JoinWaiting, type Pending } from "../signing/pending.tsx";
import { SignAct } from "../signing/signing.tsx";
import type { Lot } from "./api.ts";
import { officeParkingTexts as own } from "./texts.ts";

export type LotFormProps = PageProps & { pending: Pending; done: () => void };

type Way = Lot["gates"][number]["way"];
type Ways = { [device: string]: Way | "" };

const waysOf = (lot: Lot | undefined): Ways => Object.fromEntries((lot?.gates ?? []).map(({ device, way }) => [device, way]));

// gatesOf are those that were chosen, in the order that the act has to have.
const gatesOf = (ways: Ways) =>
  Object.keys(ways)
    .filter((device) => ways[device])
    .sort()
    .map((device) => ({ device, way: ways[device] as Way }));

// muteOf are the places of gates that are set as both ways and do not say which one a car goes: bookings would learn nothing of them.
const muteOf = (devices: readonly Device[], ways: Ways): string[] =>
  devices.filter((one) => ways[one.device] === "unknown" && !one.ways).map(({ place }) => place);

// untrustedOf are those of gates whose word no booking takes, since anybody could have said it (contract/parking).
const untrustedOf = (devices: readonly Device[], ways: Ways): string[] =>
  devices.filter((one) => ways[one.device] && one.class === "T0").map(({ place }) => place);

const joined = (places: readonly string[]): string => places.join(say(["、", ", "]));

export function LotForm({ lot, pending, done, ...of }: LotFormProps & { lot?: Lot }) {
  const [id] = useState(() => lot?.lot ?? `lot-${hex(randomBytes(4))}`);
  const [name, setName] = useState(lot?.name ?? "");
  const [ways, setWays] = useState<Ways>(() => waysOf(lot));
  const [body, setBody] = useState<Bodies["lot.set"]>();
  const mine = of.me.session.body ?? "";
  const devices = useLoaded(() => (of.me.session.desk ? deskApi.devices() : Promise.resolve([])), "");
  const [mute, untrusted] = [muteOf(devices.value ?? [], ways), untrustedOf(devices.value ?? [], ways)];
  const same = ({ lot: other, name: called }: { [member: string]: unknown }) => (lot ? other === lot.lot : called === name.trim());
  return (
    <JoinWaiting {...of} list={pending} type="lot.set" same={same} done={done}>
      {body ? (
        <SignAct {...of} type="lot.set" body={body} done={done} back={() => setBody(undefined)} />
      ) : (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            setBody({ body: mine, gates: gatesOf(ways), lot: id, name: name.trim() });
          }}
        >
          <label for={`name-${id}`}>{say(own.lotName)}</label>
          <input
            id={`name-${id}`}
            required
            maxLength={40}
            pattern=".*\S.*"
            autocomplete="off"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          {devices.fault ? <Fault fault={devices.fault} retry={devices.reload} /> : null}
          {!devices.value && !devices.fault && <Waiting />}
          {devices.value && <Gates {...of} devices={devices.value} ways={ways} choose={setWays} />}
          {mute.length > 0 && <Fault fault={say(own.mute, joined(mute))} />}
          {untrusted.length > 0 && <p class="note warn">{say(own.untrusted, joined(untrusted))}</p>}
          <button type="submit" class="button" disabled={mute.length > 0}>
            {say(own.check)}
          </button>
        </form>
      )}
    </JoinWaiting>
  );
}

type GatesProps = PageProps & { devices: readonly Device[]; ways: Ways; choose: (ways: Ways) => void };

function Gates({ me, devices, ways, choose }: GatesProps) {
  const good = devices.filter(({ body, withdrawn }) => body === me.session.body && !withdrawn);
  const gone = Object.keys(ways).filter((id) => !good.some(({ device }) => device === id));
  const gates = [...good, ...gone.map((device): Pick<Device, "device" | "place"> => ({ device, place: say(own.gone) }))];
  return (
    <fieldset>
      <legend>{say(own.lotGates)}</legend>
      {gates.length === 0 && <p class="note">{say(own.noDevices)}</p>}
      {gates.map(({ device, place }) => (
        <div class="stack" key={device}>
          <Choice<Way | "">
            id={`gate-${device}`}
            label={`${device} · ${place}`}
            value={ways[device] ?? ""}
            options={[
              ["", say(own.notGate)],
              ["in", say(own.in)],
              ["out", say(own.out)],
              ["unknown", say(own.unknown)],
            ]}
            choose={(way) => choose({ ...ways, [device]: way })}
          />
        </div>
      ))}
    </fieldset>
  );
}
