// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What officers sign of shared parking, and what they read of it.

import { render, type VNode } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Authenticator } from "../../../../test/authenticator.ts";
import { settled } from "../../../../test/settled.ts";
import { buttonOf, json, pressOn, stage, strike, take, typeInto } from "../../../../test/stage.ts";
import { parse } from "../../../act/act.ts";
import type { Community, Me } from "../../shared/api.ts";
import { now } from "../../shared/clock.ts";
import { today } from "../../shared/day.ts";
import { say, type Text } from "../../shared/language.ts";
import type { Booking, Parking as Parks, Plan, Space } from "../../shared/parking/api.ts";
import { bookTexts } from "../../shared/parking/book-texts.ts";
import type { GateList } from "../../shared/parking/gate-list.ts";
import { midnight } from "../../shared/parking/quarters.ts";
import { officeTexts } from "../texts.ts";
import type { Cell } from "./api.ts";
import { cellText, csvOf, share } from "./heat.ts";
import { readLines, twice } from "./lines.ts";
import { Parking } from "./parking.tsx";
import { hashOf } from "./rules.tsx";
import { officeParkingTexts as own } from "./texts.ts";

const key = new Authenticator("officer", "http://localhost");
const community = {
  community: "garden",
  net: "0".repeat(64),
  rp: { id: "localhost" },
  bodies: [
    { id: "owners", name: "业委会" },
    { id: "property", name: "物业" },
  ],
} as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", body: "property", desk: true }, seq: 5 } as unknown as Me;
const of = { community, me, reload: () => {} };
const home = { unit: "b".repeat(32), house: "3幢-2-501" };
const lot = { lot: "north", name: "北门", body: "property", gates: [], spaces: 1, offered: 0, mine: true };
const terms = {
  hour: 2,
  bands: [],
  overstay: 2,
  deposit: 8,
  early: 900,
  noShow: 3600,
  cancel: 7200,
  late: 50,
  notice: 43200,
  draw: 0,
  others: false,
};
const none = { hash: "", salt: "", text: "" };
const booking: Booking = {
  booking: "e".repeat(64),
  space: "space-1",
  label: "A-1",
  lot: "north",
  lotName: "北门",
  side: "",
  guest: "household",
  host: "owners",
  from: 1_800_000_000,
  until: 1_800_007_200,
  price: 4,
  held: 20,
  due: 6,
  state: "disputed",
  asked: 1_799_990_000,
  drawAt: 0,
  entered: 1_800_000_100,
  exited: 0,
  displaced: 0,
  dispute: { at: 1_800_008_000, side: "guest", text: { hash: "f".repeat(64), salt: "", text: "车位被占了" } },
  reason: none,
  terms,
  next: ["resolve"],
  nextAt: 0,
  closed: 0,
  offered: true,
};
const space: Space = {
  space: "space-1",
  label: "A-1",
  lot: "north",
  lotName: "北门",
  mine: true,
  offer: { offer: "", from: 0, until: 0, windows: [], except: [], terms, ended: true },
  free: false,
  price: 0,
  held: 0,
  days: [],
};
const devices = [
  { device: "gate-2", body: "property", place: "出口", withdrawn: 0, ways: false, class: "T0" },
  { device: "gate-1", body: "property", place: "入口", withdrawn: 0, ways: true, class: "T2" },
  { device: "lamp", body: "owners", place: "路灯", withdrawn: 0 },
];
const element = { id: "space-1", name: [{ language: "zh", string: "A-1" }], parentId: { id: "north" } };

const usable = [{ account: "property", house: "", usable: 30 }];
const hour = 3600;

let bookings: Booking[];
let booked: Booking[]; // by the body
let offered: Space[];
let gates: GateList[];
let adopted: Partial<Parks>;
let left: { type: string; body: { [member: string]: unknown } }[]; // for a second body
let acts: typeof left; // that one body signs
let texts: { [member: string]: string }[];
let text: string; // that the vote has adopted
let plans: Plan[];
let files: string[];
let place: HTMLElement;

