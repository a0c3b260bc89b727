// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What residents see of shared parking, and what they sign.

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Authenticator } from "../../../../../test/authenticator.ts";
import { at, bookingOf, offerOf, quartersFrom } from "../../../../../test/booking.ts";
import { settled } from "../../../../../test/settled.ts";
import { buttonOf, json, pressOn, stage, strike, take, typeInto } from "../../../../../test/stage.ts";
import type { Community, Me } from "../../../shared/api.ts";
import { now } from "../../../shared/clock.ts";
import { dayOf, today, written } from "../../../shared/day.ts";
import type { Text } from "../../../shared/language.ts";
import type { Booking, Mine, Plan, Space } from "../../../shared/parking/api.ts";
import { spanOf } from "../../../shared/parking/find.tsx";
import { offerTexts } from "../../../shared/parking/offer-texts.ts";
import { clock, midnight, quarter, quarterOf } from "../../../shared/parking/quarters.ts";
import { storyOf } from "../../../shared/parking/story.ts";
import { Qr } from "../../../shared/qr.tsx";
import { hashText } from "../../../shared/text-hash.ts";
import { Screen } from "./parking.tsx";
import { parkingTexts } from "./texts.ts";
import { visitSpan } from "./visit-form.tsx";

const key = new Authenticator("resident", "http://localhost");
const community = {
  community: "garden",
  net: "0".repeat(64),
  rp: { id: "localhost" },
  bodies: [{ id: "owners", name: "业委会" }],
} as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", person: "p" }, rights: [], seq: 5 } as unknown as Me;
const of = { community, me, reload: () => {} };
const home = "c".repeat(32);
const plate = "d".repeat(64);
const id = "b".repeat(64);
const hour = 3600;

let mine: Mine;
let found: Space[];
let plans: Plan[];
let others: boolean;
let mineLot: boolean;
let acts: { type: string; seq: string; body: { [name: string]: unknown } }[];
let plates: { plate: string; until: number }[];
let kept: { booking: string; salt: string; text: string }[];
let tampers: boolean;
let refuses: boolean;
let place: HTMLElement;

async function write(end: string, body: unknown): Promise<Response> {
  if (end === "/acts") {
    return refuses
      ? json(422, { type: "urn:linli:problem:act-refused", code: "TAKEN", title: "这个车位这段时间已经有人订了" })
      : take(acts, body);
  }
  const sent = JSON.parse(String(body));
  if (end === "/me/plates") {
    plates.push(sent);
    return json(201, { commitment: plate });
  }
  kept.push(sent);
  return json(201, { hash: tampers ? "f".repeat(64) : await hashText(sent.salt, sent.text) });
}

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  const end = path.replace("/api/v1", "");
  if (method === "POST") {
    return write(end, body);
  }
  if (end === "/parking/plans") {
    return json(200, { items: plans });
  }
  if (end.startsWith("/parking/spaces")) {
    return json(200, { items: found, usable: mine.usable });
  }
  const lot = { lot: "l1", name: "南区", body: "owners", gates: [], spaces: 1, offered: 1, mine: mineLot };
  const answers: { [path: string]: unknown } = {
    "/me": me,
    "/session": me.session,
    "/me/parking": mine,
    "/communities/garden/parking": { others, ahead: 0, adopted: 0, lots: [lot] },
  };
  return json(200, answers[end]);
}

const soon = () => midnight(today() + 1) + 8 * hour;

const spaceOf = (some: Partial<Space> = {}): Space => ({
  space: "s1",
  label: "A-12",
  lot: "l1",
  lotName: "南区",
  mine: false,
  offer: offerOf({ offer: "a".repeat(64), ended: false }),
  free: true,
  price: 8,
  held: 32,
  days: [],
  ...some,
});

beforeEach(() => {
  place = stage(server, key);
  [acts, plates, kept, tampers, refuses, others, mineLot] = [[], [], [], false, false, false, true];
  found = [spaceOf()];
  plans = [];
  mine = { spaces: [], bookings: [], hosted: [], visits: [], usable: [{ account: home, house: "3-2-501", usable: 50 }], earned: 0 };
});

