// SPDX-License-Identifier: Apache-2.0

// Making acts, signing them, and following them until they are in a block.

import { encode, int, type Signed, shown, validity } from "../act/act.ts";
import type { ActType, Bodies } from "../act/body.ts";
import { thisDevice } from "../passkey/device.ts";
import type { NotDone } from "../passkey/outcome.ts";
import { sign } from "../passkey/sign.ts";
import {
  askReceipt,
  type Community,
  type ElectionDetail,
  newKey,
  Offline,
  Problem,
  postAct,
  type Receipt,
  type Sent,
} from "./api.ts";

// now is Unix seconds.
export const now = (): number => Math.floor(Date.now() / 1000);

export type Drafted<T extends ActType> = {
  community: Community;
  by: string; // credential id
  seq: number;
  type: T;
  body: Bodies[T];
  words: string; // what the person was shown
};

// draft writes an act's text.
export async function draft<T extends ActType>(of: Drafted<T>): Promise<string> {
  return encode(of.type, of.body, {
    by: of.by,
    community: of.community.community,
    disp: await shown(of.words),
    net: of.community.net,
    seq: int(of.seq),
    ...validity(now()),
  });
}

// ballotWords is what of a ballot's review is hashed into its act: all but the choices. The act is public at once and choices
// are few, so that anybody could find them from a hash by trying; they are in the seal only.
export const ballotWords = ({ election }: ElectionDetail, right: string): string =>
  [election.title, right, ...election.contests.map((contest) => contest.title)].join("\n");

export type SignedOrNot = { kind: "signed"; signed: Signed } | NotDone;

// signText asks for the signature of one passkey under an act's text.
export async function signText(community: Community, by: string, text: string): Promise<SignedOrNot> {
  const outcome = await sign(thisDevice(), community.rp.id, by, text);
  return outcome.kind === "signed"
    ? { kind: "signed", signed: { act: text, signatures: [outcome.signature] } }
    : outcome;
}

// Following says where an act is on its way.
export type Following =
  | { kind: "sending" }
  | { kind: "unknown" } // sent; no answer, or the outcome is not known
  | { kind: "on-ledger"; receipt: Receipt }
  | { kind: "refused"; problem: Problem };

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// tries is how often an act of unknown outcome is asked for, with growing pauses: about two minutes.
const tries = 24;

// follow sends an act and tells where it is until that is settled, or gives up with "unknown". Sending the very same act
// again is harmless, so an unanswered one is sent again.
export async function follow(signed: Signed, tell: (where: Following) => void, key = newKey()): Promise<Following> {
  const say = (where: Following) => {
    tell(where);
    return where;
  };
  say({ kind: "sending" });
  let ask: () => Promise<Sent> = () => postAct(signed, key);
  for (let i = 0; i < tries; i++) {
    try {
      const sent = await ask();
      if (sent.kind === "on-ledger") {
        return say(sent);
      }
      ask = () => askReceipt(sent.act);
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Offline)) {
        throw error;
      }
      if (error instanceof Problem && !passing(error)) {
        return say({ kind: "refused", problem: error });
      }
      ask = () => postAct(signed, key);
    }
    say({ kind: "unknown" });
    await pause(Math.min(1000 * 1.3 ** i, 8000));
  }
  return { kind: "unknown" };
}

// passing problems say nothing about the act.
const passing = (problem: Problem): boolean =>
  problem.status === 429 || problem.status >= 500 || problem.kind === "not-found";
