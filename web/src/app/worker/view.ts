// SPDX-License-Identifier: Apache-2.0

// An order as it will be once the steps that wait are sent. What is not sent is marked so wherever it is shown.

import type { Order } from "../shared/orders/order.ts";
import type { WorkOrder } from "./api.ts";
import { waitingOf } from "./queue.ts";
import type { Step, StepType } from "./step.ts";

// Change is what a step makes of an order, and of what its worker may do with it.
type Change = { order?: Partial<Order>; mine?: boolean; called?: boolean; help?: string };

const after: { [type in StepType]: (at: number) => Change } = {
  "order.accept": (accepted) => ({ order: { state: "accepted", accepted }, mine: true }),
  "order.depart": (departed) => ({ order: { state: "en-route", departed } }),
  "order.arrive": (arrived) => ({ order: { state: "on-site", arrived } }),
  "order.finish": (done) => ({ order: { state: "done", done } }),
  "order.transfer": () => ({ order: { state: "assigned" }, mine: false, called: false }),
  "order.help": () => ({ help: "" }),
  "gate.decide": () => ({}), // which is about no order
};

const met: { [type in StepType]?: string[] } = {
  "order.accept": ["accept", "supervisor"],
  "order.arrive": ["arrive"],
  "order.finish": ["done", "again"],
};

// View is an order with the steps of it that are not sent.
export type View = WorkOrder & { unsent: Step[] };

export function viewOf(work: WorkOrder, steps: readonly Step[]): View {
  const unsent = waitingOf(steps).filter((step) => step.order === work.order.order);
  let view: View = { ...work, unsent };
  for (const { type, at } of unsent) {
    const { order: changed, ...besides } = after[type](at);
    const order = { ...view.order, ...changed };
    if (order.next && met[type]?.includes(order.next.what)) {
      delete order.next; // what comes after, the server says
    }
    view = { ...view, ...besides, order };
  }
  return view;
}

const dueAt = ({ order: { next } }: View): number => next?.at ?? Number.POSITIVE_INFINITY;

const held = ["accepted", "en-route", "on-site"];

// groupsOf are the orders as a worker looks at them: what calls him first, each by its deadline.
export function groupsOf(views: readonly View[]) {
  const sorted = [...views].sort((a, b) => dueAt(a) - dueAt(b));
  const mine = sorted.filter((view) => view.mine && held.includes(view.order.state));
  const calls = sorted.filter((view) => view.called && view.order.state === "assigned");
  return { mine, calls, done: sorted.filter((view) => view.mine && !held.includes(view.order.state)) };
}