afterEach(() => strike(place));

const said = () => place.textContent ?? "";
const show = async (...parts: string[]) => {
  render(null, place);
  render(<Screen {...of} parts={parts} />, place);
  await settled();
  return said();
};
const press = (text: Text) => pressOn(place, text);
const signed = async () => {
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  return acts[0];
};

test("a time is read from a form, over midnight as well", () => {
  const day = written(dayOf(at(0)));
  expect(spanOf(day, "08:00", "10:15", at(0))).toEqual([at(8), at(10) + quarter]);
  expect(spanOf(day, "22:00", "06:00", at(0))).toEqual([at(22), at(30)]);
  expect(spanOf(day, "22:00", "00:00", at(0))).toEqual([at(22), at(24)]);
  expect(spanOf(day, "08:00", "08:00", at(0))).toEqual([at(8), at(32)]);
  expect(spanOf(day, "08:00", "10:00", at(8) + quarter - 1)).toEqual([at(8), at(10)]);
  expect(spanOf(day, "08:00", "10:00", at(8) + quarter)).toBeUndefined();
  expect(spanOf(day, "08:10", "10:00", at(0))).toBeUndefined();
  expect(spanOf("", "08:00", "10:00", at(0))).toBeUndefined();
});

test("a visit is told of when it is not over, thirty days ahead at most", () => {
  const day = written(dayOf(at(0)));
  expect(visitSpan(day, "08:00", 72, at(10))).toEqual([at(8), at(80)]);
  expect(visitSpan(day, "08:00", 2, at(10))).toBeUndefined();
  expect(visitSpan(day, "08:00", 2, at(8) - 30 * 24 * hour)).toEqual([at(8), at(10)]);
  expect(visitSpan(day, "08:00", 2, at(8) - 30 * 24 * hour - 1)).toBeUndefined();
  expect(visitSpan("", "08:00", 2, at(8))).toBeUndefined();
});

test("the story has what was, where it stands, and what is to come", () => {
  const stands = (b: Booking, at: number) => storyOf(b, at).map(({ text, stand }) => `${stand} ${text}`);
  expect(stands(bookingOf({ exited: 0, drawAt: 0 }), at(7))).toEqual(["done 申请", "current 已预订", "ahead 开始", "ahead 结束"]);
  expect(stands(bookingOf({ exited: 0, drawAt: 0, entered: at(8) + 60, state: "overstay" }), at(11))).toEqual([
    "done 申请",
    "done 开始",
    "done 入场",
    "done 结束",
    "current 已超时",
  ]);
  const cancelled = bookingOf({ exited: 0, drawAt: 0, state: "cancelled", closed: at(3) });
  expect(stands(cancelled, at(20))).toEqual(["done 申请", "done 结清", "current 已取消"]);
});

test("the first page has my bookings with what comes next, and my spaces", async () => {
  const text = await show();
  for (const part of [parkingTexts.none[0], "3-2-501可用 50 分"]) {
    expect(text).toContain(part);
  }
  mine.bookings = [bookingOf({ from: soon(), until: soon() + hour }), bookingOf({ booking: "e".repeat(64), state: "settled" })];
  mine.spaces = [spaceOf({ mine: true, offer: offerOf() })];
  const more = await show();
  for (const part of ["南区 A-12", "车位留着", "付 4 分，其余退回", parkingTexts.notOffered[0], parkingTexts.earlier[0]]) {
    expect(more).toContain(part);
  }
  expect(place.querySelector(`a[href="#/parking/${id}"]`)).not.toBeNull();
});

