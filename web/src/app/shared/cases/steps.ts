// SPDX-License-Identifier: Apache-2.0

// Steps that say at most one thing. Those of a side are the same for a household and for a body.

import type { Bodies } from "../../../act/body.ts";
import type { Text } from "../language.ts";
import type { Case, Step } from "./words.ts";

// words: whether something is said with it.
type Kind = { label: Text; lead: Text; words: "none" | "may" | "must" };

export const simple = {
  join: {
    label: ["同意调解", "Take part"],
    lead: [
      "同意就是接受这位调解员。同意以后随时可以退出，直到签协议为止。",
      "To take part is to accept this mediator. You can go no further at any time, until an agreement is signed.",
    ],
    words: "none",
  },
  refuse: {
    label: ["不参加调解", "Do not take part"],
    lead: [
      "可以不参加，不需要理由。这件事就此结束，对方仍可以去法院。",
      "You need not take part, nor say why. The case ends then; the other side may still go to a court.",
    ],
    words: "may",
  },
  say: {
    label: ["写下要说的话", "State something"],
    lead: ["对方和调解员会看到。", "The other side and the mediator read it."],
    words: "must",
  },
  perform: {
    label: ["对方已经履行", "The other side did its part"],
    lead: [
      "对方把协议上的事都做到了，再签这个。双方都签了，这件调解就结束。",
      "Sign this once the other side has done all that was agreed. When both have signed it, the case is over.",
    ],
    words: "none",
  },
  withdraw: {
    label: ["不再调解", "Go no further"],
    lead: [
      "签协议之前随时可以退出，不需要理由。这件调解就此结束，双方仍可以去法院。",
      "Until an agreement is signed either side can leave, and need not say why. The case ends then; both may still go to a court.",
    ],
    words: "may",
  },
  take: {
    label: ["受理，担任调解员", "Take it, as the mediator"],
    lead: [
      "您就是这件调解的调解员：对方会看到您的单位和姓名，再决定是否参加。本单位或您自己家是一方的，不能受理。",
      "You will be the mediator. The other side sees your body and name before it answers. No case of your own body or home can be taken.",
    ],
    words: "none",
  },
  decline: {
    label: ["不予受理", "Decline it"],
    lead: ["要写明理由，申请的一方会看到。", "Say why: the side that asks reads it."],
    words: "must",
  },
  follow: {
    label: ["记下回访", "Write down how it is performed"],
    lead: [
      "问了谁、协议履行得怎样，写在这里，双方会看到。",
      "Whom you have asked, and how the agreement is performed. Both sides read it.",
    ],
    words: "must",
  },
  end: {
    label: ["终止调解", "End it without an agreement"],
    lead: [
      "谈不成的，写明情况，并告诉双方还可以去哪里：仲裁、行政部门、法院。",
      "Say how it stands, and where both may go now: arbitration, an authority, or a court.",
    ],
    words: "must",
  },
} as const satisfies { [step in Step]?: Kind };

export type Simple = keyof typeof simple;

export const isSimple = (step: Step): step is Simple => step in simple;

type Acting = { [T in `case.${Simple}`]: { type: T; body: Bodies[T] } }[`case.${Simple}`];

// actOf is the act of a step, with the hash of what is said, or "".
export function actOf(step: Simple, { case: id }: Case, hash: string): Acting {
  switch (step) {
    case "join":
    case "perform":
    case "take":
      return { type: `case.${step}`, body: { case: id } };
    case "say":
    case "follow":
      return { type: `case.${step}`, body: { case: id, text: hash } };
    default:
      return { type: `case.${step}`, body: { case: id, reason: hash } };
  }
}
