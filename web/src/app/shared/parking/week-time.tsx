// SPDX-License-Identifier: Apache-2.0

// A time of the week to choose: its days, from when, and until when.

import type { ComponentChildren } from "preact";
import { say, type Text } from "../language.ts";
import type { Times } from "./draft.ts";
import { offerTexts } from "./offer-texts.ts";
import { read } from "./quarters.ts";
import { weekday } from "./terms.ts";
import { Time } from "./time.tsx";

type WeekTimeProps<T extends Times> = {
  id: string;
  legend: string;
  times: T;
  change: (times: T) => void;
  remove?: (() => void) | undefined;
  wrong: Text | undefined;
  children?: ComponentChildren;
};

const week = [1, 2, 3, 4, 5, 6, 0];

export function WeekTime<T extends Times>({ id, legend, times, change, remove, wrong, children }: WeekTimeProps<T>) {
  const { days, from, to } = times;
  const over = read(to) <= read(from);
  const tick = (day: number, has: boolean) =>
    change({ ...times, days: has ? [...days, day].sort((a, b) => a - b) : days.filter((other) => other !== day) });
  return (
    <fieldset class="card" aria-describedby={wrong && `${id}-wrong`}>
      <legend>{legend}</legend>
      <Wrong id={id} text={wrong} />
      <div class="day">
        <span>{say(offerTexts.days)}</span>
        {week.map((day) => (
          <label class="choice" key={day}>
            <input type="checkbox" checked={days.includes(day)} onChange={(event) => tick(day, event.currentTarget.checked)} />
            {weekday(day)}
          </label>
        ))}
      </div>
      <Time id={`from-${id}`} label={say(offerTexts.from)} value={from} choose={(next) => change({ ...times, from: next })} />
      <Time
        id={`to-${id}`}
        ends
        label={say(offerTexts.to) + (over ? say(offerTexts.nextDay) : "")}
        value={to}
        choose={(next) => change({ ...times, to: next })}
      />
      {children}
      {remove && (
        <p class="actions">
          <button type="button" class="button secondary" onClick={remove}>
            {say(offerTexts.remove)}
          </button>
        </p>
      )}
    </fieldset>
  );
}

// Wrong says what is wrong with a field, above it.
export const Wrong = ({ id, text }: { id: string; text: Text | undefined }) =>
  text ? (
    <p class="error" id={`${id}-wrong`}>
      {say(text)}
    </p>
  ) : null;
