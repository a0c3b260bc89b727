// SPDX-License-Identifier: Apache-2.0

// The officers' part of the server's API.

import type { Bodies } from "../../act/body.ts";
import { call, type Schema } from "../shared/api.ts";
import { lang } from "../shared/language.ts";
import { pagesOf } from "../shared/paged-list.ts";
import type { Remark } from "./roll/remark-words.ts";

export type PendingAct = Schema["PendingAct"];
export type Letter = Schema["Letter"];
export type Waiting = Schema["Enrolment"];
export type Check = Waiting["checks"][number];
export type CheckItem = Schema["CheckItem"];
export type Reminder = Schema["Reminder"];
export type RollVersion = Schema["RollVersion"];
export type SealedTest = Schema["MadeTest"];
export type Found = Schema["FoundPerson"];
export type Home = Schema["Home"];
export type Person = Schema["PersonDetail"];
export type Passkey = Person["passkeys"][number];
export type Recovery = Schema["RecoveryItem"];
export type Objection = Schema["ObjectionText"];
export type Printed = Schema["PrintedLetters"];
export type Transfer = Schema["Transfer"];

// RollImport is a dry run. The contract leaves open what a change and a remark are made of.
export type RollImport = Omit<Schema["RollImport"], "remarks" | "difference"> & {
  remarks: Remark[];
  difference: Omit<Schema["RollImport"]["difference"], "changed"> & { changed: Change[] };
};
export type Change = { unit: string; what: string[]; before: Schema["Unit"]; after: Schema["Unit"] };

const at = encodeURIComponent;
const items = <T>(path: string) => call<{ items: T[] }>("GET", path).then((list) => list.items);

export const officeApi = {
  pending: () => items<PendingAct>("/pending-acts"),
  leave: (signed: unknown) => call<PendingAct>("POST", "/pending-acts", signed),
  withdraw: (act: string) => call<void>("DELETE", `/pending-acts/${act}`),
  about: (act: string) => call<Schema["AboutAct"]>("GET", `/pending-acts/${act}/about`),
  enrolments: () => items<Waiting>("/enrolments/pending"),
  check: (credential: string, good: boolean, note: string) => call<void>("POST", `/enrolments/${at(credential)}/checks`, { good, note }),
  checklist: (election: string) => call<Schema["Checklist"]>("GET", `/elections/${at(election)}/checklist`),
  tests: (community: string, election: string) => items<SealedTest>(`/communities/${at(community)}/elections/${at(election)}/tests`),
  reminders: (election: string) => items<Reminder>(`/elections/${at(election)}/reminders`),
  heads: (election: string) => items<Reminder>(`/elections/${at(election)}/reminders?all=true`),
  analysis: (election: string) => call<Schema["Analysis"]>("GET", `/elections/${at(election)}/analysis`),
  pointsStatement: (person: string) => `/api/v1/people/${at(person)}/points/statement.pdf?lang=${lang()}`,
  analysisCsv: (election: string) => `/api/v1/elections/${at(election)}/analysis.csv`,
  tally: (election: string) => call<Schema["Tallied"]>("POST", `/elections/${at(election)}/tally`),
  rolls: () => items<RollVersion>("/rolls"),
  importRoll: (file: Blob, name: string) => {
    const form = new FormData();
    form.append("file", file, name);
    return call<RollImport>("POST", "/rolls", form);
  },
  transfer: (transfers: Transfer[]) => call<RollImport>("POST", "/rolls/transfers", { transfers }),
  // acceptRoll takes the place of the draft with the root, or of none: never of one that another officer made meanwhile.
  acceptRoll: (draft: string, root: string | undefined) =>
    call<Schema["RollDraft"]>(
      "POST",
      `/rolls/${at(draft)}/accept`,
      undefined,
      root ? { "If-Match": `"${root}"` } : { "If-None-Match": "*" },
    ),
  approval: (version: number) => call<{ approve: Bodies["roll.approve"] }>("GET", `/rolls/${version}/approval`),
  rollCsv: (version: number) => `/api/v1/rolls/${version}/csv`,
  loadRoll: (version: number) => call<Schema["RollLoaded"]>("POST", `/rolls/${version}/load`),
  letters: () => items<Letter>("/letters"),
  printLetters: (order: Schema["LetterOrder"]) => call<Printed>("POST", "/letters", order),
  markLetters: (batch: string, mark: "delivered" | "returned", numbers: number[]) =>
    call<void>("POST", `/letters/${at(batch)}/marks`, { mark, numbers }),
  search: (q: string) => call<{ items: Found[] }>("POST", "/people/search", { q }).then((list) => list.items),
  person: (person: string) => call<Person>("GET", `/people/${person}`),
  idNumber: (person: string, number: string) =>
    call<{ matches: boolean }>("POST", `/people/${person}/id-number`, { number }).then(({ matches }) => matches),
  record: (person: string) => call<object>("GET", `/people/${person}/export`),
  erase: (person: string) => call<void>("DELETE", `/people/${person}`),
  revocation: (person: string, credential: string, reason: string) =>
    call<Bodies["credential.revoke"]>("POST", `/people/${person}/revocation`, { credential, reason }),
  recoveries: () => items<Recovery>("/recoveries"),
  recover: (person: string, reason: string) => call<Schema["Recovery"]>("POST", "/recoveries", { person, reason }),
  agree: (recovery: string) => call<Schema["Recovery"]>("POST", `/recoveries/${recovery}/agree`),
  cancel: (recovery: string) => call<void>("DELETE", `/recoveries/${recovery}`),
  finish: (recovery: string, order: { expires: number; help: string[] }) =>
    call<Schema["Recovered"]>("POST", `/recoveries/${recovery}/finish`, order),
  objections: (pages: number) => pagesOf<Objection>("/objections", pages),
  answer: (act: string, text: string) => call<Schema["KeptText"]>("POST", `/objections/${act}/answer`, { text }),
};
