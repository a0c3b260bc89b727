// SPDX-License-Identifier: Apache-2.0

// Enrolling a device: two bodies say what it is, what it may say, and when it has to speak for the first time.

import { useState } from "preact/hooks";
import { int } from "../../../act/act.ts";
import type { Bodies } from "../../../act/body.ts";
import { deviceName, idPattern, transportPattern } from "../../../act/rules.ts";
import { Back } from "../../shared/back.tsx";
import { now } from "../../shared/clock.ts";
import { say, type Text } from "../../shared/language.ts";
import { Page } from "../../shared/page.tsx";
import { valid } from "../field-fault.ts";
import { JoinWaiting, usePending } from "../signing/pending.tsx";
import { SignAct } from "../signing/signing.tsx";
import type { DeskProps } from "./frame.tsx";
import { deviceKey } from "./key.ts";
import { presets } from "./presets.ts";
import { deskTexts } from "./texts.ts";
import { classes, commandText, kindText, profileText } from "./words.ts";

type Body = Bodies["device.enrol"];
type Class = Body["class"];

export function Enrol({ name, ...of }: DeskProps & { name: string }) {
  const pending = usePending(of);
  const [body, setBody] = useState<Body>();
  const [signed, setSigned] = useState(false);
  const left = () => {
    setSigned(true);
    pending.reload();
  };
  return (
    <Page title={say(deskTexts.enrol)}>
      <p>{say(deskTexts.enrolLead)}</p>
      <JoinWaiting {...of} list={pending} type="device.enrol" same={(other) => other.transport === (body?.transport ?? name)} done={left}>
        {body && <SignAct {...of} type="device.enrol" body={body} done={left} back={() => setBody(undefined)} />}
        <div hidden={body !== undefined}>
          <Form {...of} name={name} give={setBody} />
        </div>
      </JoinWaiting>
      {signed && <p class="note">{say(deskTexts.enrolled)}</p>}
      <Back to="desk/devices" text={deskTexts.devices} />
    </Page>
  );
}

// What is filled in.
type Draft = Omit<Body, "body" | "from" | "until" | "every"> & { every: number; hours: number };

const empty = (name: string): Draft => ({
  class: "T0",
  commands: [],
  device: idOf(name),
  every: 86_400,
  hours: 24,
  key: "",
  kinds: [],
  place: "",
  profile: "",
  transport: name,
});

// idOf is an id that a name suggests.
export const idOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 63);

const early = 60; // seconds: clocks of bodies differ

// bodyOf is the act's body; undefined as long as something is missing.
export function bodyOf(draft: Draft, body: string, at: number): Body | undefined {
  const { hours, every, key: pasted, ...rest } = draft;
  const signs = draft.class === "T2" || draft.class === "T3";
  const key = signs ? deviceKey(pasted) : "";
  if (key === undefined || draft.kinds.length === 0) {
    return undefined;
  }
  return {
    ...rest,
    body,
    commands: [...draft.commands].sort(),
    every: int(every),
    from: int(at - early),
    key,
    kinds: [...draft.kinds].sort(),
    place: draft.place.trim(),
    until: int(at + hours * 3600),
  };
}

type FormProps = { draft: Draft; set: (change: Partial<Draft>) => void };

function Form({ name, give, desk, me }: DeskProps & { name: string; give: (body: Body) => void }) {
  const [draft, setDraft] = useState(empty(name));
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const takes = desk.profiles.find((profile) => profile.name === draft.profile)?.commands ?? [];
  const choose = (preset: string) => {
    const { kinds = [], commands = [], every = 0 } = presets[preset] ?? {};
    set({ kinds: [...kinds], commands: [...commands], every });
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const body = bodyOf(
          { ...draft, commands: draft.commands.filter((command) => takes.includes(command)) },
          me.session.body ?? "",
          now(),
        );
        if (body) {
          give(body);
        }
      }}
    >
      <Who draft={draft} set={set} />
      <label for="profile">{say(deskTexts.profileOf)}</label>
      <select id="profile" required value={draft.profile} onChange={(event) => set({ profile: event.currentTarget.value })}>
        <option value="">{say(deskTexts.choose)}</option>
        {desk.profiles.map((profile) => (
          <option key={profile.name} value={profile.name}>
            {profileText(profile.name)}
          </option>
        ))}
      </select>
      <label for="what">{say(deskTexts.what)}</label>
      <p class="hint" id="what-hint">
        {say(deskTexts.whatHint)}
      </p>
      <select id="what" required aria-describedby="what-hint" onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{say(deskTexts.choose)}</option>
        {Object.entries(presets).map(([id, preset]) => (
          <option key={id} value={id}>
            {say(preset.name)}
          </option>
        ))}
      </select>
      <Kinds draft={draft} set={set} all={desk.kinds} />
      {takes.length > 0 && (
        <Choices
          legend={deskTexts.commandsOf}
          all={takes}
          name={commandText}
          chosen={draft.commands}
          set={(commands) => set({ commands })}
        />
      )}
      <Trust draft={draft} set={set} />
      <Times draft={draft} set={set} />
      <button type="submit" class="button">
        {say(deskTexts.check)}
      </button>
    </form>
  );
}

