// SPDX-License-Identifier: Apache-2.0

// The ledger's documents that evidence rests on (docs/state.md).

import type { Bytes } from "../encoding.ts";
import type { Passkey, RelyingParty } from "./assertion.ts";
import { document, maybe } from "./form.ts";

const { text } = maybe;

export type Kept = { rejected: string; tx: string };
export const kept = document<Kept>({ rejected: text, tx: text });

// Box names the ballots of a right, by the hashes of their acts.
type Box = { ballots: { act: string }[] };
export const box = document<Box>({ ballots: maybe.list(document<{ act: string }>({ act: text })) });

export type Body = { id: string; msp: string; name: string };
export type Community = {
  bodies: Body[];
  community: string;
  name: string;
  net: string;
  profile: string;
  roll: number;
  rp: RelyingParty;
};
export const community = document<Community>({
  bodies: maybe.list(document<Body>({ id: text, msp: text, name: text })),
  community: text,
  name: text,
  net: text,
  profile: text,
  roll: maybe.whole,
  rp: document<RelyingParty>({ id: text, origins: maybe.list(text) }),
});

export type Credential = {
  act: string;
  body: string;
  declared: string;
  id: string;
  kind: string;
  passkey: Passkey;
  person: string;
  status: string;
};
export const credential = document<Credential>({
  act: text,
  body: text,
  declared: text,
  id: text,
  kind: text,
  passkey: document<Passkey>({ be: maybe.yes, spki: maybe.base64 }),
  person: text,
  status: text,
});

type Oracle = { act: string; body: string; key: Bytes; name: string; retired: string };
export const oracle = document<Oracle>({ act: text, body: text, key: maybe.bytes, name: text, retired: text });

export type Device = {
  act: string;
  body: string;
  class: string;
  commands: string[];
  device: string;
  every: bigint;
  from: bigint;
  key: Bytes;
  kinds: string[];
  place: string;
  profile: string;
  transport: string;
  until: bigint;
  withdrawn: string;
};
export const device = document<Device>({
  act: text,
  body: text,
  class: text,
  commands: maybe.list(text),
  device: text,
  every: maybe.int,
  from: maybe.int,
  key: maybe.bytes,
  kinds: maybe.list(text),
  place: text,
  profile: text,
  transport: text,
  until: maybe.int,
  withdrawn: text,
});

type EventRoot = { at: number; root: string };
export const eventRoot = document<EventRoot>({ at: maybe.whole, root: text });

// maker is the act that a document names as the one that made it; empty if it names none, or is no such document.
export function maker(value: unknown): string {
  const named = typeof value === "object" && value !== null ? (value as { act?: unknown }).act : undefined;
  return typeof named === "string" ? named : "";
}
