// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../../shared/language.ts";

export const caseTexts = {
  title: ["调解", "Mediation"],
  lead: [
    "谁都不能是自己一方的调解员：本单位、您自己家或同单位经办人家是一方的，不在“可以受理的”里。参加调解全凭自愿。",
    "Nobody mediates for his own side: cases of your body, of your home or of a colleague's are not among those you could take. Nobody has to take part.",
  ],
  takeable: ["可以受理的", "That you could take"],
  mine: ["我调解的", "That you mediate"],
  ours: ["本单位是一方的", "Of your body"],
  closed: ["已经结束的", "Ended"],
  none: ["没有。", "None."],
  gone: [
    "这里没有这件调解：只有当事单位的经办人和它的调解员能看；没有受理的，只有可以受理的经办人能看。",
    "There is no such case here. Officers of a side's body and the mediator see it; before it is taken, those who could take it.",
  ],
  back: ["回到调解", "Back to cases"],
  stands: ["走到哪一步", "Where it stands"],
  file: ["案卷", "The file"],
  can: ["您可以", "What you can do"],
  nothing: ["现在没有要您做的。", "There is nothing for you to do now."],
  asked: ["等您：{0}", "Waits for you: {0}"],
  goOn: ["等您安排调解会、提出方案，或者起草协议", "Waits for you: a session, a proposal or an agreement"],
  news: ["等您的调解", "Cases that wait for you"],
  sides: ["{0}（申请）、{1}", "{0} (asks), {1}"],
  mediator: ["调解员：{0}", "Mediator: {0}"],
  isYou: ["您是调解员", "You are the mediator"],

  words: ["文字（双方都会看到）", "The words (both sides read them)"],
  why: ["理由（可以不写，对方会看到）", "Why (need not be said; the other side reads it)"],
  go: ["看一遍再签字", "Look it over, then sign"],
  notNow: ["先不办", "Not now"],
  done: ["已签字，已记入账本。", "Signed, and on the ledger."],

  meet: ["安排或记录调解会", "Fix a session, or write one down"],
  meetLead: [
    "还没有开的，写在哪里、谈什么；开过的，写谁来了、谈了什么、结果怎样。",
    "Of one to come say where, and what about; of one that was, who came, what was said, and what came of it.",
  ],
  when: ["时间（最晚 {0} 天以后）", "When (at most {0} days from now)"],
  wrongTime: ["要在对方同意调解之后，最晚 {0} 天以后。", "It has to be after the other side has joined, and at most {0} days from now."],
  propose: ["提出方案", "Make a proposal"],
  proposeLead: [
    "双方各自答复。同意方案还没有约束力，签了协议才有。",
    "Each side replies for itself. A yes binds nobody; an agreement that is signed does.",
  ],
  replyDays: ["给双方几天答复（1 至 {0}）", "Days for both to reply (1 to {0})"],
  reply: ["答复方案", "Reply to the proposal"],
  yes: ["同意", "Yes"],
  no: ["不同意", "No"],

  agree: ["起草协议，第一个签", "Draft the agreement, and sign it first"],

  agreeLead: [
    "按《人民调解法》第二十九条写明下列各项。您先签，再等双方各一人在自己的设备上签；三个签名齐了，协议才生效。签之前请双方看过、同意过。",
    "Say what Art. 29 of the People's Mediation Law lists. You sign first; then one person for each side signs on his own device. It is in force with all three signatures.",
  ],
  performDays: ["协议生效以后几天之内履行（0 至 {0}）", "Days to perform it, once it is in force (0 to {0})"],
  left: ["已签字，等双方各一人签。", "Signed. One person for each side has to sign now."],
  agreeWaits: ["协议还等{0}签。", "The agreement still waits for the signature of {0}."],
  applyWaits: ["共同申请还等{0}签。", "The joint application still waits for the signature of {0}."],
  toAgree: ["协议等本单位签", "An agreement waits for your body's signature"],
  toApply: ["共同申请等本单位签", "A joint application waits for your body's signature"],
  otherText: [
    "服务器给本页看的和要签的不是同一份，所以不能签。请告诉调解员。",
    "What the server has this page show is not what is to be signed, so that it cannot be signed. Please tell the mediator.",
  ],
  overtakenOther: [
    "先签的人又签了别的，这一份要由他重新签。",
    "Who signed first has signed something else since, and has to sign this anew.",
  ],
  apply: ["和对方一起申请法院确认", "Ask a court to confirm it, with the other side"],
  applyLead: [
    "双方一起申请才行：您签了，再等对方签。法院确认以后，可以申请强制执行。",
    "Both sides have to ask together: you sign, then the other side. Once a court has confirmed it, it can be enforced.",
  ],
  written: ["写的是", "What is written"],

  ask: ["请人调解，或者给住户对方的链接", "Ask for mediation, or give a household's link"],
  askLead: [
    "本单位和住户或别的单位有争执，可以在这里请人调解。住户要和另一家调解、又不知道那一家的代号，核对清楚以后可以在这里把链接给他。",
    "If your body is at odds with a household or another body, ask for mediation here. A resident who wants it with a household whose code he does not have can get its link here, once you have made sure.",
  ],
  withBody: ["和哪个单位", "With which body"],
  withHome: ["和哪一家", "With which household"],
  choose: ["请选", "Choose"],
  homes: ["{0}的房屋", "Homes of {0}"],
  chosen: ["对方：{0}", "The other side: {0}"],
  another: ["换一家", "Another one"],
  askText: ["发生了什么，想怎样解决", "What happened, and what is wanted"],
  askReaders: [
    "对方和受理的调解员会看到这些话；在有人受理之前，可以受理的经办人也会看到。账本上只有指纹。",
    "The other side and the mediator read this; before there is one, the officers who could take it. The ledger has a fingerprint alone.",
  ],
  linkTitle: ["给住户的链接", "The link for a resident"],
  link: [
    "住户打开它，就可以请这一家调解；里面有这一家的代号，请只给要和它调解的人。",
    "Who opens it can ask this household for mediation. It has the household's code: give it only to whom it is at odds with.",
  ],
} as const satisfies { [name: string]: Text };
