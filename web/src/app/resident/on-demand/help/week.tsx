// SPDX-License-Identifier: Apache-2.0

// The parts of a week that somebody has time in: three times the day, from Monday on, and the part of the day.

import { say } from "../../../shared/language.ts";
import { helpTexts } from "./texts.ts";

const days = [0, 1, 2, 3, 4, 5, 6] as const;
const parts = [helpTexts.morning, helpTexts.afternoon, helpTexts.evening] as const;
const all = days.length * parts.length;

const dayText = (day: number): string => say(helpTexts[`day${day as (typeof days)[number]}`]);
const partText = (part: number): string => `${dayText(Math.floor(part / 3))}${say(parts[part % 3] ?? helpTexts.any)}`;

// timesText names the times, or says that any will do.
export const timesText = (times: readonly number[]): string =>
  times.length === all ? say(helpTexts.any) : times.map(partText).join(say(["、", ", "]));

type WeekProps = { legend: string; times: readonly number[]; change: (times: number[]) => void };

// Week is a row to tick for each day.
export const Week = ({ legend, times, change }: WeekProps) => (
  <fieldset>
    <legend>{legend}</legend>
    {days.map((day) => (
      <div class="day" key={day}>
        <span>{dayText(day)}</span>
        {parts.map((name, i) => {
          const part = 3 * day + i;
          return (
            <label class="choice" key={name[1]}>
              <input
                type="checkbox"
                aria-label={partText(part)}
                checked={times.includes(part)}
                onChange={({ currentTarget: { checked } }) =>
                  change(checked ? [...times, part].sort((a, b) => a - b) : times.filter((t) => t !== part))
                }
              />
              {say(name)}
            </label>
          );
        })}
      </div>
    ))}
  </fieldset>
);
