// SPDX-License-Identifier: Apache-2.0

// What a claim of each kind is about: a document, and the acts that concern it (docs/evidence.md).

import { fromBase64url, hex, sha256 } from "../encoding.ts";
import type { Act } from "./acts.ts";
import { forms } from "./bodies.ts";
import { type Claim, type EventProof, json } from "./bundle.ts";
import { maker } from "./documents.ts";
import { keyOf, type Written } from "./shown.ts";

export const kinds = ["ballot", "result", "event", "breach", "transfer", "voucher", "order", "case", "booking"] as const;
export type Kind = (typeof kinds)[number];

// Matter is the kind of the document, which acts may concern it, and under which name their bodies have it.
type Matter = { document: string; acts: (type: string) => boolean; member?: string };

const beginning = (prefix: string) => (type: string) => type.startsWith(prefix);
const among =
  (...types: readonly string[]) =>
  (type: string) =>
    types.includes(type);

export const matters: { readonly [kind in Kind]: Matter } = {
  ballot: { document: "act", acts: () => true },
  result: { document: "result", acts: beginning("election.publish"), member: "election" },
  event: { document: "eventroot", acts: among("events.append") },
  breach: { document: "breach", acts: beginning("breach."), member: "breach" },
  transfer: { document: "transfer", acts: () => true },
  voucher: { document: "hold", acts: among("points.redeem", "voucher.use", "voucher.return"), member: "voucher" },
  order: { document: "order", acts: beginning("order."), member: "order" },
  case: { document: "case", acts: beginning("case."), member: "case" },
  booking: { document: "booking", acts: beginning("parking."), member: "booking" },
};

export const isKind = (kind: string): kind is Kind => (kinds as readonly string[]).includes(kind);

// documentKey is the key of the document. An event's is that of the root which its oracle's log had at the size that its proof names.
export function documentKey(kind: Kind, { community, id }: Claim, event: EventProof | null): string {
  const { document } = matters[kind];
  return event ? keyOf(document, community, event.oracle, String(event.size)) : keyOf(document, community, id);
}

// makerOf is the act that made the matter; empty if any act that concerns it will do, or none is wanted.
export function makerOf(kind: Kind, { id }: Claim, { value }: Written): string {
  switch (kind) {
    case "ballot":
    case "case":
    case "booking":
      return id;
    case "breach":
    case "order":
    case "transfer":
      return maker(json(value));
    default:
      return "";
  }
}

// concerns says whether an act is one that the claim is about.
export async function concerns(kind: Kind, claim: Claim, at: Written, act: Act): Promise<boolean> {
  const { acts, member } = matters[kind];
  const { type } = act.act;
  if (!acts(type)) {
    return false;
  }
  if (kind === "event") {
    return act.at.tx === at.tx;
  }
  if (!member || ["case", "booking", "breach", "order"].includes(kind)) {
    if (act.hash === makerOf(kind, claim, at)) {
      return true;
    }
  }
  if (kind === "voucher" && type === "voucher.use") {
    return (await usedVoucher(act)) === claim.id;
  }
  return member !== undefined && textIn(act, member) === claim.id;
}

// textIn is a text in an act's body, empty if there is none of that name.
export function textIn({ act }: Act, name: string): string {
  const value = new Map(Object.entries(act.body)).get(name);
  return typeof value === "string" ? value : "";
}

// usedVoucher is the voucher whose code an act shows.
async function usedVoucher({ act }: Act): Promise<string> {
  try {
    return hex(await sha256(fromBase64url(forms["voucher.use"](act.body).code)));
  } catch {
    return "";
  }
}
