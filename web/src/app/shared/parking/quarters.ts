// SPDX-License-Identifier: Apache-2.0

// Times are booked by the quarter of an hour; a day has ninety-six of them, in Beijing.

import { dayOf } from "../day.ts";

export const quarter = 15 * 60; // seconds
export const quarters = 96;
const day = 24 * 3600;
const beijing = 8 * 3600;

// midnight is when a day begins.
export const midnight = (of: number): number => of * day - beijing;

// quarterOf is which quarter of its day a time is in.
export const quarterOf = (at: number): number => Math.floor((at - midnight(dayOf(at))) / quarter);

// bits reads the quarters of a day as the API has them: bit 0 of the first byte is the quarter after midnight.
export function bits(hex: string): boolean[] {
  return Array.from(
    { length: quarters },
    (_, q) => ((Number.parseInt(hex.slice((q >> 3) * 2, (q >> 3) * 2 + 2), 16) >> (q & 7)) & 1) === 1,
  );
}

// clock writes a quarter, or the end of one, as a time of the day.
export const clock = (q: number): string => `${String(q >> 2).padStart(2, "0")}:${String((q & 3) * 15).padStart(2, "0")}`;

// read is the quarter of a time of the day as a form has it; Number.NaN if it is no whole one.
export function read(text: string): number {
  const found = /^([01]\d|2[0-4]):(00|15|30|45)$/.exec(text);
  const q = found ? Number(found[1]) * 4 + Number(found[2]) / 15 : Number.NaN;
  return q <= quarters ? q : Number.NaN;
}

// runs are the stretches of quarters that are so.
export function runs(of: readonly boolean[]): [from: number, to: number][] {
  const all: [number, number][] = [];
  of.forEach((is, q) => {
    const last = all[all.length - 1];
    if (is && last?.[1] === q) {
      last[1] = q + 1;
    } else if (is) {
      all.push([q, q + 1]);
    }
  });
  return all;
}
