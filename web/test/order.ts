// SPDX-License-Identifier: Apache-2.0

// An order as pages get it, for their tests: one for which workers are called.

import type { Order } from "../src/app/shared/orders/order.ts";

export const called: Order = {
  order: "0".repeat(64),
  kind: "repair.water",
  priority: "urgent",
  state: "assigned",
  level: 0,
  place: "3-2",
  grid: "g",
  raised: 100,
  since: 100,
  assigned: 100,
  accepted: 0,
  departed: 0,
  arrived: 0,
  done: 0,
  closed: 0,
  next: { what: "accept", at: 1000, who: "worker" },
  outcome: "",
  reopened: 0,
  affected: 1,
  alarm: false,
  where: "",
};