const box = [
  [100, 100],
  [350, 100],
  [350, 600],
  [100, 600],
];
const plan: Plan = {
  lot: "north",
  body: "property",
  at: 1_800_000_000,
  levels: [
    {
      name: "地下一层",
      width: 450,
      height: 700,
      spaces: [
        { space: "space-1", label: "A-1", corners: box },
        { space: "", label: "B-9", corners: box },
      ],
    },
  ],
  missing: ["A-7"],
  unknown: ["B-9", "C-3"],
  unplaced: ["C-3"],
};

async function putPlan(method: string, body: RequestInit["body"]): Promise<Response> {
  if (method === "DELETE") {
    plans = [];
    return new Response(null, { status: 204 });
  }
  const { file } = JSON.parse(String(body));
  if (file === "no place") {
    return json(422, { type: "urn:linli:problem:bad-file", title: "文件无法读取", detail: "文件的 [3].name 缺少。" });
  }
  files.push(file);
  plans = [plan];
  return json(200, plan);
}

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  const end = path.replace("/api/v1", "").split("?")[0] ?? "";
  if (end === "/pending-acts" && method === "POST") {
    left.push(parse(JSON.parse(String(body)).act) as never);
    return json(201, {});
  }
  if (end === "/acts") {
    return take(acts, body);
  }
  if (end === "/bookings/texts") {
    texts.push(JSON.parse(String(body)));
    return json(201, { hash: "d".repeat(64) });
  }
  if (end === "/parking/plans/north") {
    return putPlan(method, body);
  }
  if (end === "/people/search") {
    const units = JSON.parse(String(body)).q === home.house ? [home] : [];
    return json(200, { items: [{ person: "1".repeat(32), name: "业主0001", houses: [home.house], units, passkeys: 0, recoveries: 0 }] });
  }
  const answers: { [path: string]: unknown } = {
    "/me": me,
    "/session": me.session,
    "/pending-acts": { items: [] },
    "/parking/bookings": { items: bookings },
    "/parking/plans": { items: plans },
    "/communities/garden/parking": { others: false, ahead: 0, adopted: 0, lots: [lot], ...adopted },
    "/communities/garden/parking/apds.json": { hierarchyElements: [{ id: "north", name: [] }, element] },
    "/desk/devices": { items: devices },
    "/me/parking": { spaces: [space], bookings: booked, hosted: [], visits: [], usable, earned: 0 },
    "/parking/spaces": { items: offered, usable },
    "/me/plates": { commitment: "c".repeat(64) },
    "/parking/gates": { items: gates },
    "/parking/occupancy": { spaces: 9, cells: week() },
    "/communities/garden/elections": { items: [{ election: "vote-1", title: "停车办法", stage: "published", times: {} }] },
    "/communities/garden/elections/vote-1": { election: { contests: [{ id: "rules", text }] } },
  };
  return json(200, answers[end]);
}

beforeEach(() => {
  place = stage(server, key);
  [bookings, left, acts, texts, text, plans, files] = [[booking], [], [], [], "", [], []];
  [booked, offered, gates, adopted] = [[], [], [], {}];
});

afterEach(() => strike(place));

const show = async (page: VNode) => {
  render(page, place);
  await settled();
};
const said = () => place.textContent ?? "";
const press = async (text: Text, within: ParentNode = place) => {
  await vi.waitFor(() => expect(buttonOf(within, text), text[0]).toBeTruthy());
  await pressOn(within, text);
};
const write = (id: string, value: string) => typeInto(place, `[id="${id}"]`, value);
const choose = async (id: string, value: string) => {
  const select = place.querySelector(`[id="${id}"]`) as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  await settled();
};

const empty: Cell = { offered: 0, booked: 0, used: 0, merged: false };

// week has Monday's first hour half full, Tuesday's of few spaces, and Sunday's last one full.
function week(): Cell[] {
  const cells = Array.from({ length: 168 }, () => empty);
  cells[0] = { offered: 40, booked: 20, used: 10, merged: false };
  cells[24] = { ...empty, merged: true };
  cells[167] = { offered: 8, booked: 8, used: 6, merged: false };
  return cells;
}

