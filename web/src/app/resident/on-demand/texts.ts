// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../../shared/language.ts";

// more are the texts of the residents' pages that are loaded when they are asked for.
export const onDemandTexts = {
  signingAct: [
    "等待您在系统对话框里确认…还没有签字，什么也没有送出。",
    "Waiting for you in the system's dialog… Nothing is signed or sent yet.",
  ],
  sendingAct: ["已签字，正在送往账本…还没有生效。", "Signed, on its way to the ledger… Not in force yet."],
  actUnknown: [
    "已签字，账本尚未确认。请看看网络是否连着，先不要关闭本页：它会一直再送、再查。",
    "Signed, not confirmed by the ledger yet. See that you are connected, and leave this page open: it keeps sending and asking.",
  ],
  actDone: ["已写进账本第 {0} 号区块。", "On the ledger, in block {0}."],
  actLeft: [
    "您已签字。还要其他共有人签字，最后一位签字之后才生效。请告诉他们打开“我的表决”。",
    "You have signed. It takes the other owners' signatures, and is in force after the last one. Ask them to open “My votes”.",
  ],
  exactText: ["签字的原文", "The exact text that is signed"],
  me: ["我", "me"],
  myLink: ["我的链接", "My link"],
  somebody: ["代号 {0}…", "code {0}…"],

  myCode: ["我的代号", "My code"],
  myCodeLead: [
    "账本上用代号代替姓名。想让您代投的人，可以用手机扫这个码；或者把下面的链接发给他。",
    "The ledger has codes instead of names. Whoever wants you to vote for him can scan this with his phone, or open the link below that you send him.",
  ],
  myCodeAlt: ["我的代号的二维码", "QR code of my code"],
  proxyLead: [
    "您可以请别人在这一次表决中替您投票。您自己仍然可以投，以您自己投的为准。",
    "You can let somebody else cast for you in one vote. You may still cast yourself, and then your own ballot counts.",
  ],
  proxyNone: ["现在没有可以委托的表决。", "There is no vote at present in which you could name a proxy."],
  proxyIs: ["您已委托：{0}", "You have named: {0}"],
  proxyNobody: ["还没有委托别人。", "You have not named anybody."],
  proxyCode: ["受托人的代号", "The code of your proxy"],
  proxyCodeHint: [
    "请受托人打开“我的表决 → 委托他人投票”，用您的手机扫他的码，这里会自动填好。",
    "Ask him to open “My votes → Let somebody vote for me”, and scan his code with your phone; this is then filled in.",
  ],
  proxyCodeWrong: [
    "这不是任何人的代号。代号是 32 位数字和字母 a–f；最好扫受托人的码。",
    "This is nobody's code. A code has 32 digits and letters a–f; best scan your proxy's.",
  ],
  proxyFinal: [
    "签字以后，这次表决不能改托别人，也不能撤回；系统也查不出代号是谁的。签字之前，请与受托人手机上的代号核对。您自己仍然可以投。",
    "Once signed, you can neither name somebody else in this vote nor take it back, and nothing here can tell whose code it is. Compare it with your proxy's phone before you sign. You can still cast yourself.",
  ],
  proxySelf: ["这是您自己的代号。", "This is your own code."],
  proxyCap: ["一个人最多受托 {0} 份。", "One person may hold at most {0} proxies."],
  proxyMustOwn: ["受托人须是本小区业主。", "A proxy must be an owner here."],
  proxySign: ["签字委托", "Sign to name the proxy"],
  proxyWords: ["在“{0}”中委托 {1} 为 {2} 投票", "In “{0}”: {1} may vote for {2}"],
  proxyAll: ["这套房由几人共有，委托要全体共有人签字。", "This home has several owners; all of them have to sign."],
  proxyHeld: ["别人委托您的", "You vote for"],
  proxyHeldOne: ["“{0}”：", "“{0}”: "],

  ownersLead: [
    "几人共有的房子算一个人数，由全体共有人签字推举一人来投票。可以改推别人，也要全体签字。",
    "A home with several owners is one head. All owners together designate, by signature, the one who votes. You can designate another one later in the same way.",
  ],
  ownersNone: ["您没有与别人共有的房子。", "You share no home with anybody."],
  ownersOf: ["，共有人 {0} 位", ", {0} owners"],
  ownersVoter: ["现在的投票人：{0}", "The voter at present: {0}"],
  ownersNoVoter: ["还没有投票人，所以这套房现在不能投票。", "There is no voter yet, so that nobody can vote for this home."],
  ownersChoose: ["推举谁来投票？", "Who shall vote?"],
  ownersSign: ["签字推举", "Sign"],
  ownersWords: ["推举 {0} 为 {1} 的投票人", "{0} shall vote for {1}"],
  papers: ["等共有人签字的文件", "Papers that await signatures"],
  papersNone: ["没有等签字的文件。", "No paper awaits a signature."],
  paperMissing: ["还缺 {0} 位签字", "{0} signatures are missing"],
  paperMine: ["您已签字", "you have signed"],
  paperOvertaken: [
    "发起人后来又签了别的文件，这一份要请他重新签一次。",
    "Who began it has signed something else since; he has to sign this one again.",
  ],
  paperRead: ["查看并签字", "Read and sign"],
  paperGone: ["这份文件已经办完，或者撤回了。", "This paper is done, or was withdrawn."],
  paperSign: ["我同意，签字", "I agree and sign"],
  paperWithdraw: ["撤回", "Take it back"],
  paperOther: ["这份文件的内容看不懂，请到办公室。", "This page cannot explain this paper. Please come to the office."],

  objectLead: [
    "对业主名册、或对已公布的结果有异议，可以在这里提出。账本上只记时间和内容的哈希值；内容只有经办人和您能看到。两家单位一起答复。",
    "Here you can object to the roll, or to a published result. The ledger keeps the time and a hash of what you write; only you and the officers can read it. Two bodies answer together.",
  ],
  objectTo: ["对什么有异议", "What do you object to?"],
  objectRoll: ["业主名册第 {0} 版", "The roll, version {0}"],
  objectResult: ["结果：{0}", "The result of: {0}"],
  objectText: ["写清楚哪里不对", "What is wrong"],
  objectEmpty: ["请写下哪里不对。", "Please write what is wrong."],
  objectSign: ["签字提出", "Sign and object"],
  objectWords: ["异议（{0}）：{1}", "Objection ({0}): {1}"],
  objectMine: ["我提出的异议", "My objections"],
  objectNone: ["您没有提出过异议。", "You have not objected to anything."],
  objectNothing: ["现在没有可以提异议的名册或结果。", "There is neither a roll nor a result to object to at present."],
  objectOpen: ["等待答复", "not answered yet"],
  objectRight: ["异议成立", "found right"],
  objectWrong: ["异议不成立", "found wrong"],
  objectAnswer: ["答复", "The answer"],
  objectElsewhere: ["内容存在另一家单位。", "Another body keeps the text."],
  objectMismatch: [
    "服务器存的内容与您写的不一致，没有送出。请告诉居委会。",
    "The server kept another text than you wrote. Nothing was sent. Please tell the committee.",
  ],

  dataLead: [
    "姓名、门牌、联系方式只存在各单位自己的数据库里，不上账本。账本上只有代号、面积、签名和加密的选票。",
    "Your name, home and contacts are kept in the bodies' own stores, never on the ledger. The ledger has codes, areas, signatures and sealed ballots.",
  ],
  dataExport: ["下载我的全部数据", "Download all data about me"],
  dataKept: ["这里存了什么", "What is kept here"],
  dataKept1: ["名册上的姓名、门牌、面积（业主身份的依据）", "Name, home and area of the roll: they make you an owner here"],
  dataKept2: ["通行密钥的名称与使用时间（不含密钥本身）", "Names and times of your passkeys, never the keys"],
  dataKept3: ["您填写的邮箱和电话（用来通知您）", "Your e-mail address and telephone, to notify you"],
  dataKept4: ["您的异议和答复的内容", "What you wrote in objections, and the answers"],
  dataErase: ["怎样删除", "How to have it erased"],
  dataErase1: ["联系方式可以随时在“联系方式”里清空。", "Contacts: clear them yourself at any time under “How to reach me”."],
  dataErase2: [
    "房子转让、不再是业主之后，可以带身份证到办公室要求删除。删除之后，账本上的代号不再能对应到您。",
    "Once you own nothing here any more, come to the office with your identity card. After the erasure the codes on the ledger lead to nobody.",
  ],
  dataErase3: ["已经公布的表决结果不会改变，其中没有您的姓名。", "Published results do not change; your name is not in them."],

  confirmTitle: ["确认邮箱", "Confirm your address"],
  confirmLead: ["点下面的按钮，确认这个邮箱是您的。", "Press the button to confirm that this address is yours."],
  confirmGo: ["确认", "Confirm"],
  confirmDone: ["已确认。以后通知会寄到这个邮箱。", "Confirmed. You will be notified at this address."],
  confirmFailed: ["没有确认：{0}", "Not confirmed: {0}"],

  noticesNone: ["还没有通知。", "There are no notices yet."],
  noticeNew: ["新", "new"],
  noticeOpen: ["打开", "Open"],

  passkeyThis: ["正在用的", "in use now"],
  passkeyName: ["名称", "Name"],
  save: ["保存", "Save"],
  saved: ["已保存", "Saved"],
  revokeSure: ["作废之后它不能再签名，也不能恢复。要签名确认。", "Once revoked it can never sign again. This takes your signature."],
  revokeReason: ["本人作废", "revoked by its owner"],

  resumeTitle: ["上次的投票没有做完", "Your last ballot was interrupted"],
  resumeText: [
    "您已经签了名，但还没有收到账本的确认。可以继续送出同一张票。",
    "You had signed it, but the ledger had not confirmed it. You can go on sending the same ballot.",
  ],
  resumeLate: ["签名已经过期，只能查一查当时是否送到。", "Its signature is too old; you can only ask whether it had arrived."],
  resumeAsk: ["查一查", "Ask"],
  resume: ["继续送出", "Go on"],
  discard: ["不送了", "Do not send it"],
  discardNote: [
    "如果之前已经送到，它仍然有效；可以在“我的表决”里看到。",
    "If it had arrived before, it still counts; you will see it under “My votes”.",
  ],
} as const satisfies { [name: string]: Text };
