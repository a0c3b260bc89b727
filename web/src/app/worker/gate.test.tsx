// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// A guard's list with and without a connection, and what he signs for a car that is not on it.

import "fake-indexeddb/auto";
import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Authenticator } from "../../../test/authenticator.ts";
import { settled } from "../../../test/settled.ts";
import { buttonOf, json, pressOn, stage, strike, take, typeInto } from "../../../test/stage.ts";
import type { Community, Me } from "../shared/api.ts";
import { now } from "../shared/clock.ts";
import { say, type Text } from "../shared/language.ts";
import type { GateList } from "../shared/parking/gate-list.ts";
import type { Guest } from "./api.ts";
import { gateTexts, reasons } from "./gate-texts.ts";
import { found, groupsOf } from "./guests.ts";
import { Shelf } from "./shelf.ts";
import { Stranger } from "./stranger.tsx";
import { Work } from "./work.tsx";

const key = new Authenticator("worker", "http://localhost");
const community = { community: "garden", net: "0".repeat(64), rp: { id: "localhost" }, bodies: [] } as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", kind: "worker", body: "property" } } as unknown as Me;
const lot = { lot: "north", name: "北门停车场", body: "property", gates: [], spaces: 3, offered: 1, mine: true };
const hour = 3600;

const guest = (plate: string, from: number, rest: Partial<Guest> = {}): Guest => ({
  plate,
  commitment: "b".repeat(64),
  visit: "",
  without: [],
  kind: "booking",
  label: "A-12",
  lot: "north",
  lotName: "北门停车场",
  from,
  until: from + 2 * hour,
  state: "reserved",
  ...rest,
});

let connected: boolean;
let guests: Guest[];
let gates: GateList[];
let at: number; // of the server's list
let acts: { type: string; seq: string; body: { [member: string]: unknown } }[];
let plates: string[];
let shelf: Shelf;
let place: HTMLElement;
let device = 0;

async function server(path: string, { body }: RequestInit = {}): Promise<Response> {
  if (!connected) {
    throw new TypeError("no network");
  }
  const end = path.replace("/api/v1", "");
  if (end === "/acts") {
    return take(acts, body);
  }
  if (end === "/gate/plates") {
    plates.push(JSON.parse(String(body)).plate);
    return json(200, { commitment: "c".repeat(64) });
  }
  const answers: { [path: string]: unknown } = {
    "/worker/orders": { items: [], seq: 5 },
    "/gate/guests": { at, items: guests, gates, seq: 5 },
    "/communities/garden/parking": {
      others: false,
      ahead: 0,
      adopted: 0,
      lots: [lot, { ...lot, lot: "south", body: "owners", name: "别家的" }],
    },
    "/me": me,
  };
  return json(200, answers[end]);
}

beforeEach(async () => {
  place = stage(server, key);
  [connected, acts, plates, at] = [true, [], [], now()];
  gates = [];
  guests = [guest("沪A12345", now() - 60), guest("沪B67890", now() + 3 * hour), guest("", now() - 60, { label: "B-1" })];
  shelf = await Shelf.open(`gate-${++device}`);
  location.hash = "#/gate";
});

afterEach(() => strike(place));

const show = async () => {
  render(null, place);
  render(<Work community={community} me={me} shelf={shelf} />, place);
  await vi.waitFor(() => expect(said()).toContain(gateTexts.without[0]));
};
const said = () => place.textContent ?? "";
const press = async (text: Text) => {
  await vi.waitFor(() => expect(buttonOf(place, text), text[0]).toBeTruthy());
  await pressOn(place, text);
};
const choose = async ([text]: Text) => {
  const label = [...place.querySelectorAll("label")].find((one) => one.textContent === text);
  label?.querySelector("input")?.click();
  await settled();
};
const shownPlates = () => [...place.querySelectorAll(".plate")].map((one) => one.textContent);

test("plates are found by their last characters, however they are typed", () => {
  const of = (typed: string) => found(guests, typed).map(({ plate }) => plate);
  expect(of("345")).toEqual(["沪A12345"]);
  expect(of("b6 7890")).toEqual(["沪B67890"]);
  expect(of("A1234")).toEqual([]);
  expect(of("")).toHaveLength(3);
});

test("who is over is let in no more, unless his car is in", () => {
  const over = now() - 3 * hour;
  const { now: here, soon } = groupsOf([guest("a", over), guest("b", over, { state: "overstay" }), guest("c", now() + 60)], now());
  expect(here.map(({ plate }) => plate)).toEqual(["b"]);
  expect(soon.map(({ plate }) => plate)).toEqual(["c"]);
});

test("the list says who comes in now and who later, and looks for a plate", async () => {
  await show();
  expect(shownPlates()).toEqual(["沪A12345", gateTexts.unknown[0], "沪B67890"]);
  await typeInto(place, "#typed", "890");
  expect(shownPlates()).toEqual(["沪B67890"]);
  await typeInto(place, "#typed", "999");
  expect(said()).toContain(gateTexts.notFound[0]);
});

