// SPDX-License-Identifier: Apache-2.0

import { expect, test } from "vitest";
import { called } from "../../../test/order.ts";
import type { Order } from "../shared/orders/order.ts";
import type { WorkOrder } from "./api.ts";
import type { Step, StepType } from "./step.ts";
import { groupsOf, viewOf } from "./view.ts";

const order: Order = { ...called, order: "o" };
const work = (of: Partial<Order> = {}, mine = false): WorkOrder => ({
  order: { ...order, ...of },
  called: true,
  mine,
  house: "3幢-2单元-501",
  phone: "",
  text: { hash: "", state: "none" },
  photos: [],
  reasons: [],
  colleagues: [],
  help: "next",
});
const step = (type: StepType, at: number, more: Partial<Step> = {}): Step =>
  ({ n: at, worker: "w", order: "o", type, words: type, at, enclosed: [], key: "", seq: at, ...more }) as Step;

test("an order stands where its unsent steps have brought it, at the times as they were", () => {
  const view = viewOf(work(), [step("order.accept", 200), step("order.depart", 210), step("order.arrive", 220)]);
  expect([view.order.state, view.mine, view.order.accepted, view.order.departed, view.order.arrived]).toEqual([
    "on-site",
    true,
    200,
    210,
    220,
  ]);
  expect(view.unsent).toHaveLength(3);
  expect(view.order.next).toBeUndefined(); // what has been met is no deadline any more
  expect(order.state).toBe("assigned");
});

test("what was refused, or is another order's, moves nothing", () => {
  const refused = { status: 422, kind: "act-refused", code: "ORDER_TAKEN", title: "", detail: "" };
  const view = viewOf(work(), [step("order.accept", 200, { refused }), step("order.accept", 201, { order: "other" })]);
  expect([view.order.state, view.mine, view.unsent]).toEqual(["assigned", false, []]);
});

test("what calls a worker is apart from what he has, each by its deadline", () => {
  const late = work({ order: "late", next: { what: "accept", at: 500, who: "worker" } });
  const mine = work({ order: "mine", state: "accepted" }, true);
  const done = work({ order: "done", state: "done" }, true);
  const groups = groupsOf([work(), late, mine, done].map((one) => viewOf(one, [])));
  const ids = (views: { order: Order }[]) => views.map((view) => view.order.order);
  expect([ids(groups.calls), ids(groups.mine), ids(groups.done)]).toEqual([["late", "o"], ["mine"], ["done"]]);
});

test("what was handed on is not offered again before it is sent", () => {
  const view = viewOf(work({ state: "accepted" }, true), [step("order.transfer", 300)]);
  expect([view.mine, view.called]).toEqual([false, false]);
});
