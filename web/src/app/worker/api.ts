// SPDX-License-Identifier: Apache-2.0

// The worker's part of the server's API.

import { call } from "../shared/api.ts";
import type { Order } from "../shared/orders/order.ts";

// WorkOrder is an order as its worker sees it: what a household said and who it is, which the ledger does not have.
export type WorkOrder = Order & {
  called: boolean; // this worker, or his grid, may accept it
  mine: boolean; // he has accepted it
  house: string; // "" where it is nobody's home
  phone: string;
  text: string;
  photos: string[]; // hashes
  colleagues: { worker: string; name: string }[]; // to whom it can be handed on
  help: boolean; // another grid can be called
};

const at = encodeURIComponent;

export const workApi = {
  orders: () => call<{ items: WorkOrder[] }>("GET", "/work/orders").then(({ items }) => items),
  photo: (order: string, hash: string) => `/api/v1/orders/${at(order)}/photos/${hash}`,
};
