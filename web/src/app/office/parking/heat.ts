// SPDX-License-Identifier: Apache-2.0

// How full the hours of a week are: Monday to Sunday, each of twenty-four hours, as the server has them.

import { say } from "../../shared/language.ts";
import { weekday } from "../../shared/parking/terms.ts";
import type { Cell } from "./api.ts";
import { officeParkingTexts as own } from "./texts.ts";

export const hours = 24;
export const week = [1, 2, 3, 4, 5, 6, 0]; // as they are shown, Sunday is 0
const quarters = 4; // of an hour

export type Measure = "booked" | "used";

export const cellOf = (cells: readonly Cell[], day: number, hour: number): Cell =>
  cells[day * hours + hour] ?? { offered: 0, booked: 0, used: 0, merged: false };

// share is how full a cell is, from 0 to 1: what is booked outside of an offer fills it as well. undefined: nothing is said of it.
export function share(cell: Cell, of: Measure): number | undefined {
  const whole = Math.max(cell.offered, cell.booked);
  return cell.merged || whole === 0 ? undefined : Math.min(1, cell[of] / whole);
}

// cellText is a cell as the table has it.
export function cellText(cell: Cell, of: Measure): string {
  const part = share(cell, of);
  if (part === undefined) {
    return say(cell.merged ? own.fewer : own.nothing);
  }
  return `${Math.round(part * 100)} %`;
}

export const hourText = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

// csvOf is a line for each hour of the week. A cell of fewer than five spaces says so, in place of its figures.
export function csvOf(cells: readonly Cell[]): string {
  const head = [own.day, own.hour, own.offeredHours, own.bookedHours, own.usedHours].map((text) => quoted(say(text)));
  const lines = week.flatMap((day, i) =>
    Array.from({ length: hours }, (_, hour) => {
      const { merged, offered, booked, used } = cellOf(cells, i, hour);
      const figures = [offered, booked, used].map((n) => (merged ? quoted(say(own.fewer)) : String(n / quarters)));
      return [quoted(weekday(day)), quoted(hourText(hour)), ...figures];
    }),
  );
  return `\ufeff${[head, ...lines].map((line) => `${line.join(",")}\r\n`).join("")}`;
}