function Who({ draft, set }: FormProps) {
  const rename = (transport: string) => set({ transport, ...(draft.device === idOf(draft.transport) ? { device: idOf(transport) } : {}) });
  return (
    <>
      <label for="place">{say(deskTexts.placeOf)}</label>
      <p class="hint" id="place-hint">
        {say(deskTexts.placeHint)}
      </p>
      <input
        id="place"
        required
        maxLength={deviceName}
        aria-describedby="place-hint"
        value={draft.place}
        onInput={(event) => set({ place: event.currentTarget.value })}
      />
      <label for="transport">{say(deskTexts.nameOf)}</label>
      <p class="hint" id="transport-hint">
        {say(deskTexts.nameHint)}
      </p>
      <input
        id="transport"
        required
        autocapitalize="none"
        spellcheck={false}
        pattern={transportPattern}
        title={say(deskTexts.nameHint)}
        aria-describedby="transport-hint"
        value={draft.transport}
        onInput={(event) => rename(event.currentTarget.value)}
      />
      <label for="device-id">{say(deskTexts.idOf)}</label>
      <p class="hint" id="device-id-hint">
        {say(deskTexts.idHint)}
      </p>
      <input
        id="device-id"
        required
        autocapitalize="none"
        spellcheck={false}
        pattern={idPattern}
        title={say(deskTexts.idHint)}
        aria-describedby="device-id-hint"
        value={draft.device}
        onInput={(event) => set({ device: event.currentTarget.value })}
      />
    </>
  );
}

type ChoicesProps = {
  legend: Text;
  all: readonly string[];
  name: (one: string) => string;
  chosen: readonly string[];
  set: (chosen: string[]) => void;
};

const toggled = (chosen: readonly string[], one: string, on: boolean): string[] =>
  on ? [...chosen, one] : chosen.filter((other) => other !== one);

function Choices({ legend, all, name, chosen, set }: ChoicesProps) {
  return (
    <fieldset>
      <legend>{say(legend)}</legend>
      {all.map((one) => (
        <Choice key={one} text={name(one)} on={chosen.includes(one)} set={(on) => set(toggled(chosen, one, on))} />
      ))}
    </fieldset>
  );
}

const Choice = ({ text, on, set }: { text: string; on: boolean; set: (on: boolean) => void }) => (
  <label class="choice">
    <input type="checkbox" checked={on} onChange={(event) => set(event.currentTarget.checked)} />
    {text}
  </label>
);

const said = ["silence", "clock.sync"]; // of devices, not by them

// Kinds are those that are chosen, and the others folded away.
function Kinds({ draft, set, all }: FormProps & { all: readonly string[] }) {
  const first = [...draft.kinds].sort();
  const others = all.filter((kind) => !draft.kinds.includes(kind) && !said.includes(kind));
  const pick = (kind: string) => (on: boolean) => set({ kinds: toggled(draft.kinds, kind, on) });
  return (
    <fieldset>
      <legend>{say(deskTexts.kindsOf)}</legend>
      <p class="hint">{say(deskTexts.kindsHint)}</p>
      {first.map((kind) => (
        <Choice key={kind} text={kindText(kind)} on set={pick(kind)} />
      ))}
      {first.length === 0 && <p class="error">{say(deskTexts.kindsNone)}</p>}
      <details>
        <summary>{say(deskTexts.kindsMore)}</summary>
        {others.map((kind) => (
          <Choice key={kind} text={kindText(kind)} on={false} set={pick(kind)} />
        ))}
      </details>
    </fieldset>
  );
}

function Trust({ draft, set }: FormProps) {
  const signs = draft.class === "T2" || draft.class === "T3";
  const bad = draft.key !== "" && deviceKey(draft.key) === undefined;
  return (
    <>
      <fieldset>
        <legend>{say(deskTexts.classOf)}</legend>
        <p class="hint">{say(deskTexts.classHint)}</p>
        {Object.entries(classes).map(([id, text]) => (
          <label class="choice" key={id}>
            <input type="radio" name="class" checked={draft.class === id} onChange={() => set({ class: id as Class })} />
            {say(text)}
          </label>
        ))}
      </fieldset>
      {signs && (
        <>
          <label for="device-key">{say(deskTexts.keyOf)}</label>
          <p class="hint" id="device-key-hint">
            {say(deskTexts.keyHint)}
          </p>
          <textarea
            id="device-key"
            required
            rows={4}
            spellcheck={false}
            aria-describedby="device-key-hint"
            ref={valid(bad ? say(deskTexts.keyBad) : "")}
            value={draft.key}
            onInput={(event) => set({ key: event.currentTarget.value })}
          />
        </>
      )}
    </>
  );
}

const silences = [0, 600, 3600, 6 * 3600, 86_400, 7 * 86_400]; // seconds
const windows = [1, 24, 72, 167]; // hours: a week, less the minute before

const hoursText = (hours: number): string => {
  if (hours < 24) {
    return hours === 1 ? say(deskTexts.hour) : say(deskTexts.hours, hours);
  }
  return hours < 48 ? say(deskTexts.day) : say(deskTexts.days, Math.round(hours / 24));
};

function Times({ draft, set }: FormProps) {
  return (
    <>
      <label for="every">{say(deskTexts.everyOf)}</label>
      <select id="every" value={draft.every} onChange={(event) => set({ every: Number(event.currentTarget.value) })}>
        {silences.map((seconds) => (
          <option key={seconds} value={seconds}>
            {seconds === 0 ? say(deskTexts.never) : seconds < 3600 ? say(["10 分钟", "10 minutes"]) : hoursText(seconds / 3600)}
          </option>
        ))}
      </select>
      <label for="window">{say(deskTexts.windowOf)}</label>
      <p class="hint" id="window-hint">
        {say(deskTexts.windowHint)}
      </p>
      <select
        id="window"
        aria-describedby="window-hint"
        value={draft.hours}
        onChange={(event) => set({ hours: Number(event.currentTarget.value) })}
      >
        {windows.map((hours) => (
          <option key={hours} value={hours}>
            {hoursText(hours)}
          </option>
        ))}
      </select>
    </>
  );
}
