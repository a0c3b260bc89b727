// SPDX-License-Identifier: Apache-2.0

// The residents' part of orders in the server's API.

import { call } from "../../../shared/api.ts";
import type { Order } from "../../../shared/orders/order.ts";

// MyOrder is an order that I raised, or that affects my home.
export type MyOrder = Order & {
  house: string; // whose it is, or "" of a common place
  text: string;
  photos: string[]; // hashes
  note: string; // what the worker wrote
  workPhotos: string[];
  worker: string; // who has it, as he is called; "" for nobody
  can: ("confirm" | "reopen" | "withdraw")[]; // what I may do now
  until?: number; // Unix s, until which I may reopen it
};

// Place is where something can be reported: my home, or a place of all.
export type Place = { place: string; name: string; unit: string };

// Open is one that is reported already at the same place.
export type Open = Pick<Order, "order" | "kind" | "place" | "state" | "since"> & { homes: number };

export type Care = {
  consent?: { devices: string[]; hours: number; grid: string; until: number };
  devices: { device: string; place: string }[];
  grids: { grid: string; name: string }[];
};

const at = encodeURIComponent;
const items = <T>(path: string) => call<{ items: T[] }>("GET", path).then((list) => list.items);

export const orderApi = {
  mine: () => items<MyOrder>("/me/orders"),
  places: () => items<Place>("/me/places"),
  open: (kind: string, place: string) => items<Open>(`/me/orders/open?kind=${at(kind)}&place=${at(place)}`),
  photo: (order: string, hash: string) => `/api/v1/orders/${at(order)}/photos/${hash}`,
  care: () => call<Care>("GET", "/me/care"),
};
