// SPDX-License-Identifier: Apache-2.0

// Who signs acts, and which of them an act of a type asks for.

import type { SignedBy } from "../act/signed-by.ts";
import type { Passkey } from "./assertion.ts";
import type { Written } from "./shown.ts";

// Signer is a key under which something is signed, as the ledger had it.
export type Signer = {
  id: string;
  kind: string; // of a passkey, or "oracle": a program
  body: string;
  person: string;
  made: string; // the act that enrolled it, if one did
  passkey: Passkey;
  program: Uint8Array<ArrayBuffer>; // a program's key
  at: Written;
  by: string; // the bodies whose officers enrolled it
};

// who is the body or the person that a signer acts for.
export const who = ({ kind, body, person }: Signer): string => (kind === "owner" ? person : body);

const officer = ({ kind }: Signer): boolean => kind === "officer";
const owner = ({ kind }: Signer): boolean => kind === "owner";
const program = ({ kind }: Signer): boolean => kind === "oracle";
const party = (s: Signer): boolean => s.kind !== "worker" && !program(s);

export const twoBodies = (by: readonly Signer[]): boolean => by.length === 2 && by.every(officer) && by[0]?.body !== by[1]?.body;

const one = (is: (s: Signer) => boolean) => (by: readonly Signer[]) => by.length === 1 && by.every(is);
const either =
  (...sets: readonly ((by: readonly Signer[]) => boolean)[]) =>
  (by: readonly Signer[]) =>
    sets.some((set) => set(by));
const parties = (by: readonly Signer[]): boolean => by.length === 2 && by.every(party);

// sets says of the signers of an act whether they are those that it asks for (docs/acts.md, docs/evidence.md).
export const sets: { readonly [set in SignedBy]: (by: readonly Signer[]) => boolean } = {
  anyone: (by) => !by.some(program),
  officer: one(officer),
  owner: one(owner),
  worker: one(({ kind }) => kind === "worker"),
  oracle: one(program),
  owners: (by) => by.every(owner),
  parties,
  "two-bodies": twoBodies,
  "officer-and-parties": (by) => by.slice(0, 1).some(officer) && parties(by.slice(1)),
  "officer-or-two-bodies": either(one(officer), twoBodies),
  "oracle-or-officer": either(one(program), one(officer)),
  "owner-or-officer": either(one(owner), one(officer)),
  "owner-or-two-bodies": either(one(owner), twoBodies),
};
