// SPDX-License-Identifier: Apache-2.0

import { expect, test } from "vitest";
import type { WorkOrder } from "./api.ts";
import type { Step, StepType } from "./step.ts";
import { groupsOf, viewOf } from "./view.ts";

const order: WorkOrder = {
  order: "o",
  kind: "repair.water",
  priority: "urgent",
  state: "assigned",
  level: 0,
  place: "3-2",
  since: 100,
  assigned: 100,
  accepted: 0,
  departed: 0,
  arrived: 0,
  done: 0,
  closed: 0,
  next: { what: "accept", at: 1000 },
  reopened: 0,
  called: true,
  mine: false,
  house: "3幢-2单元-501",
  phone: "",
  text: "",
  photos: [],
  colleagues: [],
  help: true,
};
const step = (type: StepType, at: number, more: Partial<Step> = {}): Step =>
  ({ n: at, worker: "w", order: "o", type, words: type, at, enclosed: [], key: "", seq: at, ...more }) as Step;

test("an order stands where its unsent steps have brought it, at the times as they were", () => {
  const view = viewOf(order, [step("order.accept", 200), step("order.depart", 210), step("order.arrive", 220)]);
  expect([view.state, view.mine, view.accepted, view.departed, view.arrived]).toEqual(["on-site", true, 200, 210, 220]);
  expect(view.unsent).toHaveLength(3);
  expect(view.next).toBeUndefined(); // what has been met is no deadline any more
  expect(order.state).toBe("assigned");
});

test("what was refused, or is another order's, moves nothing", () => {
  const refused = { status: 422, kind: "act-refused", code: "ORDER_TAKEN", title: "", detail: "" };
  const view = viewOf(order, [step("order.accept", 200, { refused }), step("order.accept", 201, { order: "other" })]);
  expect([view.state, view.mine, view.unsent]).toEqual(["assigned", false, []]);
});

test("what calls a worker is apart from what he has, each by its deadline", () => {
  const late = { ...order, order: "late", next: { what: "accept", at: 500 } };
  const mine = { ...order, order: "mine", state: "accepted", mine: true };
  const done = { ...mine, order: "done", state: "done" };
  const groups = groupsOf([order, late, mine, done].map((one) => viewOf(one, [])));
  const ids = (views: { order: string }[]) => views.map((view) => view.order);
  expect([ids(groups.calls), ids(groups.mine), ids(groups.done)]).toEqual([["late", "o"], ["mine"], ["done"]]);
});

test("what was handed on is not offered again before it is sent", () => {
  const view = viewOf({ ...order, state: "accepted", mine: true }, [step("order.transfer", 300)]);
  expect([view.mine, view.called]).toEqual([false, false]);
});
