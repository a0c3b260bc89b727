// SPDX-License-Identifier: Apache-2.0

// An offer while it is written: when a space is to be had, and on which terms.

import { int } from "../../../act/act.ts";
import type { OfferSet } from "../../../act/body.ts";
import { dayOf, read as readDay, today, written } from "../day.ts";
import type { Text } from "../language.ts";
import type { Offer, Terms } from "./api.ts";
import { clock, midnight, quarters, read } from "./quarters.ts";

export type Times = { days: number[]; from: string; to: string };
export type Priced = Times & { hour: number };
export type Draft = {
  windows: Times[];
  bands: Priced[];
  except: number[];
  from: string;
  until: string;
  terms: Omit<Terms, "bands">;
};

export const most = { windows: 28, bands: 28, except: 100, hour: 10_000, deposit: 192 }; // rules/parking
const year = 365; // days

export const presets: { [name in "workdays" | "nights" | "weekends"]: Times } = {
  workdays: { days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00" },
  nights: { days: [0, 1, 2, 3, 4, 5, 6], from: "19:00", to: "07:00" },
  weekends: { days: [0, 6], from: "00:00", to: "24:00" },
};

const hour = 3600;

// manners are terms that go together; what an hour costs is said apart.
export const manners: { [name in "easy" | "usual" | "strict"]: Omit<Terms, "hour" | "bands" | "draw" | "others"> } = {
  easy: { overstay: 0, deposit: 0, early: 900, noShow: 0, cancel: 0, late: 0, notice: hour },
  usual: { overstay: 2, deposit: 8, early: 900, noShow: hour, cancel: 2 * hour, late: 50, notice: 12 * hour },
  strict: { overstay: 10, deposit: 16, early: 0, noShow: hour / 2, cancel: 24 * hour, late: 100, notice: 24 * hour },
};

const fresh = (): Draft => ({
  windows: [presets.workdays],
  bands: [],
  except: [],
  from: written(today()),
  until: written(today() + year),
  terms: { hour: 2, ...manners.usual, draw: 0, others: false },
});

// draftOf goes on from what is offered, or was. Days that are over are left out.
export function draftOf(offer: Offer): Draft {
  if (offer.windows.length === 0) {
    return fresh();
  }
  const last = dayOf(offer.until - 1);
  const { bands, ...terms } = offer.terms;
  return {
    windows: offer.windows.map(timesOf),
    bands: bands.map((band) => ({ ...timesOf(band), hour: band.hour })),
    except: offer.except.filter((day) => day >= today()),
    from: written(Math.max(dayOf(offer.from), today())),
    until: written(last < today() ? today() + year : last),
    terms,
  };
}

type Minutes = Offer["windows"][number];

const timesOf = ({ days, from, to }: Minutes): Times => ({ days, from: clock(from / 15), to: clock(to / 15) });

const minutesOf = ({ days, from, to }: Times): Minutes => ({ days, from: read(from) * 15, to: read(to) * 15 });

export const windowsOf = (draft: Draft): Minutes[] => draft.windows.map(minutesOf);

// termsOf are the terms with the prices for times of the week.
export const termsOf = ({ terms, bands }: Draft): Terms => ({
  ...terms,
  bands: bands.map((band) => ({ ...minutesOf(band), hour: band.hour })),
});

const whole = (n: number, top: number): boolean => Number.isInteger(n) && n >= 0 && n <= top;

const texts = {
  noTime: ["请至少写一个让出的时间。", "Say at least one time when it is to be had."],
  noDay: ["每个时间都要选星期几。", "Choose the days of the week of each time."],
  noBandDay: ["每个另外的价格都要选星期几。", "Choose the days of the week of each other price."],
  badDates: ["结束的日子不能在开始之前，也不能已经过去。", "The last day is not before the first one, and not over."],
  badPrice: ["积分请填 0 到 10000 的整数。", "Points are a whole number from 0 to 10000."],
  badDeposit: ["最多扣的刻钟数请填 0 到 192 的整数。", "The quarters of an hour that are held for are a whole number from 0 to 192."],
} as const satisfies { [name: string]: Text };

// Fault is what is not right yet, and with which field.
type Fault = { at: string; text: Text };

const datesFault = ({ from, until }: Draft): Fault[] => {
  const [first, last] = [readDay(from), readDay(until)];
  return last >= first && last >= today() ? [] : [{ at: "last", text: texts.badDates }];
};

// bandFaults are those of the other prices, by their places.
const bandFaults = ({ bands }: Draft): Fault[] =>
  bands.flatMap(({ days, hour }, i) => [
    ...(days.length === 0 ? [{ at: `band-${i}`, text: texts.noBandDay }] : []),
    ...(whole(hour, most.hour) ? [] : [{ at: `band-${i}`, text: texts.badPrice }]),
  ]);

// faultsOf are those of a draft, as rules/parking has them, in the order of the form.
function faultsOf(draft: Draft): Fault[] {
  const { windows, terms } = draft;
  const price = (at: "hour" | "overstay"): Fault[] => (whole(terms[at], most.hour) ? [] : [{ at, text: texts.badPrice }]);
  return [
    ...(windows.length === 0 ? [{ at: "windows", text: texts.noTime }] : []),
    ...windows.flatMap(({ days }, i) => (days.length === 0 ? [{ at: `${i}`, text: texts.noDay }] : [])),
    ...datesFault(draft),
    ...price("hour"),
    ...bandFaults(draft),
    ...price("overstay"),
    ...(whole(terms.deposit, most.deposit) ? [] : [{ at: "deposit", text: texts.badDeposit }]),
  ];
}

// wrongWith says what is not right yet; wrongAt, with one field.
export const wrongWith = (draft: Draft): Text | undefined => faultsOf(draft)[0]?.text;

export const wrongAt = (draft: Draft, field: string): Text | undefined => faultsOf(draft).find(({ at }) => at === field)?.text;

// inWeek are the quarters of a week that a time has, from Sunday on.
function inWeek({ days, from, to }: Times): number[] {
  const [first, last] = [read(from), read(to)];
  const length = last > first ? last - first : last + quarters - first;
  return days.flatMap((day) => Array.from({ length }, (_, q) => (day * quarters + first + q) % (7 * quarters)));
}

// covered says how much of a price's time has a price before it, which counts there.
export function covered(bands: readonly Times[], place: number): "" | "some" | "all" {
  const before = new Set(bands.slice(0, place).flatMap(inWeek));
  const own = bands.slice(place, place + 1).flatMap(inWeek);
  const gone = own.filter((q) => before.has(q)).length;
  if (gone === 0) {
    return "";
  }
  return gone === own.length ? "all" : "some";
}

// bodyOf is what is signed.
export function bodyOf(space: string, draft: Draft): OfferSet {
  const { bands, others, ...numbers } = termsOf(draft);
  const week = <W extends { days: number[]; from: number; to: number }>({ days, from, to }: W) => ({
    days: days.map(int),
    from: int(from),
    to: int(to),
  });
  const terms = Object.fromEntries(Object.entries(numbers).map(([name, n]) => [name, int(n)])) as Omit<
    OfferSet["terms"],
    "bands" | "others"
  >;
  return {
    except: draft.except.map(int),
    from: int(midnight(readDay(draft.from))),
    space,
    terms: { ...terms, bands: bands.map((band) => ({ ...week(band), hour: int(band.hour) })), others },
    until: int(midnight(readDay(draft.until) + 1)),
    windows: windowsOf(draft).map(week),
  };
}
