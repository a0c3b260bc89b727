// SPDX-License-Identifier: Apache-2.0

// Points in the server's API.

import { call, type Schema } from "../../../shared/api.ts";

export type Mine = Schema["MyPoints"];
export type Deed = Schema["PointsDeed"];
export type All = Schema["Points"];
export type Plan = Schema["PointsPlan"];
export type Drop = Schema["PointsDrop"];
export type Neighbour = Schema["Home"];

export const pointsApi = {
  mine: () => call<Mine>("GET", "/me/points"),
  neighbours: () => call<{ items: Neighbour[] }>("GET", "/me/points/neighbours").then(({ items }) => items),
  drops: () => call<{ items: Drop[] }>("GET", "/me/points/drops").then(({ items }) => items),
  all: (community: string) => call<All>("GET", `/communities/${encodeURIComponent(community)}/points`),
};
