// SPDX-License-Identifier: Apache-2.0

// An offer while it is written: when a space is to be had, and on which terms.

import { int } from "../../../act/act.ts";
import type { OfferSet } from "../../../act/body.ts";
import { dayOf, read as readDay, today, written } from "../day.ts";
import type { Text } from "../language.ts";
import type { Offer, Terms } from "./api.ts";
import { clock, midnight, read } from "./quarters.ts";

export type Times = { days: number[]; from: string; to: string };
export type Draft = { windows: Times[]; except: number[]; from: string; until: string; terms: Terms };

export const most = { windows: 28, except: 100, hour: 10_000, deposit: 192 }; // rules/parking
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
  except: [],
  from: written(today()),
  until: written(today() + year),
  terms: { hour: 2, bands: [], ...manners.usual, draw: 0, others: false },
});

// draftOf goes on from what is offered, or was. Days that are over are left out.
export function draftOf(offer: Offer): Draft {
  if (offer.windows.length === 0) {
    return fresh();
  }
  const last = dayOf(offer.until - 1);
  return {
    windows: offer.windows.map(({ days, from, to }) => ({ days, from: clock(from / 15), to: clock(to / 15) })),
    except: offer.except.filter((day) => day >= today()),
    from: written(Math.max(dayOf(offer.from), today())),
    until: written(last < today() ? today() + year : last),
    terms: offer.terms,
  };
}

export const windowsOf = (draft: Draft): Offer["windows"] =>
  draft.windows.map(({ days, from, to }) => ({ days, from: read(from) * 15, to: read(to) * 15 }));

const whole = (n: number, top: number): boolean => Number.isInteger(n) && n >= 0 && n <= top;

const texts = {
  noTime: ["请至少写一个让出的时间。", "Say at least one time when it is to be had."],
  noDay: ["每个时间都要选星期几。", "Choose the days of the week of each time."],
  badDates: ["结束的日子不能在开始之前，也不能已经过去。", "The last day is not before the first one, and not over."],
  badPrice: ["积分请填 0 到 10000 的整数。", "Points are a whole number from 0 to 10000."],
  badDeposit: ["最多扣的刻钟数请填 0 到 192 的整数。", "The quarters of an hour that are held for are a whole number from 0 to 192."],
} as const satisfies { [name: string]: Text };

// wrongWith says what is not right yet.
export function wrongWith({ windows, from, until, terms }: Draft): Text | undefined {
  const [first, last] = [readDay(from), readDay(until)];
  if (windows.length === 0) {
    return texts.noTime;
  }
  if (windows.some(({ days }) => days.length === 0)) {
    return texts.noDay;
  }
  if (!(last >= first && last >= today())) {
    return texts.badDates;
  }
  if (!whole(terms.hour, most.hour) || !whole(terms.overstay, most.hour)) {
    return texts.badPrice;
  }
  return whole(terms.deposit, most.deposit) ? undefined : texts.badDeposit;
}

// bodyOf is what is signed.
export function bodyOf(space: string, draft: Draft): OfferSet {
  const { bands, others, ...numbers } = draft.terms;
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