test("a dispute is resolved by two bodies with an amount and a reason, of which the act has the hash", async () => {
  await show(<Parking {...of} at={[]} />);
  for (const part of ["北门 A-1", "车位被占了", "业委会", say(own.household)]) {
    expect(said()).toContain(part);
  }
  await write(`due-${booking.booking}`, "3");
  await write(`reason-parking.resolve-${booking.booking}`, " 监控看到别的车 ");
  await press(own.check);
  await press(officeTexts.sign);
  await vi.waitFor(() => expect(left).toHaveLength(1));
  expect(texts[0]).toMatchObject({ booking: booking.booking, text: "监控看到别的车" });
  expect(left[0]).toMatchObject({ type: "parking.resolve", body: { booking: booking.booking, due: "3", reason: "d".repeat(64) } });
});

test("a side does not resolve its own dispute", async () => {
  bookings = [{ ...booking, side: "host", next: [] }];
  await show(<Parking {...of} at={[]} />);
  expect(said()).toContain(own.notYou[0]);
  expect(said()).not.toContain(own.resolve[0]);
});

test("a car park has those of the body's devices as gates that were chosen, by their ids", async () => {
  await show(<Parking {...of} at={["lots"]} />);
  const forms = place.querySelectorAll("form");
  const form = forms[forms.length - 1] as HTMLFormElement;
  const id = form.querySelector("input")?.id.replace("name-", "") ?? "";
  await vi.waitFor(() => expect(form.querySelectorAll("select")).toHaveLength(2)); // another body's lamp is none
  await write(`name-${id}`, "南门");
  for (const [gate, way] of [
    ["gate-2", "out"],
    ["gate-1", "in"],
  ] as const) {
    const select = form.querySelector(`#gate-${gate}`) as HTMLSelectElement;
    select.value = way;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await settled();
  }
  await press(own.check, form);
  await press(officeTexts.sign);
  await vi.waitFor(() => expect(left).toHaveLength(1));
  expect(left[0]).toMatchObject({
    type: "lot.set",
    body: {
      body: "property",
      gates: [
        { device: "gate-1", way: "in" },
        { device: "gate-2", way: "out" },
      ],
      lot: id,
      name: "南门",
    },
  });
});

test("a gate that does not say which way cars go is not set as both ways", async () => {
  await show(<Parking {...of} at={["lots"]} />);
  const forms = place.querySelectorAll("form");
  const form = forms[forms.length - 1] as HTMLFormElement;
  const set = async (gate: string, way: string) => {
    const select = form.querySelector(`#gate-${gate}`) as HTMLSelectElement;
    select.value = way;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await settled();
  };
  await vi.waitFor(() => expect(form.querySelectorAll("select")).toHaveLength(2));
  const check = () => buttonOf(form, own.check) as HTMLButtonElement;
  await set("gate-1", "unknown");
  expect(check().disabled).toBe(false);
  await set("gate-2", "unknown");
  expect(form.textContent).toContain(say(own.mute, "出口"));
  expect(check().disabled).toBe(true);
  await set("gate-2", "out");
  expect(form.textContent).not.toContain(say(own.mute, "出口"));
  expect(form.textContent).toContain(say(own.untrusted, "出口")); // which it may be, to open alone
  expect(check().disabled).toBe(false);
});

test("lines are read as labels with whose they are, and a label that is there twice is said", () => {
  expect(readLines("A-1  3幢-2-501\n\nA-2\t物业\nA-3")).toEqual([
    { label: "A-1", whose: "3幢-2-501" },
    { label: "A-2", whose: "物业" },
    { label: "A-3", whose: "" },
  ]);
  expect(twice(readLines("A-1\nA-2\nA-1 物业"))).toEqual(["A-1"]);
});

