// SPDX-License-Identifier: Apache-2.0

// Making acts, signing them, and following them until they are in a block.

import { encode, hashOf, int, type Signed, shown, validity } from "../../act/act.ts";
import type { ActType, Bodies } from "../../act/body.ts";
import { hex } from "../../encoding.ts";
import { thisDevice } from "../../passkey/device.ts";
import { type SignOutcome, sign } from "../../passkey/sign.ts";
import {
  api,
  askReceipt,
  type Community,
  type Election,
  type ElectionDetail,
  newKey,
  Offline,
  Problem,
  postAct,
  type Receipt,
  type Sent,
  sessionOver,
} from "./api.ts";
import { now } from "./clock.ts";

// ended says that an online ballot comes too late for an election.
export const ended = ({ times: { closesAt } }: Pick<Election, "times">): boolean => closesAt !== undefined && now() >= closesAt;

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
    ...validity(now(), of.type),
  });
}

// ballotWords is what of a ballot's review is hashed into its act: all but the choices. The act is public at once and choices
// are few, so that anybody could find them from a hash by trying; they are in the seal only.
export const ballotWords = ({ election }: ElectionDetail, right: string): string =>
  [election.title, right, ...election.contests.flatMap(({ title, text }) => (text ? [title, text] : [title]))].join("\n");

// signText asks for the signature of one passkey (a credential id, or undefined: of whoever is there) under an act's text. Nobody is
// asked on the page of a person who is not signed in any more, because somebody else is by now, in another tab of this browser.
export async function signText(community: Community, by: string | undefined, text: string): Promise<SignOutcome> {
  if (by && (await gone(by))) {
    dispatchEvent(new Event(sessionOver));
    return { kind: "away" };
  }
  return sign(thisDevice(), community.rp.id, by, text);
}

const longEnough = 4000; // ms; whoever has no connection may sign all the same

const gone = (credential: string): Promise<boolean> =>
  Promise.race([
    api.session().then(
      (session) => session.credential !== credential,
      (error) => error instanceof Problem && error.status === 401,
    ),
    pause(longEnough).then(() => false),
  ]);

// Following says where an act is on its way.
export type Following =
  | { kind: "sending" }
  | { kind: "unknown" } // sent; no answer, or the outcome is not known
  | { kind: "on-ledger"; receipt: Receipt }
  | { kind: "refused"; problem: Problem };

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const askedFor = 3; // times, until an act of unknown outcome is sent again: it may have got lost after all

// follow sends an act and tells where it is until that is settled, or until here is aborted, which leaves it "unknown". Sending the
// very same act again is harmless, so an unanswered one is sent again. A receipt counts only if it is of this act.
export const follow = async (signed: Signed, tell: (where: Following) => void, here: AbortSignal, key = newKey()): Promise<Following> => {
  tell({ kind: "sending" });
  return settle(hex(await hashOf(signed.act)), () => postAct(signed, key), tell, here);
};

// settle is follow for an act with this hash, which send sends.
export async function settle(
  act: string,
  send: () => Promise<Sent>,
  tell: (where: Following) => void,
  here: AbortSignal,
): Promise<Following> {
  for (let i = 0, asked = 0; !here.aborted; i++) {
    const answered = await answer(asked > 0 ? askReceipt(act) : send());
    if (answered?.kind === "refused" || (answered?.kind === "on-ledger" && answered.receipt.act === act)) {
      tell(answered);
      return answered;
    }
    asked = answered?.kind === "unknown" && asked < askedFor ? asked + 1 : 0;
    tell({ kind: "unknown" });
    await pause(Math.min(1000 * 1.3 ** i, longestPause));
  }
  return { kind: "unknown" };
}

const longestPause = 8000; // ms

// answer is what the server says of an act; undefined if it says nothing.
async function answer(asking: Promise<Sent>): Promise<Sent | Extract<Following, { kind: "refused" }> | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof Problem && !passing(error)) {
      return { kind: "refused", problem: error };
    }
    if (error instanceof Problem || error instanceof Offline) {
      return undefined;
    }
    throw error;
  }
}

// passing problems say nothing about the act. What has no kind does not come from the server.
export const passing = ({ status, kind }: Problem): boolean => status === 429 || status >= 500 || ["", "not-found"].includes(kind);
