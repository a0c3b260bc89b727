// SPDX-License-Identifier: Apache-2.0

// What went wrong, in words.

import type { NotDone } from "../../passkey/outcome.ts";
import { Offline, Problem } from "./api.ts";
import type { LedgerCode } from "./codes.gen.ts";
import { say, type Text } from "./language.ts";
import { texts } from "./texts.ts";

// The codes for which a page knows more of where its reader stands than the ledger's own sentence, which the server sends.
const ofCode: { [code in LedgerCode]?: Text } = {
  CLOSED: texts.codeClosed,
  NOT_OPEN: texts.codeNotOpen,
  ALREADY_VOTED: texts.codeAlready,
  NOT_ENTITLED: texts.codeNotEntitled,
  REPLAYED: texts.codeSeq,
  SEQUENCE_GAP: texts.codeSeq,
  NOT_CONFIRMED: texts.codePending,
  REVOKED: texts.codeRevoked,
  EXPIRED: texts.codeExpired,
  CODE_USED: texts.codeUsed,
  CODE_WITHDRAWN: texts.codeWithdrawn,
};

export function explain(error: unknown): string {
  if (error instanceof Offline) {
    return say(texts.offline);
  }
  if (error instanceof Problem) {
    if (error.status === 429) {
      return say(texts.waitABit);
    }
    const known = ofCode[error.code as LedgerCode];
    return known ? say(known) : [error.message, error.detail].filter(Boolean).join(" · ");
  }
  return say(texts.unexpected, error instanceof Error ? error.message : String(error));
}

// signedOut says that nobody is signed in: the door asks for that, and afterwards it is not true any more.
export const signedOut = (error: unknown): boolean => error instanceof Problem && error.kind === "no-session";

// explainNotDone says why a passkey's dialog came to nothing.
export function explainNotDone(outcome: NotDone): string {
  switch (outcome.kind) {
    case "cancelled":
      return say(texts.cancelled);
    case "impossible":
      return say(texts.impossible);
    case "unverified":
      return say(texts.unverified);
    case "exists":
      return say(texts.exists);
    case "away":
      return "";
    case "unusable":
      return say(texts.noKeys) + (outcome.left ? say(texts.leftPasskey, location.hostname) : "");
    case "failed":
      return say(texts.failedDialog, outcome.name);
    case "unsupported":
      return say({ "in-app-browser": texts.inApp, "no-passkeys": texts.noPasskeys, "no-keys": texts.noKeys }[outcome.reason]);
  }
}
