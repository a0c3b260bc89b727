// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settled } from "../../../../test/settled.ts";
import type { Community, Me } from "../../shared/api.ts";
import { now } from "../../shared/clock.ts";
import { say } from "../../shared/language.ts";
import type { Order } from "../../shared/orders/order.ts";
import { type BoardOrder, dispatchApi, type Worker } from "./api.ts";
import { BoardPage } from "./board.tsx";
import { candidates } from "./merge.tsx";
import { dispatchTexts } from "./texts.ts";

const community = { community: "garden", bodies: [{ id: "owners", name: "业委会" }], rp: { id: "localhost" } } as unknown as Community;
const me = { session: { credential: "mine", body: "owners" }, seq: 3 } as unknown as Me;
const item = (id: string, due: number, of: Partial<Order> = {}, besides: Partial<BoardOrder> = {}): BoardOrder => ({
  order: {
    order: id,
    kind: "repair.water",
    priority: "ordinary",
    state: "assigned",
    level: 0,
    place: "3-2",
    next: { what: "accept", at: now() + due, who: "worker" },
    ...of,
  } as Order,
  body: "owners",
  mine: true,
  called: [],
  hands: 0,
  most: 3,
  transferred: 0,
  again: 0,
  ...besides,
});

let place: HTMLElement;

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app"></main>';
  place = document.getElementById("app") as HTMLElement;
  vi.stubGlobal("scrollTo", () => {});
});

afterEach(() => {
  render(null, place);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function show(items: BoardOrder[], away = false, workers: Partial<Worker>[] = []): Promise<string> {
  vi.spyOn(dispatchApi, "board").mockResolvedValue({ items, away, at: now() });
  vi.spyOn(dispatchApi, "workers").mockResolvedValue({ items: workers as Worker[], waiting: [] });
  render(<BoardPage community={community} me={me} reload={() => {}} />, place);
  await settled();
  return place.textContent ?? "";
}

test("the next deadline stands first, and one that is over says so", async () => {
  await show([item("b", 900), item("c", 60, { priority: "emergency", level: 1 }), item("a", -60)]);
  const cards = [...place.querySelectorAll(".card")];
  expect(cards.map((card) => card.getAttribute("href"))).toEqual(["#/orders/a", "#/orders/c", "#/orders/b"]);
  expect(cards[0]?.textContent).toContain("已过");
  expect(cards[1]?.className).toContain("urgent");
  expect(cards[1]?.textContent).toContain("已加叫后面的人");
});

test("it says who is free, and who is not", async () => {
  const free = { worker: "w", name: "甲", free: true };
  expect(await show([], false, [free, { worker: "v", name: "乙", free: false }])).toContain(say(dispatchTexts.free, "甲"));
  render(null, place);
  expect(await show([], false, [])).toContain(say(dispatchTexts.nobodyFree));
});

test("it says when the ledger is away, and goes on", async () => {
  const text = await show([item("a", 60)], true);
  expect(text).toContain(say(dispatchTexts.away));
  expect(place.querySelectorAll(".card")).toHaveLength(1);
});

test("a duplicate is looked for among what is alike, and is never of itself or of what is done", () => {
  const order = item("a", 60).order;
  const others = [
    item("a", 60),
    item("far", 60, { kind: "noise", place: "9" }),
    item("near", 60),
    item("done", 60, { state: "done" }),
    item("theirs", 60, {}, { mine: false }),
  ];
  expect(candidates(order, others).map((one) => one.order.order)).toEqual(["near", "far"]);
});
