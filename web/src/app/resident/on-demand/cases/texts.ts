// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../../../shared/language.ts";

export const caseTexts = {
  title: ["调解", "Mediation"],
  lead: [
    "和邻居或单位有争执，可以请一位调解员帮着谈。参加不参加都自愿；谈成的协议由双方和调解员一起签，签了才有约束力。",
    "If you are at odds with a neighbour or a body, a mediator can help. Nobody has to take part; an agreement binds once both sides and the mediator have signed it.",
  ],
  ask: ["请人调解", "Ask for mediation"],
  none: ["您家没有调解。", "Your home has no case."],
  open: ["正在进行", "Going on"],
  closed: ["已经结束", "Ended"],
  gone: ["这里没有这件调解。", "There is no such case here."],
  toMine: ["回到我的调解", "Back to my cases"],

  you: ["现在请您", "What you are asked to do"],
  nothing: ["现在不用您做什么。", "There is nothing for you to do now."],
  doIt: [
    "请按协议做到您家的事。对方做到了，请在“您还可以”里签字说一声。",
    "Do your home's part of the agreement. When the other side has done its own, say so below, under “What else you can do”.",
  ],
  stands: ["走到哪一步", "Where it stands"],
  file: ["都说了什么", "What was said"],
  further: ["您还可以", "What else you can do"],
  readers: [
    "这里的文字只有双方和调解员能看；账本上只有指纹。",
    "Only both sides and the mediator read these words; the ledger has fingerprints alone.",
  ],
  mediator: ["调解员：{0}", "Mediator: {0}"],
  until: ["请在 {0}（含当天）之前。", "Until {0}, that day included."],

  yourWords: ["您要说的", "What you say"],
  why: ["为什么（可以不写）", "Why (you need not say)"],
  empty: ["请先写下要说的话。", "Write what you want to say first."],
  mismatch: [
    "服务器保存的文字和您写的不一样，没有签字。请再试。",
    "The server kept another text than yours; nothing was signed. Try again.",
  ],
  signs: ["您签的是：", "You sign: "],
  print: ["文字的指纹：{0}", "The fingerprint of the words: {0}"],
  printPhotos: ["文字和 {1} 张照片的指纹：{0}", "The fingerprint of the words and {1} photos: {0}"],
  sign: ["签字", "Sign"],

  join: ["我家同意参加{0}，由{1}调解。", "My home takes part in {0}, with {1} as the mediator."],
  refuse: ["我家不参加{0}。", "My home does not take part in {0}."],
  say: ["我家在{0}中陈述。", "My home states something in {0}."],
  perform: ["我家说明：{0}所达成的协议，对方已经履行。", "My home says that the other side has performed the agreement of {0}."],
  withdraw: ["我家退出{0}。", "My home goes no further in {0}."],

  proposal: ["调解员的方案", "The mediator's proposal"],
  replyLead: [
    "同意了也还没有约束力：要等写成协议、双方和调解员都签了才算。不同意，就接着谈。",
    "A yes binds nobody yet: only an agreement does, once both sides and the mediator have signed it. With a no the talks go on.",
  ],
  reply: ["您的答复", "Your reply"],
  yes: ["同意", "Yes"],
  no: ["不同意，接着谈", "No: talk on"],
  replyFirst: ["请先选同意或者不同意。", "Choose yes or no first."],
  replyYes: ["我家同意{0}的方案。", "My home says yes to the proposal in {0}."],
  replyNo: ["我家不同意{0}的方案。", "My home says no to the proposal in {0}."],

  agreeTitle: ["协议等您签", "An agreement waits for your signature"],
  agreeLead: [
    "请从头到尾看一遍。双方和调解员都签了，协议才生效，从此有约束力。您家一个人签就可以；不同意就不签，可以接着谈。",
    "Read all of it. It is in force, and binds, once both sides and the mediator have signed. One person signs for your home; if you disagree, do not sign, and talk on.",
  ],
  agreeSigns: [
    "我家签订{0}的协议，内容如上；协议生效以后 {1} 天之内履行。",
    "My home signs the agreement of {0}, as it stands above, to be performed within {1} days after it is in force.",
  ],
  agreeLeft: ["协议还等{0}签。", "The agreement still waits for the signature of {0}."],
  otherText: [
    "服务器给本页看的和要签的不是同一份，所以不能签。请告诉调解员。",
    "What the server has this page show is not what is to be signed, so that it cannot be signed. Please tell the mediator.",
  ],
  overtaken: [
    "您签过这一份以后又签了别的，这一份要重新签：请先撤回，再签一次。",
    "You have signed something else since, so that this has to be signed anew: take it back, and sign once more.",
  ],
  overtakenOther: [
    "先签的人又签了别的，这一份要由他重新签，请等一等。",
    "Who signed first has signed something else since, and has to sign this anew. Please wait.",
  ],
  leftFirst: [
    "对方签好之前，请先别签别的，否则这一份要重新签。",
    "Until the other side has signed, sign nothing else, or this has to be signed anew.",
  ],
  leftOne: ["您已签字。等其他各方也签了才生效。", "You have signed. It is in force once the others have, too."],
  apply: ["和对方一起申请法院确认", "Ask a court to confirm it, with the other side"],
  applyTitle: ["共同申请等您签", "A joint application waits for your signature"],
  applyLead: [
    "法院确认以后，对方不履行，就可以申请强制执行。要双方一起申请；您先签，再等对方签。双方都签了，把申请书打印出来交给法院。",
    "Once a court has confirmed it, it can be enforced. Both sides have to ask together: you sign, and then the other side. Then print the application and bring it to the court.",
  ],
  applySigns: ["我家和对方一起，申请法院确认{0}的协议。", "My home asks a court, with the other side, to confirm the agreement of {0}."],
  applyLeft: ["共同申请还等{0}签。", "The joint application still waits for the signature of {0}."],

  askLead: [
    "先说清楚和谁、为什么、想怎样。会有一位不是任何一方的经办人受理，然后问对方是否参加；对方可以不参加。",
    "Say with whom, about what, and what you want. An officer who is of neither side takes it, and asks the other side, which may refuse.",
  ],
  askReaders: [
    "您写的话谁会看到：对方，和受理的调解员；在有人受理之前，可以受理的经办人也会看到。账本上只有指纹，没有文字。",
    "Who reads what you write: the other side, and the mediator; before there is one, the officers who could take it. The ledger has a fingerprint and no words.",
  ],
  about: ["为什么事", "About what"],
  aboutRequest: ["别的事（写在下面）", "Something else (say so below)"],
  aboutBreach: ["违反公约的记录：{0}", "A breach: {0}"],
  aboutOrder: ["工单：{0}", "An order: {0}"],
  from: ["以哪一套房的名义", "For which home"],
  with: ["和谁", "With whom"],
  choose: ["请选", "Choose"],
  other: ["另一家住户，我有它的代号", "Another household, whose code I have"],
  code: ["那一家的代号（32 个字符）", "The household's code (32 characters)"],
  codeHelp: [
    "您只知道门牌的话，请到居委会或业委会办公室：核对以后，经办人会给您那一家的链接或代号。",
    "If you only know the door, come to the office of the residents' or owners' committee: an officer gives you the household's link or code.",
  ],
  coded: ["代号 {0}… 的一家", "the household with the code {0}…"],
  wrongCode: ["代号是 32 个字符，只有数字和 a 到 f。", "A code has 32 characters: digits, and a to f."],
  chooseFirst: ["请先选和谁调解。", "Choose with whom first."],
  notYours: ["这张工单没有涉及您家，不能凭它请人调解。", "That order does not affect your home; no case can be about it."],
  askText: ["发生了什么，您想怎样解决", "What happened, and what you want"],
  askSign: ["签字，请人调解", "Sign, and ask for it"],
  askWords: ["我家请人调解，对方：{0}。", "My home asks for mediation with {0}."],
  askAbout: ["我家请人调解，对方：{0}；为：{1}。", "My home asks for mediation with {0}, about: {1}."],
  asked: ["已经提出。等调解员受理，再问对方是否参加。", "It is asked for. A mediator takes it, and then asks the other side."],
} as const satisfies { [name: string]: Text };
