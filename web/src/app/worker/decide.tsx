// SPDX-License-Identifier: Apache-2.0

// What a guard did with a car that is not on his list. It is signed when it is done, and sent when there is a connection.

import { useState } from "preact/hooks";
import { Offline } from "../shared/api.ts";
import { say, type Text } from "../shared/language.ts";
import type { Parking } from "../shared/parking/api.ts";
import { workApi } from "./api.ts";
import { gateTexts, reasons } from "./gate-texts.ts";
import { Take } from "./take.tsx";
import type { Steps, Taken } from "./use-queue.ts";

type Reason = keyof typeof reasons;
type Way = "in" | "out";
type Written = { lot: string; plate: string; way: Way; reason: Reason };

const ways = { in: gateTexts.in, out: gateTexts.out } as const;

export function Decide({ steps, lots }: { steps: Steps; lots: Parking["lots"] }) {
  const [first] = lots;
  const [written, setWritten] = useState<Omit<Written, "lot"> & { lot?: string }>(fresh);
  const [done, setDone] = useState(false);
  if (!first) {
    return <p>{say(gateTexts.noLot)}</p>;
  }
  const all: Written = { ...written, lot: written.lot ?? first.lot };
  const write = (change: Partial<Written>) => {
    setDone(false);
    setWritten({ ...written, ...change });
  };
  const next = () => {
    setWritten({ ...fresh, lot: all.lot });
    setDone(true);
  };
  return (
    <details>
      <summary>{say(gateTexts.without)}</summary>
      {lots.length > 1 && (
        <Choice
          label={gateTexts.lot}
          name="lot"
          of={lots.map(({ lot, name }) => [lot, name])}
          value={all.lot}
          choose={(lot) => write({ lot })}
        />
      )}
      <label for="plate">{say(gateTexts.plate)}</label>
      <input
        id="plate"
        class="plate-search"
        maxLength={24}
        autocomplete="off"
        autocapitalize="characters"
        aria-describedby="plate-note"
        value={written.plate}
        onInput={(event) => write({ plate: event.currentTarget.value })}
      />
      <p class="small" id="plate-note">
        {say(gateTexts.plateNote)}
      </p>
      <Choice label={gateTexts.way} name="way" of={named(ways)} value={all.way} choose={(way) => write({ way })} />
      <Choice label={gateTexts.reason} name="reason" of={named(reasons)} value={all.reason} choose={(reason) => write({ reason })} />
      <div class="actions">
        <Take steps={steps} make={() => decision(all, true)} done={next}>
          {say(gateTexts.let)}
        </Take>
        <Take steps={steps} make={() => decision(all, false)} done={next} secondary>
          {say(gateTexts.turned)}
        </Take>
      </div>
      {done && <p role="status">{say(gateTexts.done)}</p>}
    </details>
  );
}

const fresh = { plate: "", way: "in", reason: "visitor" } as const;

const named = <T extends string>(of: { [name in T]: Text }) => (Object.keys(of) as T[]).map((name) => [name, say(of[name])] as const);

// commitment is to a plate; "" without one, and without a connection.
async function commitment(plate: string): Promise<string> {
  if (!plate.trim()) {
    return "";
  }
  return workApi.plate(plate.trim()).catch((error) => {
    if (error instanceof Offline) {
      return "";
    }
    throw error;
  });
}

// decision has no plate in its words: the ledger has their hash, by which somebody could try plates.
async function decision({ lot, plate, way, reason }: Written, through: boolean): Promise<Taken<"gate.decide">> {
  return {
    type: "gate.decide",
    order: "",
    body: { let: through, lot, plate: await commitment(plate), reason, way },
    words: say(through ? gateTexts.letWords : gateTexts.turnedWords, say(ways[way]), say(reasons[reason])),
  };
}

type ChoiceProps<T extends string> = {
  label: Text;
  name: string;
  of: readonly (readonly [T, string])[];
  value: T;
  choose: (value: T) => void;
};

const Choice = <T extends string>({ label, name, of, value, choose }: ChoiceProps<T>) => (
  <fieldset>
    <legend>{say(label)}</legend>
    {of.map(([id, text]) => (
      <label class="choice" key={id}>
        <input type="radio" name={name} checked={id === value} onChange={() => choose(id)} />
        {text}
      </label>
    ))}
  </fieldset>
);
