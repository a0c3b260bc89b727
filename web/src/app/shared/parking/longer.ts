// SPDX-License-Identifier: Apache-2.0

// Until when a booking can be made longer.

import { dayOf } from "../day.ts";
import type { Booking, Space } from "./api.ts";
import { bits, quarter, quarterOf } from "./quarters.ts";

export const ahead = 4 * 3600; // seconds that are looked at
const longest = 7 * 24 * 3600; // of a booking

function isFree(days: Space["days"], at: number): boolean {
  const day = days.find(({ day }) => day === dayOf(at));
  const q = quarterOf(at);
  return day !== undefined && bits(day.offered)[q] === true && bits(day.taken)[q] === false;
}

// longerTo are the ends that can be had: the space is free from the booking's own end to each of them.
export function longerTo({ from, until }: Pick<Booking, "from" | "until">, days: Space["days"]): number[] {
  const ends: number[] = [];
  for (let at = until; at < until + ahead && at + quarter <= from + longest && isFree(days, at); at += quarter) {
    ends.push(at + quarter);
  }
  return ends;
}
