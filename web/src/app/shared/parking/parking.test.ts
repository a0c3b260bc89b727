// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// Quarters of an hour, prices, and the sentences of shared parking.

import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { at, bookingOf, hexOf, monday, offerOf, quartersFrom, terms } from "../../../../test/booking.ts";
import { dayOf, today, written } from "../day.ts";
import { moment } from "../language.ts";
import type { Offer, Terms } from "./api.ts";
import { freeText } from "./bar.tsx";
import { bodyOf, covered, type Draft, draftOf, manners, type Priced, presets, termsOf, wrongAt, wrongWith } from "./draft.ts";
import { longerTo } from "./longer.ts";
import { cancelCost, priceOf } from "./price.ts";
import { bits, clock, midnight, quarter, quarterOf, quarters, read, runs } from "./quarters.ts";
import { isOpen, stateName, states, stateText } from "./state.ts";
import { lasts, termTexts, windowText } from "./terms.ts";
import { whenText } from "./when.ts";

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
});

const someDay = fc.array(fc.boolean(), { minLength: quarters, maxLength: quarters });

test("bit 0 of the first byte is the quarter after midnight", () => {
  expect(runs(bits(`01${"00".repeat(11)}`))).toEqual([[0, 1]]);
  expect(runs(bits(`${"00".repeat(11)}80`))).toEqual([[95, 96]]);
  expect(runs(bits(`8001${"00".repeat(10)}`))).toEqual([[7, 9]]);
});

test("the quarters of a day are read as they were written, and stretches have them all", () => {
  fc.assert(
    fc.property(someDay, (is) => {
      expect(bits(hexOf(is))).toEqual(is);
      const again = is.map((_, q) => runs(is).some(([a, b]) => q >= a && q < b));
      expect(again).toEqual(is);
    }),
  );
});

test("times of the day are quarters, and nothing else is", () => {
  for (let q = 0; q <= quarters; q++) {
    expect(read(clock(q))).toBe(q);
  }
  for (const text of ["", "8:00", "24:15", "25:00", "12:10", "12:60"]) {
    expect(read(text)).toBeNaN();
  }
  expect(quarterOf(midnight(20_000))).toBe(0);
  expect(quarterOf(midnight(20_000) - 1)).toBe(95);
});

test("a bar says when a space is free", () => {
  expect(freeText({ day: 1, offered: quartersFrom(32, 72), taken: quartersFrom(40, 48) })).toBe("空闲：08:00–10:00、12:00–18:00");
  expect(freeText({ day: 1, offered: quartersFrom(0, 96), taken: quartersFrom(0, 0) })).toBe("空闲：00:00–24:00");
  expect(freeText({ day: 1, offered: quartersFrom(32, 72), taken: quartersFrom(0, 96) })).toBe("这一天没有空闲");
  document.documentElement.lang = "en";
  expect(freeText({ day: 1, offered: quartersFrom(32, 72), taken: quartersFrom(40, 48) })).toBe("Free: 08:00–10:00, 12:00–18:00");
});

test("a price is rounded up once, and the first band that has a quarter says it", () => {
  expect(new Date((at(8) + 8 * 3600) * 1000).getUTCDay()).toBe(1);
  expect(priceOf(terms, at(8), at(10))).toBe(8);
  expect(priceOf({ ...terms, hour: 1 }, at(8), at(8) + quarter)).toBe(1);
  expect(priceOf({ ...terms, hour: 1 }, at(8), at(8) + 5 * quarter)).toBe(2);
  const night = { days: [1], from: 19 * 60, to: 7 * 60, hour: 2 };
  const day = { days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440, hour: 8 };
  expect(priceOf({ ...terms, bands: [night] }, at(18), at(20))).toBe(6);
  expect(priceOf({ ...terms, bands: [night] }, at(24), at(32))).toBe(18); // Monday's night goes on to 7:00
  expect(priceOf({ ...terms, bands: [night] }, at(0), at(7))).toBe(28); // Sunday's night is none
  expect(priceOf({ ...terms, bands: [night, day] }, at(18), at(20))).toBe(10);
});

test("cancelling costs what the terms say, from the second after it was free", () => {
  expect(cancelCost(bookingOf(), at(6))).toBe(0);
  expect(cancelCost(bookingOf(), at(6) + 1)).toBe(4);
  expect(cancelCost(bookingOf({ state: "pending" }), at(7))).toBe(0);
});

