// SPDX-License-Identifier: Apache-2.0

// The dispatchers' part of orders in the server's API.

import { call, type Schema } from "../../shared/api.ts";

export type Board = Schema["OrderBoard"];
export type BoardOrder = Schema["BoardOrder"];
export type Detail = Schema["OrderDetail"];
export type Grid = Schema["GridItem"];
export type Duty = Schema["DutyItem"];
export type Workers = Schema["Workers"];
export type Worker = Schema["WorkerItem"];

export type OrderReport = Schema["OrderAnalysis"];

const items = <T>(path: string) => call<{ items: T[] }>("GET", path).then((list) => list.items);

export const dispatchApi = {
  board: () => call<Board>("GET", "/orders/board"),
  detail: (order: string) => call<Detail>("GET", `/orders/${order}`),
  grids: () => items<Grid>("/orders/grids"),
  duties: () => call<Schema["Duties"]>("GET", "/orders/duties"),
  workers: () => call<Workers>("GET", "/workers"),
  analysis: (month: string) => call<OrderReport>("GET", `/orders/analysis?month=${month}`),
  analysisCsv: (month: string) => `/api/v1/orders/analysis.csv?month=${month}`,
  invite: (name: string, phone: string, email: string) =>
    call<Schema["WorkerInvitation"]>("POST", "/workers/invitations", { name, phone, email }),
};
