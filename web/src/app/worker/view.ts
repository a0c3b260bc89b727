// SPDX-License-Identifier: Apache-2.0

// An order as it will be once the steps that wait are sent. What is not sent is marked so wherever it is shown.

import type { WorkOrder } from "./api.ts";
import { waitingOf } from "./queue.ts";
import type { Step, StepType } from "./step.ts";

const after: { [type in StepType]: (order: WorkOrder, at: number) => Partial<WorkOrder> } = {
  "order.accept": (_, accepted) => ({ state: "accepted", accepted, mine: true }),
  "order.depart": (_, departed) => ({ state: "en-route", departed }),
  "order.arrive": (_, arrived) => ({ state: "on-site", arrived }),
  "order.finish": (_, done) => ({ state: "done", done }),
  "order.transfer": () => ({ state: "assigned", mine: false, called: false }),
  "order.help": () => ({ help: false }),
};

const met: { [type in StepType]?: string[] } = {
  "order.accept": ["accept", "supervisor"],
  "order.arrive": ["arrive"],
  "order.finish": ["done", "again"],
};

// View is an order with the steps of it that are not sent.
export type View = WorkOrder & { unsent: Step[] };

export function viewOf(order: WorkOrder, steps: readonly Step[]): View {
  const unsent = waitingOf(steps).filter((step) => step.order === order.order);
  const view: View = { ...order, unsent };
  for (const { type, at } of unsent) {
    Object.assign(view, after[type](view, at));
    if (view.next && met[type]?.includes(view.next.what)) {
      delete view.next; // what comes after, the server says
    }
  }
  return view;
}

const byDeadline = (a: View, b: View): number => (a.next?.at ?? Number.POSITIVE_INFINITY) - (b.next?.at ?? Number.POSITIVE_INFINITY);

const held = ["accepted", "en-route", "on-site"];

// groupsOf are the orders as a worker looks at them: what calls him first, each by its deadline.
export function groupsOf(views: readonly View[]) {
  const sorted = [...views].sort(byDeadline);
  const mine = sorted.filter((view) => view.mine && held.includes(view.state));
  const calls = sorted.filter((view) => view.called && view.state === "assigned");
  return { mine, calls, done: sorted.filter((view) => view.mine && !held.includes(view.state)) };
}