test("spaces say when they are free, and only free ones can be booked", async () => {
  const [from, until] = [soon(), soon() + hour];
  const q = quarterOf(from);
  const days = [{ day: dayOf(from), offered: quartersFrom(0, 96), taken: quartersFrom(q, q + 1) }];
  found = [
    spaceOf({ days }),
    spaceOf({ space: "s2", label: "A-13", free: false, days }),
    spaceOf({ space: "s3", label: "A-14", mine: true }),
  ];
  const text = await show("find", String(from), String(until));
  for (const part of ["8 分", parkingTexts.taken[0], parkingTexts.mine[0], `空闲：00:00–${clock(q)}`]) {
    expect(text).toContain(part);
  }
  const ways = [...place.querySelectorAll('a[href^="#/parking/book/"]')].map((way) => way.getAttribute("href"));
  expect(ways).toEqual([`#/parking/book/s1/${from}/${until}`]);
  expect(place.querySelectorAll(".bar-chosen")).toHaveLength(2);
  found = [];
  expect(await show("find", String(from), String(until))).toContain(parkingTexts.nothing[0]);
});

const drawn = (space: string, label: string, column: number) => ({
  space,
  label,
  corners: [
    [100 + 250 * column, 100],
    [350 + 250 * column, 100],
    [350 + 250 * column, 600],
    [100 + 250 * column, 600],
  ],
});

test("on a plan each space says what it is in words, and leads where the list does", async () => {
  const [from, until] = [soon(), soon() + hour];
  const q = quarterOf(from);
  const days = (taken: string) => [{ day: dayOf(from), offered: quartersFrom(0, 96), taken }];
  found = [
    spaceOf(),
    spaceOf({ space: "s2", label: "A-13", free: false, days: days(quartersFrom(q, q + 1)) }),
    spaceOf({ space: "s3", label: "A-14", free: false, days: days(quartersFrom(q, q + 4)) }),
    spaceOf({ space: "s4", label: "A-15", mine: true }),
    spaceOf({ space: "s5", label: "A-16" }),
  ];
  const spaces = [drawn("s3", "A-14", 2), drawn("s2", "A-13", 1), drawn("s1", "A-12", 0), drawn("s4", "A-15", 3), drawn("", "B-1", 4)];
  const levels = [{ name: "", width: 1550, height: 700, spaces }];
  plans = [{ lot: "l1", body: "owners", at: at(8), levels, missing: ["A-16"], unknown: ["B-1"], unplaced: [] }];
  const text = await show("find", String(from), String(until));
  expect(text).toContain("车位的位置是业委会画的");
  expect(text).toContain("图上没有、列表里有：A-16");
  const named = [...place.querySelectorAll(".lot-space")].map((one) => one.getAttribute("aria-label"));
  expect(named).toEqual(["A-12 空，8 分，预订", "A-13 部分空，看什么时候空", "A-14 占", "A-15 自己的", "B-1 没有让出"]);
  const ways = [...place.querySelectorAll("svg.lot-plan a")].map((way) => way.getAttribute("href"));
  expect(ways).toEqual([`#/parking/book/s1/${from}/${until}`, `#/parking/find/${from}/${until}`]);
  const [free, partly] = [...place.querySelectorAll<SVGElement>("svg.lot-plan a")];
  expect(free?.textContent).toBe("A-12 空");
  partly?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  expect(document.activeElement?.textContent).toBe("A-13");
});

test("one gesture books on the terms that are shown, and the plate is left with the gates alone", async () => {
  const [from, until] = [soon(), soon() + 2 * hour];
  expect(await show("book", "s1", String(from), String(until))).toContain("每小时 4 分。");
  await press(parkingTexts.sign);
  expect(said()).toContain(parkingTexts.noPlate[0]);
  await typeInto(place, "#plate", " 沪A12345 ");
  expect(said()).not.toContain(parkingTexts.noPlate[0]);
  await press(parkingTexts.sign);
  const body = { from: String(from), home, offer: "a".repeat(64), plate, space: "s1", until: String(until) };
  expect(await signed()).toMatchObject({ type: "parking.book", seq: "1", body });
  expect(plates).toEqual([{ plate: "沪A12345", until: until + 2 * 24 * hour }]);
  expect(said()).toContain(parkingTexts.booked[0]);
});

