// SPDX-License-Identifier: Apache-2.0

// A ballot as voters seal it and observers open it.

import { type Envelope, parse } from "../act/act.ts";
import type { Sealed } from "../act/body.ts";
import { type Bytes, randomBytes } from "../encoding.ts";
import { type Context, open, type Params, type Reason, SealError, seal, seedSize } from "./seal.ts";
import { type Contest, readSelections, type Selections, writeSelections } from "./selections.ts";

// Election is the part of the ledger's election document that ballots need.
export type Election = Params & { election: string; contests: readonly Contest[] };

// sealBallot closes selections for the act with this envelope. It takes some milliseconds, or a second on an old phone:
// seal while the voter reviews, so that the passkey's dialog follows at once on the tap.
export function sealBallot(
  election: Election,
  envelope: Pick<Envelope, "community" | "net" | "seq">,
  right: string,
  selections: Selections,
): Promise<Sealed> {
  const context = ballotContext(envelope, election.election, right);
  return seal(election, context, writeSelections(selections), randomBytes(seedSize));
}

export type Opened = { selections: Selections } | { rejected: Reason | "bad-selection" };

// openBallot opens the text of an act ballot.cast or ballot.paper with the keys that the bodies have published.
// It throws if the text is not such an act, or too few keys are published.
export async function openBallot(election: Election, keys: readonly (Bytes | undefined)[], text: string): Promise<Opened> {
  const act = parse(text);
  const { right, sealed } = act.body as { right: string; sealed: Sealed };
  try {
    const raw = await open(election, keys, ballotContext(act, election.election, right), sealed);
    const selections = readSelections(raw, election.contests);
    return selections ? { selections } : { rejected: "bad-selection" };
  } catch (error) {
    if (error instanceof SealError) {
      return { rejected: error.reason };
    }
    throw error;
  }
}

const ballotContext = (act: Pick<Envelope, "community" | "net" | "seq">, election: string, right: string): Context => ({
  community: act.community,
  election,
  net: act.net,
  right,
  seq: act.seq,
});