test("without a connection the list is the one that was kept, and says how old it is", async () => {
  at = now() - 10 * 60;
  await show();
  expect(said()).toContain("10 分钟前");
  expect(said()).not.toContain(gateTexts.away[0]);
  connected = false;
  guests = [];
  await show();
  await vi.waitFor(() => expect(said()).toContain(gateTexts.away[0]));
  expect(said()).toContain("10 分钟前");
  expect(shownPlates()).toContain("沪A12345");
  connected = true;
  dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(shownPlates()).toEqual([]));
});

test("a car without a booking is let in with its reason, and the ledger has a commitment to its plate", async () => {
  await show();
  await typeInto(place, "#plate", " 沪C11111 ");
  await choose(reasons.delivery);
  await press(gateTexts.let);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(plates).toEqual(["沪C11111"]);
  expect(acts[0]).toMatchObject({ type: "gate.decide", seq: "5" });
  expect(acts[0]?.body).toEqual({
    at: expect.stringMatching(/^\d+$/),
    let: true,
    lot: "north",
    plate: "c".repeat(64),
    reason: "delivery",
    way: "in",
  });
  expect(JSON.stringify(acts)).not.toContain("沪C11111");
});

test("what a guard decides without a connection is signed then, without the plate, and sent later", async () => {
  await show();
  connected = false;
  await typeInto(place, "#plate", "沪C11111");
  await choose(gateTexts.out);
  await choose(reasons["no-booking"]);
  await press(gateTexts.turned);
  await vi.waitFor(() => expect(said()).toContain(gateTexts.doneWithout[0]));
  expect(await shelf.steps()).toHaveLength(1);
  connected = true;
  dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]?.body).toMatchObject({ let: false, plate: "", reason: "no-booking", way: "out" });
});

test("without a connection the commitment to a plate on the list is the list's", async () => {
  await show();
  connected = false;
  await typeInto(place, "#plate", "沪a 12345");
  await press(gateTexts.let);
  await vi.waitFor(() => expect(said()).toContain(gateTexts.done[0]));
  connected = true;
  dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]?.body).toMatchObject({ plate: "b".repeat(64) });
  expect(plates).toEqual([]);
});

test("a gate that did not take its list is said, with the cars that it may not know", async () => {
  const behind: GateList = {
    device: "in",
    place: "北门进口",
    lot: "north",
    lotName: lot.name,
    state: "away",
    since: now() - hour,
    took: 0,
    listed: 2,
    stale: 1,
    unknown: 0,
    beyond: 0,
    ways: true,
    lacks: [{ kind: "booking", label: "A-12", from: 0, until: 0 }],
  };
  gates = [behind, { ...behind, device: "in-2", place: "北门二号", stale: 0, lacks: [], state: "done" }];
  guests = [guest("沪A12345", now() - 60, { without: ["北门进口"] }), guest("沪B67890", now() - 60)];
  await show();
  expect(said()).toContain("北门进口：");
  expect(said()).toContain("有 1 辆车已经取消");
  expect(said()).not.toContain("北门二号：");
  const marked = [...place.querySelectorAll("li.card")].filter((card) => card.textContent?.includes("可能不认识：北门进口"));
  expect(marked.map((card) => card.querySelector(".plate")?.textContent)).toEqual(["沪A12345"]);
});

const number = "9".repeat(16);
const visitor = () => guest("沪D00001", now() - 60, { kind: "visitor", label: "", state: "", visit: `${number}${"a".repeat(48)}` });

const scan = async (scanned: string) => {
  location.hash = `#/slip/${scanned}`;
  render(null, place);
  render(<Work community={community} me={me} shelf={shelf} />, place);
  await vi.waitFor(() => expect(said()).toContain(say(gateTexts.slip, scanned)));
};

test("a slip that is scanned leads to its car, and what was done is signed of it, without a connection as well", async () => {
  guests = [...guests, visitor()];
  await show(); // which keeps the list
  connected = false;
  await scan(number);
  await vi.waitFor(() => expect(said()).toContain(gateTexts.slipGood[0]));
  expect(shownPlates()).toEqual(["沪D00001"]);
  await press(gateTexts.let);
  await vi.waitFor(() => expect(said()).toContain(gateTexts.done[0]));
  connected = true;
  dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]?.body).toMatchObject({ let: true, lot: "north", plate: "b".repeat(64), reason: "visitor", way: "in" });
});

test("a slip that is not on the list, or none at all, is said to be none", async () => {
  guests = [visitor(), { ...visitor(), visit: `${"8".repeat(16)}${"a".repeat(48)}`, until: now() - 1 }];
  for (const other of ["7".repeat(16), "8".repeat(16), "9999", "x"]) {
    await scan(other);
    await vi.waitFor(() => expect(said()).toContain(gateTexts.slipNone[0]));
    expect(shownPlates()).toEqual([]);
  }
});

test("who is no guard reads of a slip where to show it, and may sign in", async () => {
  const signIn = <p>sign in</p>;
  render(<Stranger community={{ ...community, name: "花园小区" } as Community} signIn={signIn} />, place);
  expect(said()).toContain(say(gateTexts.stranger, "花园小区"));
  expect(said()).not.toContain("sign in");
  await press(gateTexts.guardsSignIn);
  expect(said()).toBe("sign in");
});
