// SPDX-License-Identifier: Apache-2.0

// A case as the server tells it, for the tests of pages: one household has asked another one, and what a test says of it.

import { encode } from "../src/act/act.ts";
import type { Parts } from "../src/app/shared/cases/agreement.ts";
import type { Paper } from "../src/app/shared/cases/papers.ts";
import type { Case, Side } from "../src/app/shared/cases/words.ts";

export const day = 24 * 3600; // seconds
export const noon = 1_796_000_000;

// after is the first second at which it is too late, so many days after the day of noon, in Beijing.
export const after = (days: number): number => (Math.floor((noon + 8 * 3600) / day) + days + 1) * day - 8 * 3600;

export const none = { hash: "", salt: "", text: "" };

const sideOf = (home: string, house: string, mine: boolean): Side => ({ name: home, home, house, body: "", mine });

export const one = sideOf("1".repeat(32), "1-1-101", false);
export const two = sideOf("2".repeat(32), "1-1-201", false);
export const owners: Side = { name: "body:owners", home: "", house: "", body: "owners", mine: false };

export const caseOf = (of: Partial<Case> = {}): Case => ({
  case: "c".repeat(64),
  state: "requested",
  sides: [one, two],
  about: "request",
  id: "",
  request: { hash: "a".repeat(64), salt: "s", text: "楼上漏水" },
  mediator: { body: "", mine: false },
  requested: noon,
  takeBy: after(7),
  taken: 0,
  answerBy: 0,
  joined: 0,
  endBy: 0,
  statements: [],
  sessions: [],
  proposals: [],
  agreement: none,
  agreed: 0,
  performBy: 0,
  applyBy: 0,
  applied: 0,
  performed: [0, 0],
  notes: [],
  reason: none,
  closed: 0,
  next: [],
  nextAt: 0,
  ...of,
});

const mediated = { mediator: { body: "street", mine: false }, taken: noon + day, answerBy: after(11) };
const both = { ...mediated, joined: noon + 2 * day, endBy: after(62) };

// The states in which a case waits for somebody.
export const taken = (of: Partial<Case> = {}): Case => caseOf({ state: "taken", ...mediated, ...of });
export const open = (of: Partial<Case> = {}): Case => caseOf({ state: "open", ...both, ...of });
export const proposed = (replies: Case["proposals"][number]["replies"], of: Partial<Case> = {}): Case =>
  open({
    state: "proposed",
    proposals: [{ at: noon + 3 * day, by: after(10), text: { hash: "b".repeat(64), salt: "s", text: "各出一半" }, replies }],
    ...of,
  });
export const agreed = (of: Partial<Case> = {}): Case =>
  open({ state: "agreed", agreed: noon + 4 * day, performBy: after(34), applyBy: after(34), ...of });

const envelope = { by: "A".repeat(22), community: "garden", disp: "0".repeat(64), exp: "2", nbf: "1", net: "0".repeat(64), seq: "1" };

// paperOf is an act of both sides that waits: an agreement by its hash, or an application to a court.
export function paperOf(agreement: string, of: Partial<Paper> = {}): Paper {
  const { case: id } = caseOf();
  const type = agreement ? "case.agree" : "case.apply";
  const text = agreement
    ? encode("case.agree", { agreement, case: id, days: "30" }, envelope)
    : encode("case.apply", { case: id }, envelope);
  const waits = { by: "x", created: noon, expires: after(14), mine: false, missing: [], signed: [] };
  return { act: "e".repeat(64), type, text, case: id, ...waits, ...of };
}

export const parts: Parts = {
  agreed: "各出三百元",
  case: caseOf().case,
  facts: "楼上漏水",
  how: "转账",
  matters: "谁出修理费",
  responsibility: ["没有", "水管没有修"],
  when: "一个月之内",
};