test("spaces are pasted and signed one by one: a home by its door, a body by its name, and a label that is there keeps its id", async () => {
  await show(<Parking {...of} at={["lots", "north"]} />);
  await vi.waitFor(() => expect(said()).toContain(say(own.spacesNow, "A-1")));
  await write("spaces", "A-1 9幢-9-999");
  await press(own.check);
  await vi.waitFor(() => expect(said()).toContain(say(own.spacesBad, "A-1 9幢-9-999")));
  await write("spaces", `A-1 ${home.house}\nA-2 物业`);
  await press(own.check);
  await press(officeTexts.sign);
  await press(own.next);
  await press(officeTexts.sign);
  await press(own.next);
  expect(said()).toContain(own.allDone[0]);
  expect(left.map(({ body }) => body)).toEqual([
    { host: { body: "", home: home.unit }, label: "A-1", lot: "north", space: "space-1" },
    { host: { body: "property", home: "" }, label: "A-2", lot: "north", space: expect.stringMatching(/^space-[0-9a-f]{16}$/) },
  ]);
});

test("the body's own space is offered by one officer of it", async () => {
  await show(<Parking {...of} at={["own"]} />);
  await press(own.check);
  await press(officeTexts.sign);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]).toMatchObject({ type: "offer.set", body: { space: "space-1", except: [], terms: { hour: "2", others: false } } });
});

test("rules are put in force if the vote has a matter that names them", async () => {
  text = await hashOf({ ahead: "7200", others: true });
  await show(<Parking {...of} at={["rules"]} />);
  await choose("election", "vote-1");
  await vi.waitFor(() => expect(said()).toContain(own.noContest[0]));
  await write("ahead", "2");
  await press(officeTexts.sign);
  await vi.waitFor(() => expect(left).toHaveLength(1));
  expect(left[0]).toMatchObject({
    type: "parking.adopt",
    body: { contest: "rules", election: "vote-1", regulation: { ahead: "7200", others: true } },
  });
});

test("the table says what the picture shows, and of fewer than five spaces only that", async () => {
  await show(<Parking {...of} at={["occupancy"]} />);
  await vi.waitFor(() => expect(place.querySelectorAll("tbody tr")).toHaveLength(24));
  const row = (hour: number) => [...(place.querySelectorAll("tbody tr")[hour]?.querySelectorAll("td") ?? [])].map((td) => td.textContent);
  expect(row(0)).toEqual(["50 %", own.fewer[0], "—", "—", "—", "—", "—"]);
  expect(row(23)).toEqual(["—", "—", "—", "—", "—", "—", "100 %"]);
  expect([...place.querySelectorAll("thead th")].map((th) => th.textContent)).toEqual([
    own.hour[0],
    ..."一二三四五六日".split("").map((day) => `周${day}`),
  ]);
  expect(place.querySelectorAll(".heat .merged")).toHaveLength(1);
  expect(place.querySelectorAll(".heat .part")).toHaveLength(2);
  await choose("measure", "used");
  expect(row(0)[0]).toBe("25 %");
});

test("a cell of few spaces has no share, and one that is booked beyond its offer is full", () => {
  expect(share({ offered: 0, booked: 0, used: 0, merged: true }, "booked")).toBeUndefined();
  expect(share({ offered: 4, booked: 8, used: 9, merged: false }, "used")).toBe(1);
  expect(cellText(empty, "booked")).toBe("—");
});

test("the CSV has a line for each hour of the week, in hours", () => {
  const lines = csvOf(week()).replace("\ufeff", "").trimEnd().split("\r\n");
  expect(lines).toHaveLength(1 + 168);
  expect(lines[1]).toBe('"周一","00:00",10,5,2.5');
  expect(lines[25]).toBe('"周二","00:00","不足5个","不足5个","不足5个"');
  expect(lines[168]).toBe('"周日","23:00",2,2,1.5');
});

const putFile = async (text: string, name: string) => {
  const input = place.querySelector("#lot-plan") as HTMLInputElement;
  Object.defineProperty(input, "files", { configurable: true, value: [new File([text], name, { type: "application/json" })] });
  input.dispatchEvent(new Event("change", { bubbles: true }));
  await settled();
  input.form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })); // the test's browser takes the field for empty
  await settled();
};

