// SPDX-License-Identifier: Apache-2.0

// Codes why a text is not an act. They are the ledger's own (act/code.go).
export type Code = "NOT_JSON" | "NOT_CANONICAL" | "NUMBER_IN_ACT" | "UNKNOWN_FIELD" | "BAD_FIELD" | "BAD_VERSION" | "TOO_LARGE";

// Refusal says why the ledger would refuse an act.
export class Refusal extends Error {
  readonly code: Code;

  constructor(code: Code, message: string) {
    super(`${code}: ${message}`);
    this.name = "Refusal";
    this.code = code;
  }
}
