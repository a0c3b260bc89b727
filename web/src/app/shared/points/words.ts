// SPDX-License-Identifier: Apache-2.0

// What is said of a service: when it is redeemed, and how much of it is left.

import type { Schema } from "../api.ts";
import { now } from "../clock.ts";
import { moment, say } from "../language.ts";
import { dayNames, serviceTexts } from "./texts.ts";

export type Service = Schema["PointsService"];
export type Hours = Schema["PointsHours"];

export const dayName = (day: number): string => say(dayNames[day] ?? ["", ""]);

const clock = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;

// daysText says days that follow each other as one stretch.
function daysText(days: readonly number[]): string {
  const [first = 0] = days;
  const last = days[days.length - 1] ?? first;
  return days.length > 2 && last - first === days.length - 1
    ? say(serviceTexts.days, dayName(first), dayName(last))
    : days.map(dayName).join(say(serviceTexts.and));
}

export const hoursText = (hours: readonly Hours[]): string =>
  hours.length === 0
    ? say(serviceTexts.always)
    : hours.map(({ days, from, to }) => say(serviceTexts.hours, daysText(days), clock(from), clock(to))).join(say(["；", "; "]));

export const leftText = ({ left }: Service): string => (left > 0 ? say(serviceTexts.left, left) : say(serviceTexts.soldOut));

// whenText says when a service is redeemed at all.
export const whenText = ({ from, until, hours }: Service): string =>
  [...(from > now() ? [say(serviceTexts.from, moment(from))] : []), hoursText(hours), say(serviceTexts.until, moment(until))].join(
    say(["，", "; "]),
  );
