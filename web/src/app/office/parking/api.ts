// SPDX-License-Identifier: Apache-2.0

// Shared parking in the officers' part of the server's API.

import { call, type Schema } from "../../shared/api.ts";
import type { Booking, Plan } from "../../shared/parking/api.ts";
import type { GateList } from "../../shared/parking/gate-list.ts";

export type Occupancy = Schema["Occupancy"];
export type Cell = Schema["OccupancyCell"];
export type Lot = Schema["Lot"];

// Place is a space of a car park, as everybody may read it.
export type Place = { space: string; label: string; lot: string };

type Element = { id: string; name: { string: string }[]; parentId?: { id: string } };

const placeOf = ({ id, name: [name], parentId }: Element): Place => ({ space: id, label: name?.string ?? "", lot: parentId?.id ?? "" });

export const officeParking = {
  bookings: () => call<{ items: Booking[] }>("GET", "/parking/bookings").then(({ items }) => items),
  gates: () => call<{ items: GateList[] }>("GET", "/parking/gates").then(({ items }) => items),
  occupancy: (from: number, until: number) => call<Occupancy>("GET", `/parking/occupancy?from=${from}&until=${until}`),
  putPlan: (lot: string, file: string) => call<Plan>("PUT", `/parking/plans/${encodeURIComponent(lot)}`, { file }),
  dropPlan: (lot: string) => call<void>("DELETE", `/parking/plans/${encodeURIComponent(lot)}`),
  places: (community: string) =>
    call<{ hierarchyElements: Element[] }>("GET", `/communities/${encodeURIComponent(community)}/parking/apds.json`).then(
      ({ hierarchyElements }) => hierarchyElements.map(placeOf).filter(({ lot }) => lot !== ""),
    ),
};
