// SPDX-License-Identifier: Apache-2.0

// Points in the server's API.

import { call, type Schema } from "../../../shared/api.ts";

export type Mine = Schema["MyPoints"];
export type Deed = Schema["PointsDeed"];
export type All = Schema["Points"];
export type Plan = Schema["PointsPlan"];

export const pointsApi = {
  mine: () => call<Mine>("GET", "/me/points"),
  all: (community: string) => call<All>("GET", `/communities/${encodeURIComponent(community)}/points`),
};
