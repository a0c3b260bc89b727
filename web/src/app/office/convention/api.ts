// SPDX-License-Identifier: Apache-2.0

// Conventions in the officers' part of the server's API.

import { call, type Schema } from "../../shared/api.ts";
import { pointsApi } from "../points/api.ts";

export type InForce = Schema["Convention"];
export type Voted = Schema["VotedConvention"];
export type Check = Schema["ConventionCheck"];
export type Shadow = Schema["ConventionShadow"];
export type Template = Schema["ConventionTemplate"];

export const conventionApi = {
  inForce: (community: string) => call<InForce>("GET", `/communities/${encodeURIComponent(community)}/convention`),
  voted: () => call<Schema["VotedConventions"]>("GET", "/conventions/voted").then(({ items }) => items),
  templates: () => call<Schema["ConventionTemplates"]>("GET", "/conventions/templates").then(({ items }) => items),
  check: (text: string) => call<Check>("POST", "/conventions/check", { text }),
  shadow: (text: string) => call<Shadow>("POST", "/conventions/shadow", { text }),
  leave: pointsApi.leaveText,
};
