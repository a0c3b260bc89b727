// SPDX-License-Identifier: Apache-2.0

// The worker's part of the server's API.

import type { CreationOptions } from "../../passkey/create.ts";
import { call, type Schema } from "../shared/api.ts";

// WorkOrder is an order as its worker sees it: with what a household said and who it is, which the ledger does not have.
export type WorkOrder = Schema["WorkOrder"];
export type WorkOrders = Schema["WorkOrders"];

export type WorkReports = Schema["WorkReports"];

export type GateGuests = Schema["GateGuests"];
export type Guest = GateGuests["items"][number];

export const workApi = {
  guests: () => call<GateGuests>("GET", "/gate/guests"),
  plate: (plate: string) => call<Schema["KeptPlate"]>("POST", "/gate/plates", { plate }).then(({ commitment }) => commitment),
  reports: () => call<WorkReports>("GET", "/worker/reports"),
  orders: () => call<WorkOrders>("GET", "/worker/orders"),
  begin: (community: string, token: string) =>
    call<{ publicKey: CreationOptions }>("POST", "/workers/register/begin", { community, token }),
  agree: (agreement: { community: string; worker: string; clientDataJSON: string; authenticatorData: string; signature: string }) =>
    call<void>("POST", "/workers/register/agree", agreement),
};