test("who has too few points is told so, and what the ledger refuses is said in its words", async () => {
  const [from, until] = [soon(), soon() + 2 * hour];
  found = [spaceOf({ held: 51 })];
  expect(await show("book", "s1", String(from), String(until))).toContain("可用 50 分，不够");
  found = [spaceOf()];
  refuses = true;
  await show("book", "s1", String(from), String(until));
  await typeInto(place, "#plate", "沪A12345");
  await press(parkingTexts.sign);
  await vi.waitFor(() => expect(said()).toContain("已经有人订了"));
  expect(acts).toHaveLength(0);
  found = [spaceOf({ free: false })];
  expect(await show("book", "s1", String(from), String(until))).toContain(parkingTexts.gone[0]);
});

const mineNow = (some: Partial<Booking>) => {
  mine.bookings = [bookingOf({ from: soon(), until: soon() + 2 * hour, exited: 0, drawAt: 0, asked: now() - hour, ...some })];
};

test("only the steps that the server names are offered", async () => {
  mineNow({ next: [] });
  await show(id);
  const steps = [parkingTexts.cancel, parkingTexts.extend, parkingTexts.displaced, parkingTexts.dispute, parkingTexts.retract];
  const summaries = () => [...place.querySelectorAll("summary")].map((one) => one.textContent);
  for (const [text] of steps) {
    expect(summaries()).not.toContain(text);
  }
  mineNow({ next: ["cancel", "dispute", "displace", "extend", "retract"] });
  await show(id);
  for (const [text] of steps) {
    expect(summaries()).toContain(text);
  }
  expect(await show("f".repeat(64))).toContain(parkingTexts.noSuch[0]);
});

test("cancelling says what it costs now", async () => {
  mineNow({ next: ["cancel"] });
  expect(await show(id)).toContain(parkingTexts.cancelFree[0]);
  mineNow({ next: ["cancel"], terms: { ...bookingOf().terms, cancel: 48 * hour } });
  expect(await show(id)).toContain("现在取消要付 4 分。");
  await press(parkingTexts.cancelSign);
  expect(await signed()).toMatchObject({ type: "parking.cancel", seq: "5", body: { booking: id } });
});

test("more time is chosen among what is free, with its price", async () => {
  const from = midnight(today() + 1) + 8 * hour;
  mineNow({ from, until: from + 2 * hour, price: 8, next: ["extend"] });
  found = [spaceOf({ free: false, days: [{ day: today() + 1, offered: quartersFrom(0, 96), taken: quartersFrom(32, 40) }] })];
  expect(await show(id)).toContain("多付 1 分，一共 9 分。");
  expect(place.querySelectorAll("[id^=longer-] option")).toHaveLength(16);
  refuses = true;
  await press(parkingTexts.extendSign);
  await vi.waitFor(() => expect(said()).toContain("已经有人订了"));
  await choose(`#longer-${id}`, String(from + 2 * hour + 2 * quarter));
  expect(said()).not.toContain("已经有人订了");
  refuses = false;
  await choose(`#longer-${id}`, String(from + 2 * hour + quarter));
  await press(parkingTexts.extendSign);
  const until = String(from + 2 * hour + quarter);
  expect(await signed()).toMatchObject({ type: "parking.extend", body: { booking: id, until } });
  found = [spaceOf({ days: [{ day: today() + 1, offered: quartersFrom(0, 96), taken: quartersFrom(32, 41) }] })];
  expect(await show(id)).toContain(parkingTexts.notLonger[0]);
});

test("who finds his space taken says so, and is led to another one", async () => {
  mineNow({ next: ["displace"] });
  await show(id);
  await press(parkingTexts.displacedSign);
  expect(await signed()).toMatchObject({ type: "parking.displaced", body: { booking: id } });
  mineNow({ state: "displaced", displaced: now() });
  await show(id);
  expect(place.querySelector(`a[href="#/parking/find/${soon()}/${soon() + 2 * hour}"]`)).not.toBeNull();
  expect(place.querySelector('a[href="#/orders/new"]')).not.toBeNull();
});