test("every state has a name and a sentence, in both languages, with nothing left open", () => {
  const said = states.flatMap((state) =>
    ["zh-CN", "en"].map((lang) => {
      document.documentElement.lang = lang;
      const text = stateText(bookingOf({ state }));
      expect(text).not.toMatch(/\{|undefined|NaN/);
      expect(stateName(state)).not.toBe("");
      return stateName(state);
    }),
  );
  expect(new Set(said).size).toBe(2 * 13);
  expect(states.filter((state) => !isOpen(bookingOf({ state })))).toEqual(["rejected", "cancelled", "settled", "resolved"]);
});

test("a sentence has the time and the points that count", () => {
  expect(stateText(bookingOf())).toBe(`车位留着，${moment(at(8) - 900)} 起可以进场。`);
  expect(stateText(bookingOf({ state: "settled" }))).toBe("付 4 分，其余退回。");
  expect(stateText(bookingOf({ state: "overstay" }))).toContain("每多一刻钟加 3 分");
  expect(stateText(bookingOf({ state: "overstay", terms: { ...terms, ...manners.easy } }))).not.toContain("加");
  expect(stateText(bookingOf({ state: "disputed" }))).toContain("33 分");
  expect(stateText(bookingOf({ state: "exited" }))).toContain(`${moment(at(11))} 之前`);
});

test("more time is to be had as far as the space is free without a gap, over midnight as well", () => {
  const days = (one: string, next: string, taken = quartersFrom(0, 0)) => [
    { day: monday, offered: one, taken },
    { day: monday + 1, offered: next, taken: quartersFrom(0, 0) },
  ];
  const late = bookingOf({ from: at(20), until: at(23) + 2 * quarter });
  expect(longerTo(late, days(quartersFrom(0, 96), quartersFrom(0, 3)))).toEqual([1, 2, 3, 4, 5].map((n) => at(23) + (2 + n) * quarter));
  expect(longerTo(late, days(quartersFrom(0, 96), quartersFrom(0, 96), quartersFrom(95, 96)))).toEqual([at(23) + 3 * quarter]);
  expect(longerTo(late, days(quartersFrom(0, 94), quartersFrom(0, 96)))).toEqual([]);
  expect(longerTo(bookingOf({ from: at(10) - 7 * 86400 }), days(quartersFrom(0, 96), quartersFrom(0, 96)))).toEqual([]);
  expect(longerTo(bookingOf(), [])).toEqual([]);
});

test("terms are sentences, and what does not hold is not said", () => {
  expect(termTexts(terms)).toEqual([
    "每小时 4 分。",
    "超时的每一刻钟加 3 分，最多加 8 个一刻钟；这些分先扣着，没有超时就退回。",
    "开始前 15 分钟起可以进场。",
    "开始后 1 小时还没有来，车位就让给别人。",
    "开始前 2 小时以内取消，或者不来，付 50% 的分；更早取消不扣分。",
    "车位主人要收回，至少提前 3 小时告知。",
  ]);
  const easy = { ...terms, ...manners.easy, hour: 0 };
  expect(termTexts(easy)).toContain("不收分。");
  expect(termTexts(easy)).toContain("取消或者不来都不扣分。");
  const bands = [{ days: [6], from: 1200, to: 480, hour: 0 }];
  expect(termTexts({ ...terms, bands }).slice(0, 2)).toEqual(["周六 20:00 到 第二天 08:00：每小时 0 分。", "其余时间每小时 4 分。"]);
  expect([60, 3600, 5400, 86400, 0].map(lasts)).toEqual(["1 分钟", "1 小时", "90 分钟", "1 天", "0 分钟"]);
  document.documentElement.lang = "en";
  expect([3600, 7200].map(lasts)).toEqual(["1 hour", "2 hours"]);
});

test("the day is said once, if it is one", () => {
  expect(whenText({ from: at(8), until: at(10) + quarter })).toBe(`${moment(at(8))} 到 10:15`);
  expect(whenText({ from: at(22), until: at(24) })).toBe(`${moment(at(22))} 到 ${moment(at(24))}`);
});

test("times of the week are sentences", () => {
  expect(windowText({ days: [1, 2, 3, 4, 5], from: 480, to: 1080 })).toBe("周一到周五 08:00 到 18:00");
  expect(windowText({ days: [0, 1, 2, 3, 4, 5, 6], from: 1140, to: 420 })).toBe("每天 19:00 到 第二天 07:00");
  expect(windowText({ days: [0, 6], from: 0, to: 1440 })).toBe("周末 00:00 到 24:00");
  expect(windowText({ days: [2, 4], from: 0, to: 60 })).toBe("周二、周四 00:00 到 01:00");
});

const offer = offerOf();

test("who offers for the first time begins with workdays and usual terms", () => {
  const draft = draftOf(offer);
  expect(draft.windows).toEqual([presets.workdays]);
  expect(wrongWith(draft)).toBeUndefined();
  expect(termsOf(draft)).toMatchObject({ ...manners.usual, bands: [], draw: 0, others: false });
});

test("an offer that is not changed is signed as it was, without what is over", () => {
  const until = midnight(today() + 30);
  const before: Offer = {
    offer: "a",
    from: midnight(today() - 9),
    until,
    windows: [
      { days: [0, 6], from: 0, to: 1440 },
      { days: [1, 2, 3, 4, 5], from: 1140, to: 420 },
    ],
    except: [today() - 3, today() + 3],
    terms: { ...terms, bands: [{ days: [6], from: 60, to: 120, hour: 9 }] },
    ended: false,
  };
  expect(bodyOf("s1", draftOf(before))).toEqual({
    except: [String(today() + 3)],
    from: String(midnight(today())),
    space: "s1",
    terms: {
      bands: [{ days: ["6"], from: "60", hour: "9", to: "120" }],
      cancel: "7200",
      deposit: "8",
      draw: "0",
      early: "900",
      hour: "4",
      late: "50",
      noShow: "3600",
      notice: "10800",
      others: false,
      overstay: "3",
    },
    until: String(until),
    windows: [
      { days: ["0", "6"], from: "0", to: "1440" },
      { days: ["1", "2", "3", "4", "5"], from: "1140", to: "420" },
    ],
  });
});

test("what was offered until a day that is over can be offered for another year", () => {
  const windows = [{ days: [1], from: 480, to: 1080 }];
  const draft = draftOf(offerOf({ windows, from: midnight(today() - 90), until: midnight(today()) }));
  expect([draft.from, draft.until]).toEqual([written(today()), written(today() + 365)]);
  expect(wrongWith(draft)).toBeUndefined();
});

test("what cannot be offered is said, each with its own words", () => {
  const good = draftOf(offer);
  const of = (some: Partial<Terms>): Draft => ({ ...good, terms: { ...good.terms, ...some } });
  const wrong: [Draft, string][] = [
    [{ ...good, windows: [] }, "请至少写一个让出的时间。"],
    [{ ...good, windows: [{ ...presets.nights, days: [] }] }, "每个时间都要选星期几。"],
    [{ ...good, until: written(today() - 1), from: written(today() - 2) }, "结束的日子不能在开始之前，也不能已经过去。"],
    [{ ...good, until: "" }, "结束的日子不能在开始之前，也不能已经过去。"],
    [{ ...good, from: written(dayOf(midnight(today() + 400))) }, "结束的日子不能在开始之前，也不能已经过去。"],
    [of({ hour: Number.NaN }), "积分请填 0 到 10000 的整数。"],
    [of({ hour: 1.5 }), "积分请填 0 到 10000 的整数。"],
    [of({ overstay: 10_001 }), "积分请填 0 到 10000 的整数。"],
    [of({ deposit: 193 }), "最多扣的刻钟数请填 0 到 192 的整数。"],
  ];
  for (const [draft, text] of wrong) {
    expect(wrongWith(draft)?.[0]).toBe(text);
  }
});

test("what is wrong is said where it is", () => {
  const draft = draftOf(offer);
  const bands: Priced[] = [
    { ...presets.nights, hour: 1 },
    { ...presets.nights, days: [], hour: 1 },
    { ...presets.nights, hour: Number.NaN },
  ];
  const wrong: Draft = { ...draft, windows: [presets.nights, { ...presets.nights, days: [] }], until: "", bands };
  expect(["0", "1", "last", "hour", "band-0", "band-1", "band-2"].filter((field) => wrongAt(wrong, field))).toEqual([
    "1",
    "last",
    "band-1",
    "band-2",
  ]);
  expect(wrongWith({ ...draft, bands: bands.slice(2) })?.[0]).toBe("积分请填 0 到 10000 的整数。");
  expect(wrongWith({ ...draft, bands: bands.slice(0, 1) })).toBeUndefined();
});

test("a price that another one comes before is said to count in part, or never", () => {
  const { nights, weekends, workdays } = presets;
  const late = { days: [6], from: "23:00", to: "01:00" }; // into Sunday
  const noon = { days: [1], from: "12:00", to: "13:00" };
  expect(covered([nights, weekends], 0)).toBe("");
  expect(covered([nights, weekends], 1)).toBe("some");
  expect(covered([nights, workdays], 1)).toBe("");
  expect(covered([weekends, late], 1)).toBe("all");
  expect(covered([workdays, late, noon], 2)).toBe("all");
  expect(covered([{ days: [0], from: "00:00", to: "01:00" }, late], 1)).toBe("some");
});
