// SPDX-License-Identifier: Apache-2.0

// What was found about a bundle: a line per check (docs/evidence.md).

import { type Claim, reason } from "./bundle.ts";

export const lines = ["form", "manifest", "head", "inclusion", "accepted", "signatures", "enrolment", "claim"] as const;

export type Line = (typeof lines)[number];
export type Status = "PASS" | "FAIL" | "NOT PROVEN";
export type Check = { id: Line; status: Status; detail: string };

// Trusted is whom the reader has to believe for it: fewer than so many of these bodies lie. Each has signed the head at a time (Unix).
export type Trusted = { bodies: { name: string; time: bigint }[]; least: number };

// Shows is what the evidence has besides the claim: when the acts were good to be signed (Unix), by their hashes; the bodies' names by
// their ids; and what is opened, by its commitment.
export type Shows = {
  times: ReadonlyMap<string, { from: number; until: number }>;
  community: string;
  bodies: ReadonlyMap<string, string>;
  opened: ReadonlyMap<string, string>;
};

export class Report {
  readonly checks: readonly Check[] = lines.map((id) => ({ id, status: "NOT PROVEN", detail: "" }));
  anchored = false;
  profile = "";
  claim: Claim | null = null;
  trusted: Trusted | null = null;
  shows: Shows = { times: new Map(), community: "", bodies: new Map(), opened: new Map() };

  check(id: Line): Check {
    return this.checks[lines.indexOf(id)] as Check;
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
  verdict(): "ACCEPTED" | "REFUSED" | "UNANCHORED" {
    if (this.failed(...lines)) {
      return "REFUSED";
    }
    return this.checks.every(({ status }) => status === "PASS") ? "ACCEPTED" : "UNANCHORED";
  }
}