test("the body that keeps the gates puts a plan, reads what is not on it, and takes it away", async () => {
  await show(<Parking {...of} at={["lots", "north"]} />);
  expect(said()).toContain(own.planNone[0]);
  await putFile("no place", "a.json");
  await vi.waitFor(() => expect(said()).toContain("文件的 [3].name 缺少。"));
  await putFile("a place", "b.json");
  await vi.waitFor(() => expect(said()).toContain(own.planKept[0]));
  expect(said()).not.toContain("[3].name");
  expect(files).toEqual(["a place"]);
  for (const part of ["登记了、图上没有的：A-7", "没有登记的：B-9、C-3", "没有写在哪里的：C-3", "1 个已登记", "车位的位置是物业画的"]) {
    expect(said()).toContain(part);
  }
  const drawn = [...place.querySelectorAll(".lot-plan .lot-space")].map((one) => one.getAttribute("class"));
  expect(drawn).toEqual(["lot-space free", "lot-space none"]);
  await press(own.planDrop);
  await vi.waitFor(() => expect(said()).toContain(own.planNone[0]));
});

test("another body sees the plan, and puts none", async () => {
  plans = [plan];
  const others = { ...of, me: { ...me, session: { ...me.session, body: "owners" } } as Me };
  await show(<Parking {...others} at={["lots", "north"]} />);
  await vi.waitFor(() => expect(place.querySelector(".lot-plan")).not.toBeNull());
  expect(place.querySelector("#lot-plan")).toBeNull();
});

const free = (): Space => ({
  ...space,
  mine: false,
  free: true,
  price: 8,
  held: 24,
  offer: { ...space.offer, offer: "a".repeat(64), ended: false, terms: { ...terms, others: true } },
});

test("a body books with its points, by one officer, and leaves the plate at the gates before", async () => {
  offered = [free()];
  const from = 1_900_000_800;
  await show(<Parking {...of} at={["book", "space-1", String(from), String(from + hour)]} />);
  await vi.waitFor(() => expect(said()).toContain(say(bookTexts.costs, 8, 24)));
  await press(own.check);
  expect(said()).toContain(bookTexts.noPlate[0]);
  await write("plate", "沪A12345");
  expect(said()).not.toContain(bookTexts.noPlate[0]);
  await press(own.check);
  expect(acts).toEqual([]);
  await press(officeTexts.sign);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]).toMatchObject({
    type: "parking.book",
    seq: "1",
    body: { home: "", offer: "a".repeat(64), plate: "c".repeat(64), space: "space-1", from: String(from), until: String(from + hour) },
  });
  expect(said()).not.toContain("沪A12345"); // what is signed has a commitment alone
});

test("a body that has not the points cannot book", async () => {
  offered = [{ ...free(), held: 31 }];
  await show(<Parking {...of} at={["book", "space-1", "1900000800", "1900004400"]} />);
  await vi.waitFor(() => expect(said()).toContain(say(own.tooDear, 30)));
  expect(buttonOf(place, own.check)?.hasAttribute("disabled")).toBe(true);
});

test("what a body may book follows from the owners' rules and the offer", async () => {
  offered = [free()];
  const [near, far] = [Math.ceil(now() / hour) * hour, Math.ceil(now() / hour) * hour + 3 * hour];
  const look = async (from: number) => {
    render(null, place);
    await show(<Parking {...of} at={["find", String(from), String(from + hour)]} />);
    await vi.waitFor(() => expect(said()).toContain("A-1"));
  };
  await look(near);
  expect(said()).toContain(own.notAdopted[0]);
  expect(said()).toContain(own.households[0]);
  adopted = { others: true, ahead: 2 * hour };
  await look(near);
  expect(said()).not.toContain(own.notAdopted[0]);
  expect(place.querySelector(`a[href="#/parking/book/space-1/${near}/${near + hour}"]`)).toBeTruthy();
  await look(far);
  expect(said()).toContain(say(own.tooFar, 2));
  offered = [{ ...free(), offer: space.offer }];
  await look(near);
  expect(said()).toContain(own.households[0]);
});

