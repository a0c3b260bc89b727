// SPDX-License-Identifier: Apache-2.0

// The residents' part of orders in the server's API.

import { call, type Schema } from "../../../shared/api.ts";
import { now } from "../../../shared/clock.ts";
import type { Order } from "../../../shared/orders/order.ts";

export type Detail = Schema["OrderDetail"];
export type Choices = Schema["OrderChoices"];
export type MyCare = Schema["MyCare"];

const at = encodeURIComponent;
const items = <T>(path: string) => call<{ items: T[] }>("GET", path).then((list) => list.items);

export const orderApi = {
  mine: () => items<Order>("/me/orders"),
  detail: (order: string) => call<Detail>("GET", `/orders/${at(order)}`),
  choices: () => call<Choices>("GET", "/me/orders/choices"),
  similar: (kind: string, place: string) => items<Order>(`/me/orders/similar?kind=${at(kind)}&place=${at(place)}`),
  care: () => call<MyCare>("GET", "/me/care"),
};

const day = 24 * 3600; // seconds
const reopenWithin = 7 * day; // after it was done
const unansweredOpen = 30 * day; // after it was closed unanswered

// reopenUntil is until when I may reopen an order, as far as anybody may; 0 if nobody may.
function reopenUntil({ state, done, closed }: Order): number {
  if (state === "unanswered") {
    return closed + unansweredOpen;
  }
  return state === "done" || state === "confirmed" ? done + reopenWithin : 0;
}

const beforeThere = ["raised", "triaged", "assigned", "accepted", "en-route"];

// mayDo is what I can say to an order. The ledger decides; nothing is offered that must fail.
export function mayDo({ order, mine, reporter, ratings }: Detail) {
  const until = reopenUntil(order);
  const rated = ratings.some((rating) => rating.mine);
  return {
    confirm: mine.length > 0 && (order.state === "done" || (order.state === "confirmed" && !rated)),
    reopen: mine.length > 0 && until > now() ? until : 0,
    withdraw: reporter === true && beforeThere.includes(order.state),
  };
}
