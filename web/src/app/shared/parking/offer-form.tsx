// SPDX-License-Identifier: Apache-2.0

// When a space is to be had, and on which terms: for whose it is, a household or a body.

import { useState } from "preact/hooks";
import { dayText, read as readDay, today, written } from "../day.ts";
import { say } from "../language.ts";
import { type Draft, most, presets, type Times, wrongAt } from "./draft.ts";
import { offerTexts } from "./offer-texts.ts";
import { TermsForm } from "./terms-form.tsx";
import { WeekTime, Wrong } from "./week-time.tsx";

export type DraftProps = { draft: Draft; change: (draft: Draft) => void };

// OfferForm is the whole form; others: whether the community lets bodies book.
export const OfferForm = ({ others, ...of }: DraftProps & { others: boolean }) => (
  <>
    <Week {...of} />
    <Dates {...of} />
    <Except {...of} />
    <TermsForm {...of} others={others} />
  </>
);

function Week({ draft, change }: DraftProps) {
  const { windows } = draft;
  const set = (all: Times[]) => change({ ...draft, windows: all });
  return (
    <section>
      <h2>{say(offerTexts.when)}</h2>
      <p>{say(offerTexts.presets)}</p>
      <p class="actions">
        {(["workdays", "nights", "weekends"] as const).map((name) => (
          <button type="button" class="button secondary" key={name} onClick={() => set([presets[name]])}>
            {say(offerTexts[name])}
          </button>
        ))}
      </p>
      {windows.map((one, i) => (
        <WeekTime
          key={i}
          id={`${i}`}
          legend={say(offerTexts.time, i + 1)}
          times={one}
          wrong={wrongAt(draft, `${i}`)}
          change={(next) => set(windows.map((other, at) => (at === i ? next : other)))}
          remove={windows.length > 1 ? () => set(windows.filter((_, at) => at !== i)) : undefined}
        />
      ))}
      {windows.length < most.windows && (
        <p class="actions">
          <button type="button" class="button secondary" onClick={() => set([...windows, presets.weekends])}>
            {say(offerTexts.add)}
          </button>
        </p>
      )}
    </section>
  );
}

const Dates = ({ draft, change }: DraftProps) => (
  <>
    <label for="first">{say(offerTexts.first)}</label>
    <input id="first" type="date" value={draft.from} onInput={(event) => change({ ...draft, from: event.currentTarget.value })} />
    <label for="last">{say(offerTexts.last)}</label>
    <Wrong id="last" text={wrongAt(draft, "last")} />
    <input
      id="last"
      type="date"
      aria-invalid={wrongAt(draft, "last") !== undefined}
      aria-describedby={wrongAt(draft, "last") && "last-wrong"}
      value={draft.until}
      onInput={(event) => change({ ...draft, until: event.currentTarget.value })}
    />
  </>
);

function Except({ draft, change }: DraftProps) {
  const [day, setDay] = useState(written(today()));
  const { except } = draft;
  const chosen = readDay(day);
  const add = () => {
    if (chosen >= today() && !except.includes(chosen) && except.length < most.except) {
      change({ ...draft, except: [...except, chosen].sort((a, b) => a - b) });
    }
  };
  return (
    <>
      <label for="except">{say(offerTexts.except)}</label>
      <input id="except" type="date" min={written(today())} value={day} onInput={(event) => setDay(event.currentTarget.value)} />
      <p class="actions">
        <button type="button" class="button secondary" onClick={add}>
          {say(offerTexts.exceptAdd)}
        </button>
        {except.map((one) => (
          <button
            type="button"
            class="button secondary"
            key={one}
            onClick={() => change({ ...draft, except: except.filter((other) => other !== one) })}
          >
            {say(offerTexts.exceptRemove, dayText(one))}
          </button>
        ))}
      </p>
    </>
  );
}
