// SPDX-License-Identifier: Apache-2.0

// What a time costs by the terms of a booking, as rules/parking has it.

import { dayOf } from "../day.ts";
import type { Booking, Terms } from "./api.ts";
import { quarter, quarterOf } from "./quarters.ts";

const thursday = 4; // the first day that is counted

const weekdayOf = (day: number): number => (day + thursday) % 7;

function has({ days, from, to }: Terms["bands"][number], at: number): boolean {
  const [day, minute] = [dayOf(at), quarterOf(at) * 15];
  const [today, yesterday] = [days.includes(weekdayOf(day)), days.includes(weekdayOf(day - 1))];
  return from < to ? today && minute >= from && minute < to : (today && minute >= from) || (yesterday && minute < to);
}

// priceOf is rounded up once. The first band that has a quarter says its price.
export function priceOf(t: Terms, from: number, until: number): number {
  let sum = 0;
  for (let at = from; at < until; at += quarter) {
    sum += (t.bands.find((band) => has(band, at)) ?? t).hour;
  }
  return Math.ceil(sum / 4);
}

// cancelCost is what it costs to cancel a booking at a time.
export const cancelCost = ({ state, from, price, terms }: Booking, at: number): number =>
  state === "reserved" && at > from - terms.cancel ? Math.floor((price * terms.late) / 100) : 0;