test("an objection is kept off the ledger, which has its hash", async () => {
  mineNow({ state: "exited", next: ["dispute"] });
  await show(id);
  await press(parkingTexts.disputeSign);
  expect(said()).toContain(parkingTexts.empty[0]);
  await typeInto(place, "#dispute", " 车位一直有车 ");
  expect(said()).not.toContain(parkingTexts.empty[0]);
  await press(parkingTexts.disputeSign);
  const act = await signed();
  expect(kept).toMatchObject([{ booking: id, text: "车位一直有车" }]);
  const text = await hashText(kept[0]?.salt ?? "", "车位一直有车");
  expect(act).toMatchObject({ type: "parking.dispute", body: { booking: id, text } });
});

test("nothing is signed where the server keeps another text", async () => {
  tampers = true;
  mineNow({ state: "exited", next: ["dispute"] });
  await show(id);
  await typeInto(place, "#dispute", "车位一直有车");
  await press(parkingTexts.disputeSign);
  await vi.waitFor(() => expect(said()).toContain(parkingTexts.mismatch[0]));
  expect(acts).toHaveLength(0);
});

test("a host takes his space back with a reason", async () => {
  mine.hosted = [bookingOf({ side: "host", from: soon(), until: soon() + hour, next: ["retract"] })];
  await show(id);
  await typeInto(place, "#retract", "家里来客人");
  await press(parkingTexts.retractSign);
  const reason = await hashText(kept[0]?.salt ?? "", "家里来客人");
  expect((await signed()) ?? {}).toMatchObject({ type: "parking.retract", body: { booking: id, reason } });
});

test("both sides read what was said", async () => {
  const text = { hash: "1".repeat(64), salt: "s", text: "车位一直有车" };
  mineNow({ state: "disputed", dispute: { at: now(), side: "host", text }, reason: { ...text, text: "" } });
  const page = await show(id);
  expect(page).toContain(`${parkingTexts.hostSaid[0]}车位一直有车`);
  expect(page).toContain(parkingTexts.wordsElsewhere[0]);
});

const choose = async (field: string, value: string) => {
  const select = place.querySelector(field) as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  await settled();
};

test("an offer is read before it is signed, and is what was read", async () => {
  mine.spaces = [spaceOf({ mine: true, offer: offerOf() })];
  expect(await show("offer", "s1")).toContain("周一到周五 08:00 到 18:00。");
  expect(buttonOf(place, parkingTexts.stop)).toBeUndefined();
  await press(offerTexts.nights);
  await choose("#to-0", "08:00");
  expect(said()).toContain("每天 19:00 到 第二天 08:00。");
  await press(offerTexts.add);
  await typeInto(place, "#hour", "");
  expect(said()).toContain("积分请填");
  await press(parkingTexts.offerSign);
  expect(acts).toHaveLength(0);
  await typeInto(place, "#hour", "3");
  await typeInto(place, "#except", written(today() + 2));
  await press(offerTexts.exceptAdd);
  await typeInto(place, "#last", written(today() + 9));
  await choose("#late", "100");
  expect(said()).toContain("每小时 3 分。");
  await press(parkingTexts.offerSign);
  expect(await signed()).toMatchObject({
    type: "offer.set",
    seq: "5",
    body: {
      except: [String(today() + 2)],
      from: String(midnight(today())),
      space: "s1",
      until: String(midnight(today() + 10)),
      terms: { hour: "3", late: "100", cancel: "7200", bands: [], others: false },
      windows: [
        { days: ["0", "1", "2", "3", "4", "5", "6"], from: "1140", to: "480" },
        { days: ["0", "6"], from: "0", to: "1440" },
      ],
    },
  });
});

