// SPDX-License-Identifier: Apache-2.0

// Breaches in the officers' part of the server's API.

import { call, type Schema } from "../../shared/api.ts";
import type { Breach } from "../../shared/breaches/words.ts";

export type Seen = Schema["Seen"];
export type Reports = Schema["ReportList"];
export type Group = Schema["ReportGroup"];

const items = <T>(path: string) => call<{ items: T[] }>("GET", path).then((list) => list.items);

export const breachApi = {
  all: () => items<Breach>("/breaches"),
  reports: () => call<Reports>("GET", "/reports"),
  seen: () => items<Seen>("/breaches/seen"),
  keepText: (home: string, text: string) => call<Schema["KeptText"]>("POST", "/breaches/texts", { home, text }),
};
