// SPDX-License-Identifier: Apache-2.0

// What an hour costs, and what is agreed besides: terms that go together, or each by itself.

import { say, type Text } from "../language.ts";
import { Bands } from "./bands.tsx";
import { type Draft, manners, most, wrongAt } from "./draft.ts";
import { offerTexts } from "./offer-texts.ts";
import { Points } from "./points.tsx";
import { lasts } from "./terms.ts";

type TermsProps = { draft: Draft; change: (draft: Draft) => void; others: boolean };

export function TermsForm({ draft, change, others }: TermsProps) {
  const { terms } = draft;
  const set = (some: Partial<Terms>) => change({ ...draft, terms: { ...terms, ...some } });
  return (
    <section>
      <h2>{say(offerTexts.price)}</h2>
      <Count name="hour" top={most.hour} terms={terms} set={set} draft={draft} />
      <Bands draft={draft} change={change} />
      <Manner terms={terms} set={set} />
      <details>
        <summary>{say(offerTexts.single)}</summary>
        <Count name="overstay" top={most.hour} terms={terms} set={set} draft={draft} />
        <Count name="deposit" top={most.deposit} terms={terms} set={set} draft={draft} />
        {(Object.keys(usual) as (keyof typeof usual)[]).map((name) => (
          <Term key={name} name={name} terms={terms} set={set} />
        ))}
      </details>
      {(others || terms.others) && (
        <label class="choice">
          <input type="checkbox" checked={terms.others} onChange={(event) => set({ others: event.currentTarget.checked })} />
          {say(offerTexts.others)}
        </label>
      )}
    </section>
  );
}

type Terms = Draft["terms"];
type Setting = { terms: Terms; set: (some: Partial<Terms>) => void };

type CountProps = Setting & { name: "hour" | "overstay" | "deposit"; top: number; draft: Draft };

const Count = ({ name, top, terms, set, draft }: CountProps) => (
  <Points
    id={name}
    label={say(offerTexts[name])}
    top={top}
    value={terms[name]}
    change={(n) => set({ [name]: n })}
    wrong={wrongAt(draft, name)}
  />
);

const names = ["easy", "usual", "strict"] as const;

const isSo = (terms: Terms, manner: Partial<Terms>): boolean =>
  Object.entries(manner).every(([name, value]) => terms[name as keyof Terms] === value);

function Manner({ terms, set }: Setting) {
  const own = !names.some((name) => isSo(terms, manners[name]));
  return (
    <fieldset>
      <legend>{say(offerTexts.manner)}</legend>
      {names.map((name) => (
        <label class="choice" key={name}>
          <input type="radio" name="manner" checked={isSo(terms, manners[name])} onChange={() => set(manners[name])} />
          {say(offerTexts[name])}
        </label>
      ))}
      {own && (
        <label class="choice">
          <input type="radio" name="manner" checked />
          {say(offerTexts.own)}
        </label>
      )}
    </fieldset>
  );
}

const [minute, hour, day] = [60, 3600, 86400];

// usual are the values to choose from, with what none of it means.
const usual: { [name in "early" | "noShow" | "cancel" | "late" | "notice" | "draw"]: { of: number[]; none: Text } } = {
  early: { of: [0, 15 * minute, 30 * minute, hour], none: offerTexts.atOnceOnly },
  noShow: { of: [0, 15 * minute, 30 * minute, hour, 2 * hour], none: offerTexts.toTheEnd },
  cancel: { of: [0, hour, 2 * hour, 12 * hour, day, 2 * day], none: offerTexts.untilBegin },
  late: { of: [0, 25, 50, 100], none: offerTexts.nothing },
  notice: { of: [0, hour, 2 * hour, 12 * hour, day, 3 * day], none: offerTexts.untilBegin },
  draw: { of: [0, 12 * hour, day, 3 * day], none: offerTexts.noDraw },
};

function Term({ name, terms, set }: Setting & { name: keyof typeof usual }) {
  const { of, none } = usual[name];
  const value = terms[name];
  const written = (n: number) => (n === 0 ? say(none) : name === "late" ? say(offerTexts.percent, n) : lasts(n));
  return (
    <>
      <label for={name}>{say(offerTexts[name])}</label>
      <select id={name} value={value} onChange={(event) => set({ [name]: Number(event.currentTarget.value) })}>
        {[...new Set([...of, value])]
          .sort((a, b) => a - b)
          .map((n) => (
            <option key={n} value={n}>
              {written(n)}
            </option>
          ))}
      </select>
    </>
  );
}