test("other prices are added, changed and removed, and each is a sentence", async () => {
  mine.spaces = [spaceOf({ mine: true, offer: offerOf() })];
  await show("offer", "s1");
  await press(offerTexts.addBand);
  await press(offerTexts.addBand);
  expect(said()).toContain(offerTexts.coveredAll[0]);
  pressOn(place.querySelectorAll("fieldset.card")[2] as Element, offerTexts.remove);
  await settled();
  expect(said()).not.toContain(offerTexts.coveredAll[0]);
  await typeInto(place, "#band-0-hour", "1.5");
  expect(place.querySelector("#band-0-wrong")?.textContent).toContain("积分请填");
  await typeInto(place, "#band-0-hour", "1");
  await choose("#from-band-0", "20:00");
  await choose("#to-band-0", "08:00");
  expect(said()).toContain("周末 20:00 到 第二天 08:00：每小时 1 分。其余时间每小时 2 分。");
  await press(parkingTexts.offerSign);
  const terms = { hour: "2", bands: [{ days: ["0", "6"], from: "1200", hour: "1", to: "480" }] };
  expect(await signed()).toMatchObject({ type: "offer.set", body: { terms } });
});

test("bodies are let in only where the community has adopted it", async () => {
  mine.spaces = [spaceOf({ mine: true, offer: offerOf() })];
  expect(await show("offer", "s1")).not.toContain(offerTexts.others[0]);
  others = true;
  expect(await show("offer", "s1")).toContain(offerTexts.others[0]);
  expect(await show("offer", "s9")).toContain(parkingTexts.noSpace[0]);
});

test("what is offered can be offered no more", async () => {
  const windows = [{ days: [1], from: 480, to: 1080 }];
  mine.spaces = [spaceOf({ mine: true, offer: offerOf({ windows, until: now() + 99 * 24 * hour, ended: false }) })];
  await show("offer", "s1");
  await press(parkingTexts.stop);
  expect(await signed()).toMatchObject({ type: "offer.end", body: { space: "s1" } });
});

test("a visitor is told of at the gate, his plate to its keeper alone", async () => {
  await show("visitors");
  await press(parkingTexts.visitSign);
  expect(said()).toContain(parkingTexts.noPlate[0]);
  await typeInto(place, "#plate", "沪B00001");
  expect(said()).not.toContain(parkingTexts.noPlate[0]);
  await typeInto(place, "#day", written(today() + 1));
  await choose("#at", "09:30");
  await choose("#long", "72");
  (place.querySelectorAll('input[name="kind"]')[1] as HTMLInputElement).click();
  await settled();
  await press(parkingTexts.visitSign);
  const from = midnight(today() + 1) + 38 * quarter;
  const body = { from: String(from), home, kind: "release", lot: "l1", plate, until: String(from + 72 * hour) };
  expect(await signed()).toMatchObject({ type: "visit.allow", seq: "5", body });
  expect(plates).toEqual([{ plate: "沪B00001", until: from + 74 * hour + 46 * hour }]);
});

test("where this server hears no gates, one is told where to go", async () => {
  mineLot = false;
  expect(await show("visitors")).toContain(parkingTexts.noLot[0]);
  expect(buttonOf(place, parkingTexts.visitSign)).toBeUndefined();
});

test("a slip is printed without the plate, and can be ended", async () => {
  const visit = "9".repeat(64);
  mine.visits = [{ visit, home, house: "3-2-501", kind: "release", lot: "l1", lotName: "南区", from: soon(), until: soon() + hour }];
  await show("visitors");
  const way = place.querySelector('a[href^="#/parking/visitors/"]')?.getAttribute("href");
  expect(way).toBe(`#/parking/visitors/${"9".repeat(16)}`);
  await press(parkingTexts.endVisitSign);
  expect(await signed()).toMatchObject({ type: "visit.end", body: { visit } });
  const slip = await show("visitors", "9".repeat(16));
  for (const part of [parkingTexts.releaseSlip[0], "南区", "3-2-501"]) {
    expect(slip).toContain(part);
  }
  const code = place.querySelector(".sheet svg.qr")?.innerHTML;
  render(<Qr text={`${location.origin}/c/garden/work#/slip/${"9".repeat(16)}`} label="" />, place); // the guard's page
  expect(place.querySelector("svg.qr")?.innerHTML).toBe(code);
  expect(await show("visitors", "9")).toContain(parkingTexts.noVisit[0]);
});
