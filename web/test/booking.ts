// SPDX-License-Identifier: Apache-2.0

// A booking and an offer as the server tells of them, for tests.

import type { Booking, Offer, Terms } from "../src/app/shared/parking/api.ts";
import { midnight } from "../src/app/shared/parking/quarters.ts";

export const terms: Terms = {
  hour: 4,
  bands: [],
  overstay: 3,
  deposit: 8,
  early: 900,
  noShow: 3600,
  cancel: 7200,
  late: 50,
  notice: 10800,
  draw: 0,
  others: false,
};

export const monday = 20_059; // a day

export const at = (hours: number): number => midnight(monday) + hours * 3600;

export const bookingOf = (some: Partial<Booking> = {}): Booking => ({
  booking: "b".repeat(64),
  space: "s1",
  label: "A-12",
  lot: "l1",
  lotName: "南区",
  side: "guest",
  guest: "household",
  host: "household",
  from: at(8),
  until: at(10),
  price: 9,
  held: 33,
  due: 4,
  state: "reserved",
  asked: at(1),
  drawAt: at(2),
  entered: 0,
  exited: at(9),
  displaced: 0,
  dispute: { at: 0, side: "", text: { hash: "", salt: "", text: "" } },
  reason: { hash: "", salt: "", text: "" },
  terms,
  next: [],
  nextAt: at(11),
  closed: 0,
  offered: true,
  ...some,
});

export const offerOf = (some: Partial<Offer> = {}): Offer => ({
  offer: "",
  from: 0,
  until: 0,
  windows: [],
  except: [],
  terms,
  ended: true,
  ...some,
});

const bytes = 12; // of a day

// hexOf writes the quarters of a day as the server does.
export const hexOf = (is: readonly boolean[]): string =>
  Array.from({ length: bytes }, (_, byte) => [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, bit) => sum + (is[8 * byte + bit] ? 1 << bit : 0), 0))
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");

export const quartersFrom = (first: number, last: number): string =>
  hexOf(Array.from({ length: 8 * bytes }, (_, q) => q >= first && q < last));
