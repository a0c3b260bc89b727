// SPDX-License-Identifier: Apache-2.0

// What was found about a bundle: a line per check (docs/evidence.md).

import { type Claim, reason } from "./bundle.ts";

export const lines = ["form", "manifest", "head", "inclusion", "accepted", "signatures", "enrolment", "claim"] as const;

// ofBlocks are checks of a full bundle that this verifier leaves to package evidence: they say NOT PROVEN.
const ofBlocks = ["config", "quorum", "endorsement", "reads", "block", "report"] as const;

export type Line = (typeof lines)[number] | (typeof ofBlocks)[number] | `stamp-${number}`;
export type Status = "PASS" | "FAIL" | "NOT PROVEN";
export type Check = { id: Line; status: Status; detail: string };

// Verdict is PARTLY if all that was checked here is good, and something was not.
export type Verdict = "ACCEPTED" | "PARTLY" | "REFUSED" | "UNANCHORED";

// Trusted is whom the reader has to believe for it: fewer than so many of these bodies lie. Each has signed the head at a time (Unix).
type Trusted = { bodies: { msp: string; name: string; time: bigint }[]; least: number };

// Stamped is what a time stamp shows, of somebody whom the trust file names: that the head was there at a time (Unix).
type Stamped = { name: string; at: bigint };

// Shows is what the evidence has besides the claim: when the acts were good to be signed (Unix), by their hashes; the bodies' names by
// their ids and by Fabric's; and what is opened, by its commitment.
export type Shows = {
  times: ReadonlyMap<string, { from: number; until: number }>;
  community: string;
  bodies: ReadonlyMap<string, string>;
  opened: ReadonlyMap<string, string>;
};

export class Report {
  checks: readonly Check[] = lines.map(unproven);
  anchored = false;
  profile = "";
  claim: Claim | null = null;
  trusted: Trusted | null = null;
  stamped: Stamped[] = [];
  shows: Shows = { times: new Map(), community: "", bodies: new Map(), opened: new Map() };

  // full adds what is to be checked of a full bundle.
  full(): void {
    this.checks = [...this.checks, ...ofBlocks.map(unproven)];
  }

  stampLines(): Line[] {
    return this.checks.map(({ id }) => id).filter(isStamp);
  }

  // stamps adds what is to be checked of so many time stamps.
  stamps(count: number): void {
    this.checks = [...this.checks, ...Array.from({ length: count }, (_, i) => unproven(`stamp-${i + 1}`))];
  }

  check(id: Line): Check {
    return this.checks.find((check) => check.id === id) as Check;
  }

  // fail keeps what was wrong first.
  fail(id: Line, why: unknown): void {
    const check = this.check(id);
    if (check.status !== "FAIL") {
      check.status = "FAIL";
      check.detail = reason(why);
    }
  }

  // pass says of a check that has not failed what was checked.
  pass(id: Line, detail: string): void {
    const check = this.check(id);
    if (check.status !== "FAIL") {
      check.status = "PASS";
      check.detail = detail;
    }
  }

  failed(...ids: readonly Line[]): boolean {
    return ids.some((id) => this.check(id).status === "FAIL");
  }

  // verdict is what it all comes to.
  verdict(): Verdict {
    if (this.checks.some(({ status }) => status === "FAIL")) {
      return "REFUSED";
    }
    if (this.check("head").status !== "PASS") {
      return "UNANCHORED";
    }
    return this.checks.every(({ id, status }) => status === "PASS" || isStamp(id)) ? "ACCEPTED" : "PARTLY";
  }
}

// isStamp says whether a line is a time stamp's, which may be NOT PROVEN: without it the evidence is the same.
export const isStamp = (id: Line): id is `stamp-${number}` => id.startsWith("stamp-");

const unproven = (id: Line): Check => ({ id, status: "NOT PROVEN", detail: "" });
