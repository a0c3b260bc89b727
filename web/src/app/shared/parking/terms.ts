// SPDX-License-Identifier: Apache-2.0

// What both sides of a booking agree to, one sentence for each term.

import { say, type Text } from "../language.ts";
import type { Offer, Terms } from "./api.ts";
import { clock } from "./quarters.ts";

const texts = {
  hour: ["每小时 {0} 分。", "{0} points an hour."],
  rest: ["其余时间每小时 {0} 分。", "At other times {0} points an hour."],
  free: ["不收分。", "It is free."],
  band: ["{0} {1} 到 {2}：每小时 {3} 分。", "{0}, {1} to {2}: {3} points an hour."],
  overstay: [
    "超时的每一刻钟加 {0} 分，最多加 {1} 个一刻钟；这些分先扣着，没有超时就退回。",
    "Each quarter of an hour over the time costs {0} points, {1} of them at most; they are held, and go back if the car leaves in time.",
  ],
  early: ["开始前 {0}起可以进场。", "The gate opens from {0} before the begin."],
  punctual: ["到开始时间才能进场。", "The gate opens at the begin."],
  noShow: ["开始后 {0}还没有来，车位就让给别人。", "Who has not come {0} after the begin loses the space."],
  cancel: [
    "开始前 {0}以内取消，或者不来，付 {1}% 的分；更早取消不扣分。",
    "Cancelling within {0} of the begin, or not coming, costs {1} %; before that it costs nothing.",
  ],
  freely: ["取消或者不来都不扣分。", "Cancelling, or not coming, costs nothing."],
  notice: ["车位主人要收回，至少提前 {0}告知。", "The host who takes it back says so {0} before at the least."],
  draw: ["当天开始前 {0}抽签，在那之前申请的机会一样。", "A lot is drawn {0} before the day; all who asked by then have the same chance."],
  others: ["单位也可以替他们的人预订。", "Bodies may book for their people."],
  days: [" 天", " day{0}"],
  hours: [" 小时", " hour{0}"],
  minutes: [" 分钟", " minute{0}"],
  window: ["{0} {1} 到 {2}", "{0}, {1} to {2}"],
  next: ["第二天 ", "the next day "],
  every: ["每天", "Every day"],
  workdays: ["周一到周五", "Monday to Friday"],
  weekend: ["周末", "At weekends"],
} as const satisfies { [name: string]: Text };

const weekdays: readonly Text[] = [
  ["周日", "Sunday"],
  ["周一", "Monday"],
  ["周二", "Tuesday"],
  ["周三", "Wednesday"],
  ["周四", "Thursday"],
  ["周五", "Friday"],
  ["周六", "Saturday"],
];

export const weekday = (day: number): string => say(weekdays[day] ?? ["", ""]);

export function daysText(days: readonly number[]): string {
  const known = { "0123456": texts.every, "12345": texts.workdays, "06": texts.weekend }[days.join("")];
  return known ? say(known) : days.map(weekday).join(say(["、", ", "]));
}

const units: readonly (readonly [number, Text])[] = [
  [86400, texts.days],
  [3600, texts.hours],
  [60, texts.minutes],
];

// lasts writes seconds in the largest unit that has them whole.
export function lasts(seconds: number): string {
  const [unit, name] = units.find(([unit]) => seconds > 0 && seconds % unit === 0) ?? [60, texts.minutes];
  const n = seconds / unit;
  return `${n}${say(name, n === 1 ? "" : "s")}`;
}

const time = (minute: number): string => clock(minute / 15);

// spanText is a time of the week; one whose end is not after its begin goes on over midnight.
const spanText = ({ from, to }: { from: number; to: number }): [string, string] => [
  time(from),
  (to <= from ? say(texts.next) : "") + time(to),
];

export const windowText = (w: Offer["windows"][number]): string => say(texts.window, daysText(w.days), ...spanText(w));

// priceTexts are what an hour costs.
function priceTexts(t: Terms): string[] {
  const bands = t.bands.map((b) => say(texts.band, daysText(b.days), ...spanText(b), b.hour));
  if (bands.length > 0) {
    return [...bands, say(texts.rest, t.hour)];
  }
  return [t.hour === 0 ? say(texts.free) : say(texts.hour, t.hour)];
}

// termTexts are the terms, the price first.
export function termTexts(t: Terms): string[] {
  return [
    ...priceTexts(t),
    t.overstay > 0 && t.deposit > 0 ? say(texts.overstay, t.overstay, t.deposit) : "",
    t.early > 0 ? say(texts.early, lasts(t.early)) : say(texts.punctual),
    t.noShow > 0 ? say(texts.noShow, lasts(t.noShow)) : "",
    t.late > 0 ? say(texts.cancel, lasts(t.cancel), t.late) : say(texts.freely),
    t.notice > 0 ? say(texts.notice, lasts(t.notice)) : "",
    t.draw > 0 ? say(texts.draw, lasts(t.draw)) : "",
    t.others ? say(texts.others) : "",
  ].filter(Boolean);
}
