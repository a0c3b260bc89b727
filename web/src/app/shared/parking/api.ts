// SPDX-License-Identifier: Apache-2.0

// Shared parking in the server's API.

import { call, type Schema } from "../api.ts";

export type Booking = Schema["Booking"];
export type Space = Schema["ParkingSpace"];
export type Offer = Schema["ParkingOffer"];
export type Terms = Schema["ParkingTerms"];
export type Parking = Schema["Parking"];
export type Mine = Schema["MyParking"];
export type Visit = Schema["Visit"];
export type Found = Schema["SpaceList"];
export type Plan = Schema["ParkingPlan"];
export type Level = Schema["ParkingLevel"];
export type DrawnSpace = Schema["DrawnSpace"];

export const parkingApi = {
  all: (community: string) => call<Parking>("GET", `/communities/${encodeURIComponent(community)}/parking`),
  mine: () => call<Mine>("GET", "/me/parking"),
  find: (from: number, until: number) => call<Found>("GET", `/parking/spaces?from=${from}&until=${until}`),
  plans: () => call<Schema["ParkingPlans"]>("GET", "/parking/plans").then(({ items }) => items),
  keepPlate: (plate: string, until: number) =>
    call<Schema["KeptPlate"]>("POST", "/me/plates", { plate, until }).then(({ commitment }) => commitment),
  keepText: (booking: string, salt: string, text: string) =>
    call<Schema["KeptText"]>("POST", "/bookings/texts", { booking, salt, text }).then(({ hash }) => hash),
};
