// SPDX-License-Identifier: Apache-2.0

// A case before a mediator as pages name it.

import type { Community, Schema } from "../api.ts";
import { now } from "../clock.ts";
import { dayOf, dayText } from "../day.ts";
import { say, type Text } from "../language.ts";
import { bodyName } from "../names.ts";

export type Case = Schema["Case"];
export type CaseText = Schema["CaseText"];
export type State = Case["state"];
export type Side = Case["sides"][number];
export type Step = Case["next"][number];

const states = {
  requested: ["待受理", "waits for a mediator"],
  taken: ["待对方答复", "waits for the other side"],
  open: ["调解中", "being mediated"],
  proposed: ["方案待答复", "a proposal waits for replies"],
  agreed: ["已达成协议", "agreed"],
  performed: ["已履行", "performed"],
  declined: ["不予受理", "declined"],
  refused: ["对方不同意调解", "refused by the other side"],
  silent: ["对方逾期未答复", "the other side did not answer"],
  untaken: ["逾期未受理", "no mediator took it in time"],
  withdrawn: ["已撤回", "taken back"],
  failed: ["未达成协议", "ended without an agreement"],
  untold: ["履行情况未说明", "not said whether it was performed"],
} as const satisfies { [state in State]: Text };

// asked are the states as the side that is asked calls them.
const asked: { [state in State]?: Text } = {
  taken: ["待您答复", "waits for your answer"],
  refused: ["您没有参加", "you do not take part"],
  silent: ["您逾期未答复", "you did not answer in time"],
};

export const stateText = (of: Case): string => say((nth(of, 1).mine && asked[of.state]) || states[of.state]);

// standText is where a case stands, and what it is about.
export function standText(of: Case): string {
  const both = of.state === "proposed" && unreplied(of).length === 0;
  const stand = both ? say(["双方都同意方案，待签协议", "both say yes to the proposal"]) : stateText(of);
  return [stand, aboutText(of)].filter(Boolean).join(" · ");
}

// unreplied are the sides that have not replied to the last proposal.
export const unreplied = (of: Case): number[] => [0, 1].filter((i) => lastProposal(of)?.replies[i] === "");

// sentence begins with a capital letter.
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const abouts = {
  booking: ["为一次车位预约", "about a booking of a parking space"],
  breach: ["为一件违反公约的记录", "about a breach of the convention"],
  order: ["为一张工单", "about an order"],
  request: ["", ""],
} as const satisfies { [about in Case["about"]]: Text };

// aboutText says what of the ledger a case is about; "" if it is about nothing there.
export const aboutText = ({ about }: Pick<Case, "about">): string => say(abouts[about]);

// sideName is what a side is called, by whomever.
export const sideName = (community: Community, { body, home, house }: Side): string =>
  body ? bodyName(community, body) : house || home.slice(0, 8);

// sideText is what it is called to whom it may be.
export function sideText(community: Community, side: Side): string {
  if (!side.mine) {
    return sideName(community, side);
  }
  return side.body ? say(["本单位", "my body"]) : say(["我家", "my home"]);
}

// nth is one of the two sides.
export const nth = ({ sides }: Case, i: number): Side => sides[i] as Side;

// isMine says whether the viewer is of a side.
export const isMine = ({ sides }: Case): boolean => sides.some(({ mine }) => mine);

// isOpen says whether anything can still happen in a case.
export const isOpen = ({ state }: Case): boolean => ["requested", "taken", "open", "proposed", "agreed"].includes(state);

// otherOf is the other side, as one of them sees it; the second for who is of none.
export const otherOf = (of: Case): Side => (nth(of, 1).mine ? nth(of, 0) : nth(of, 1));

// lastProposal is the one that is before both sides, or was.
export const lastProposal = ({ proposals }: Case): Case["proposals"][number] | undefined => proposals[proposals.length - 1];

// titleText says between whom a case is.
export function titleText(community: Community, of: Case): string {
  if (isMine(of)) {
    return say(["与{0}的调解", "Mediation with {0}"], sideName(community, otherOf(of)));
  }
  return say(["{0}与{1}", "{0} and {1}"], sideName(community, nth(of, 0)), sideName(community, nth(of, 1)));
}

// whichText names a case in what is signed: who it is between, and since when.
export const whichText = (community: Community, of: Case): string =>
  say(
    ["{0}与{1}的调解（{2}申请）", "the mediation between {0} and {1}, asked for on {2}"],
    sideName(community, nth(of, 0)),
    sideName(community, nth(of, 1)),
    dayText(dayOf(of.requested)),
  );

// mediatorText is who mediates: by name, if the server knows it.
export const mediatorText = (community: Community, { mediator: { body, name } }: Case): string =>
  name
    ? say(["{0}的{1}", "{1} of {0}"], bodyName(community, body), name)
    : say(["{0}的一位经办人", "an officer of {0}"], bodyName(community, body));

// saidText is what somebody said, if it is here; of what was said at all.
export const saidText = ({ hash, text }: CaseText): string =>
  hash && !text
    ? say(["（文字不在本服务器，可以去原单位看。）", "(The words are not on this server; ask at the body where they were left.)"])
    : text;

const expectations = ["join", "reply", "take", "perform"] as const;

export type Expected = (typeof expectations)[number];

// expected is what a case waits for from who looks at it, if it does. That an agreement was performed nobody can say before its day,
// unless the other side has said it.
export function expected(of: Case): Expected | undefined {
  const due = of.performed.some((at) => at > 0) || now() >= of.performBy;
  return expectations.find((step) => of.next.includes(step) && (step !== "perform" || due));
}