test("a body sees the plan, which leads to no space that it may not book", async () => {
  plans = [plan];
  adopted = { others: true, ahead: 0 };
  const from = Math.ceil(now() / hour) * hour;
  const drawn = async (offer: Space["offer"]) => {
    offered = [{ ...free(), offer }];
    render(null, place);
    await show(<Parking {...of} at={["find", String(from), String(from + hour)]} />);
    await vi.waitFor(() => expect(place.querySelector(".lot-plan")).not.toBeNull());
    return [...place.querySelectorAll(".lot-plan .lot-space")].map((one) => [one.getAttribute("aria-label"), one.getAttribute("href")]);
  };
  const stranger = ["B-9 没有让出", null];
  expect(await drawn(free().offer)).toEqual([["A-1 空，8 分，预订", `#/parking/book/space-1/${from}/${from + hour}`], stranger]);
  expect(said()).toContain("车位的位置是物业画的");
  expect(await drawn(space.offer)).toEqual([[`A-1 ${own.households[0]}`, null], stranger]);
});

test("what a body has booked it makes longer and cancels, each by one officer", async () => {
  const begin = midnight(today() + 1) + 8 * hour;
  const one: Booking = {
    ...booking,
    state: "reserved",
    side: "guest",
    from: begin,
    until: begin + hour,
    dispute: { ...booking.dispute, at: 0, text: none },
    terms: { ...terms, cancel: 0 },
    next: ["cancel", "extend"],
  };
  booked = [one];
  offered = [{ ...free(), days: [{ day: today() + 1, offered: "f".repeat(24), taken: "0".repeat(24) }] }];
  await show(<Parking {...of} at={["booked"]} />);
  await vi.waitFor(() => expect(said()).toContain(say(own.usable, 30)));
  expect(place.querySelector(`a[href="#/parking/booked/${one.booking}"]`)).toBeTruthy();
  await show(<Parking {...of} at={["booked", one.booking]} />);
  await vi.waitFor(() => expect(place.querySelector(`[id="longer-${one.booking}"]`)).toBeTruthy());
  const steps = () => [...place.querySelectorAll("details")];
  const step = (title: Text) => steps().find((at) => at.querySelector("summary")?.textContent === title[0]) as HTMLElement;
  await press(officeTexts.sign, step(bookTexts.extend));
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]).toMatchObject({ type: "parking.extend", body: { booking: one.booking, until: String(begin + hour + 900) } });
  expect(step(own.cancel).textContent).toContain(bookTexts.cancelFree[0]);
  await press(officeTexts.sign, step(own.cancel));
  await vi.waitFor(() => expect(acts).toHaveLength(2));
  expect(acts[1]).toMatchObject({ type: "parking.cancel", body: { booking: one.booking } });
});

test("of each gate is said what it took, what it lacks, and what to do", async () => {
  const gate: GateList = {
    device: "gate-1",
    place: "入口",
    lot: "north",
    lotName: "北门",
    state: "away",
    since: 1_800_000_000,
    took: 0,
    listed: 3,
    stale: 2,
    unknown: 1,
    beyond: 4,
    ways: true,
    lacks: [{ kind: "booking", label: "A-1", from: 1_800_000_000, until: 1_800_003_600 }],
  };
  const done: GateList = {
    ...gate,
    device: "gate-3",
    place: "二号入口",
    state: "done",
    stale: 0,
    unknown: 0,
    beyond: 0,
    lacks: [],
    ways: false,
  };
  gates = [gate, done];
  await show(<Parking {...of} at={["gates"]} />);
  await vi.waitFor(() => expect(place.querySelectorAll("li.card")).toHaveLength(2));
  const cards = [...place.querySelectorAll("li.card")].map((card) => card.textContent);
  for (const part of [
    own.gateAway[0],
    say(own.gateLacks, 1),
    "预订 A-1",
    say(own.gateStale, 2),
    say(own.gateNoPlate, 1),
    say(own.gateBeyond, 4),
  ]) {
    expect(cards[0]).toContain(part);
  }
  expect(cards[0]).not.toContain(say(own.mute, "入口"));
  expect(cards[1]).toContain(say(own.mute, "二号入口"));
  expect(cards[1]).not.toContain(own.gateAway[0]);
  render(null, place);
  await show(<Parking {...of} at={[]} />);
  await vi.waitFor(() => expect(said()).toContain(say(own.gatesDiffer, "入口")));
});
