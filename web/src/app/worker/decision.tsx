// SPDX-License-Identifier: Apache-2.0

// What a guard did with a car, to be signed: which way, why, and whether it came through.

import { say, type Text } from "../shared/language.ts";
import { gateTexts, reasons } from "./gate-texts.ts";
import { Take } from "./take.tsx";
import type { Steps, Taken } from "./use-queue.ts";

type Reason = keyof typeof reasons;
type Way = "in" | "out";

export type Decided = { way: Way; reason: Reason };

const ways = { in: gateTexts.in, out: gateTexts.out } as const;

// decision has no plate in its words: the ledger has their hash, by which somebody could try plates. plate is the commitment.
export const decision = (of: Decided & { lot: string; plate: string }, through: boolean): Taken<"gate.decide"> => ({
  type: "gate.decide",
  order: "",
  body: { let: through, lot: of.lot, plate: of.plate, reason: of.reason, way: of.way },
  words: say(through ? gateTexts.letWords : gateTexts.turnedWords, say(ways[of.way]), say(reasons[of.reason])),
});

type ChoicesProps = { decided: Decided; change: (to: Decided) => void };

export const Choices = ({ decided: { way, reason }, change }: ChoicesProps) => (
  <>
    <Choice label={gateTexts.way} name="way" of={named(ways)} value={way} choose={(to) => change({ way: to, reason })} />
    <Choice label={gateTexts.reason} name="reason" of={named(reasons)} value={reason} choose={(to) => change({ way, reason: to })} />
  </>
);

export const decidedText = ({ way, reason }: Decided): string => say(gateTexts.chosen, say(ways[way]), say(reasons[reason]));

type SignBothProps = { steps: Steps; make: (through: boolean) => Taken | Promise<Taken>; done: () => void };

// SignBoth are the two that he may have done.
export const SignBoth = ({ steps, make, done }: SignBothProps) => (
  <div class="actions">
    <Take steps={steps} make={() => make(true)} done={done}>
      {say(gateTexts.let)}
    </Take>
    <Take steps={steps} make={() => make(false)} done={done} secondary>
      {say(gateTexts.turned)}
    </Take>
  </div>
);

const named = <T extends string>(of: { [name in T]: Text }) => (Object.keys(of) as T[]).map((name) => [name, say(of[name])] as const);

type ChoiceProps<T extends string> = {
  label: Text;
  name: string;
  of: readonly (readonly [T, string])[];
  value: T;
  choose: (value: T) => void;
};

export const Choice = <T extends string>({ label, name, of, value, choose }: ChoiceProps<T>) => (
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
