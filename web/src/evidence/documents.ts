// SPDX-License-Identifier: Apache-2.0

// The ledger's documents that evidence rests on (docs/state.md), as far as they are asked for here.

import type { Bytes } from "../encoding.ts";
import type { Passkey, RelyingParty } from "./assertion.ts";
import { document, list, optional } from "./form.ts";

const passkey = document<Passkey>({ be: optional.yes, spki: optional.base64 });

export type Kept = { rejected: string; tx: string };
export const kept = document<Kept>({ rejected: optional.text, tx: optional.text });

export type Community = {
  bodies: { id: string; msp: string; name: string }[];
  community: string;
  name: string;
  net: string;
  rp: RelyingParty;
};
export const community = document<Community>({
  bodies: [list(document({ id: optional.text, msp: optional.text, name: optional.text })), []],
  community: optional.text,
  name: optional.text,
  net: optional.text,
  rp: [document<RelyingParty>({ id: optional.text, origins: optional.texts }), { id: "", origins: [] }],
});

export type Credential = { act: string; body: string; id: string; kind: string; passkey: Passkey; person: string; status: string };
export const credential = document<Credential>({
  act: optional.text,
  body: optional.text,
  id: optional.text,
  kind: optional.text,
  passkey: [passkey, { be: false, spki: "" }],
  person: optional.text,
  status: optional.text,
});

export type Oracle = { act: string; body: string; key: Bytes; retired: string };
export const oracle = document<Oracle>({ act: optional.text, body: optional.text, key: optional.bytes, retired: optional.text });

export type Device = { body: string; class: string; kinds: string[] };
export const device = document<Device>({ body: optional.text, class: optional.text, kinds: optional.texts });

export const eventRoot = document<{ root: string }>({ root: optional.text });

// maker is the act that a document names as the one that made it; empty if it names none, or is no such document.
export function maker(value: unknown): string {
  const named = typeof value === "object" && value !== null ? (value as { act?: unknown }).act : undefined;
  return typeof named === "string" ? named : "";
}
