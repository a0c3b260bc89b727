// SPDX-License-Identifier: Apache-2.0

// The officers' part of the server's API.

import type { Bodies } from "../act/body.ts";
import { call, type Weight } from "./api.ts";

export type PendingAct = {
  act: string;
  type: string;
  text: string;
  body: string;
  by: string;
  created: number;
  mine: boolean;
};

export type Letter = {
  code: string;
  batch: string;
  number: number;
  name: string;
  house: string;
  expires: number;
  delivered?: number;
  returned?: number;
  used?: number;
  withdrawn?: number;
};

export type Waiting = {
  credential: string;
  name: string;
  at: number;
  houses?: string[];
  others: number;
  ownCase: boolean;
};

export type CheckItem = { check: string; done: boolean; body?: string; have?: number; want?: number; due?: number };
export type Reminder = { right: string; areaDm2: number; owners: { person: string; name?: string; house?: string }[] };

export type Totals = { units: number; rights: number; withParking: Weight; withoutParking: Weight };

export type RollImport = {
  import?: string;
  findings: number;
  remarks: { row: number; finding?: string; note?: string }[];
  difference: { before: Totals; after: Totals; added: string[]; removed: string[]; changed: { unit: string }[] };
};

export type RollVersion = { version: number; root: string; drafted: number; approved?: number };
export type Printed = { batch: string; letters: number; pdf: string; issue: Bodies["codes.issue"][]; missing: number };
export type SealedTest = { maker: string; seq: string; drills: { [body: string]: { hash: string; sealed: string } } };

const at = encodeURIComponent;
type Items<T> = { items: T[] };

export const desk = {
  pending: () => call<Items<PendingAct>>("GET", "/pending-acts"),
  leave: (signed: unknown) => call<PendingAct>("POST", "/pending-acts", signed),
  withdraw: (act: string) => call<void>("DELETE", `/pending-acts/${act}`),
  enrolments: () => call<Items<Waiting>>("GET", "/enrolments/pending"),
  note: (credential: string, good: boolean) => call<void>("POST", `/enrolments/${at(credential)}/checks`, { good }),
  checklist: (election: string) =>
    call<{ ready: boolean; items: CheckItem[] }>("GET", `/elections/${at(election)}/checklist`),
  reminders: (election: string) => call<Items<Reminder>>("GET", `/elections/${at(election)}/reminders`),
  tally: (election: string) => call<{ hash: string }>("POST", `/elections/${at(election)}/tally`),
  rolls: () => call<Items<RollVersion>>("GET", "/rolls"),
  importRoll: (file: File) => {
    const form = new FormData();
    form.append("file", file);
    return call<RollImport>("POST", "/rolls", form);
  },
  acceptRoll: (draft: string) => call<{ version: number }>("POST", `/rolls/${at(draft)}/accept`),
  approval: (version: number) => call<{ approve: Bodies["roll.approve"] }>("GET", `/rolls/${version}/approval`),
  loadRoll: (version: number) => call<{ chunks: number; loaded: number }>("POST", `/rolls/${version}/load`),
  letters: () => call<Items<Letter>>("GET", "/letters"),
  printLetters: (expires: number, help: string[]) => call<Printed>("POST", "/letters", { expires, help }),
  markLetters: (batch: string, numbers: number[]) =>
    call<void>("POST", `/letters/${at(batch)}/marks`, { mark: "delivered", numbers }),
};

// tests are what bodies have sealed to each other before an election; the ledger's, from the pages' own server.
export async function tests(community: string, election: string): Promise<SealedTest[]> {
  const response = await fetch(`/c/${at(community)}/tests/${at(election)}`);
  return response.ok ? ((await response.json()) as SealedTest[]) : [];
}
