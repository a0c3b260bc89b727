// SPDX-License-Identifier: Apache-2.0

import type { Text } from "./language.ts";

// texts are those of the residents' pages, and of what officers' pages share with them.
export const texts = {
  back: ["返回", "Back"],
  next: ["下一题", "Next"],
  toReview: ["去核对", "Review"],
  again: ["再试一次", "Try again"],
  help: ["做不了怎么办？", "What if it does not work?"],

  offline: [
    "连不上服务器。请检查网络后再试；您填的内容还在。",
    "The server cannot be reached. Check your connection and try again; what you filled in is kept.",
  ],
  unexpected: ["出了意外：{0}", "Something unexpected happened: {0}"],

  cancelled: [
    "您关闭了系统的对话框，没有签名，什么也没有送出。",
    "You closed the system's dialog. Nothing was signed and nothing was sent.",
  ],
  impossible: [
    "这台设备上没有能用于本页的通行密钥，没有送出任何东西。",
    "There is no passkey on this device that works here. Nothing was sent.",
  ],
  unverified: [
    "您的设备没有用锁屏密码、指纹或面容确认，所以不能算签名。请先给设备设置锁屏。",
    "Your device did not confirm with screen lock, fingerprint or face, so this is no signature. Set up a screen lock first.",
  ],
  exists: [
    "这台设备上已经有您的通行密钥，可以直接登录。",
    "This device already has a passkey of yours. You can sign in with it.",
  ],
  inApp: [
    "微信里打开的网页不能使用通行密钥。请点右上角“…”，选“在浏览器打开”；也可以复制下面的链接。",
    "Passkeys do not work inside WeChat. Tap “…” at the top right and choose to open in the browser, or copy the link below.",
  ],
  noPasskeys: ["这个浏览器太旧，或不支持通行密钥。", "This browser is too old for passkeys, or does not support them."],
  noKeys: ["这个浏览器的通行密钥与账本不兼容。", "This browser's passkeys do not fit the ledger."],
  failedDialog: ["系统没有完成签名（{0}），没有送出任何东西。", "The system did not sign ({0}). Nothing was sent."],
  copyLink: ["复制链接", "Copy the link"],
  copied: ["已复制", "Copied"],
  linkFor: ["本页链接", "Link to this page"],
  otherWays: [
    "可以这样办：换一台手机或电脑（系统会显示二维码，用有通行密钥的手机扫）；到业委会或居委会办公室，用那里的安全密钥或请两位经办人协助；或者投纸质票。",
    "You can use another phone or computer (the system shows a QR code to scan with the phone that has your passkey); come to the office of the owners' or residents' committee for a security key or help by two officers; or vote on paper.",
  ],

  signInTitle: ["登录", "Sign in"],
  signInLead: [
    "用您的通行密钥登录：点下面的按钮，再用指纹、面容或锁屏密码确认。",
    "Sign in with your passkey: press the button, then confirm with fingerprint, face or screen lock.",
  ],
  signIn: ["用通行密钥登录", "Sign in with a passkey"],
  noPasskeyYet: [
    "还没有通行密钥？请用手机扫小区信函上的二维码，或输入信函上的编码。",
    "No passkey yet? Scan the QR code of your letter, or type its code.",
  ],
  toLetter: ["我有信函", "I have a letter"],
  signOut: ["退出登录", "Sign out"],
  signInRefused: ["没有登录：{0}", "Not signed in: {0}"],

  myTitle: ["我的表决", "My votes"],
  pendingTitle: ["登记已收到，等待确认", "Registered, waiting for confirmation"],
  pendingText: [
    "还需要两家单位的经办人核实您的身份。确认之后才能投票；您不用再做什么，过一两天再来看看。",
    "Officers of two bodies still have to confirm who you are. You can vote once they have; there is nothing more for you to do. Come back in a day or two.",
  ],
  ineligible: [
    "您的通行密钥改变了备份方式，账本不再接受它。请到办公室领一封新信函，重新登记。",
    "Your passkey changed how it is backed up, and the ledger no longer takes it. Ask the office for a new letter.",
  ],
  toVote: ["等您投票", "Waiting for your vote"],
  nothingToVote: ["现在没有需要您投票的事项。", "There is nothing to vote on at present."],
  voted: ["已投过的", "You have voted"],
  vote: ["投票", "Vote"],
  voteAgain: ["改票", "Change my vote"],
  asProxy: ["受托代投", "as a proxy"],
  rightOf: ["表决权 {0}，{1}", "Right {0}, {1}"],
  coOwned: [
    "这套房由几人共有，还没有推举投票人，或推举了别人。请与共有人商量，到办公室办理。",
    "This home has several owners, who have not designated you to vote. Talk to them and come to the office.",
  ],
  noRights: [
    "名册上没有您的表决权。如果不对，请联系业委会。",
    "The roll has no voting right of yours. If that is wrong, tell the committee.",
  ],
  closes: ["截止：{0}", "Ends: {0}"],
  others: ["其他", "More"],
  myPasskeys: ["我的通行密钥", "My passkeys"],
  notice: ["表决公告", "Notice of the vote"],

  question: ["第 {0} 题，共 {1} 题", "Question {0} of {1}"],
  chooseOne: ["选一项", "Choose one"],
  chooseSome: ["最多选 {0} 项", "Choose up to {0}"],
  blank: ["不选（留空）", "Leave blank"],
  blankShown: ["留空", "blank"],
  chooseFirst: [
    "请先选一项；不想表态可以选“留空”。",
    "Please choose; if you do not want to say, choose “Leave blank”.",
  ],
  tooMany: ["最多选 {0} 项。", "Choose at most {0}."],

  agree: ["同意", "Agree"],
  disagree: ["反对", "Disagree"],
  abstain: ["弃权", "Abstain"],

  reviewTitle: ["核对您的选择", "Check your choices"],
  reviewLead: ["还没有投出。请核对，然后签名投出。", "Nothing is cast yet. Check, then sign and cast."],
  change: ["修改", "Change"],
  sealing: ["正在加密…", "Sealing…"],
  sealedReady: ["已在本机加密，还没有送出。", "Sealed on this device, not sent yet."],
  cast: ["签名并投出", "Sign and cast"],
  castNote: [
    "下一步系统会请您用指纹、面容或锁屏密码确认。确认即签名。",
    "Your system will now ask for fingerprint, face or screen lock. That is your signature.",
  ],
  revoteNote: [
    "这会代替您之前投的票。截止前以最后一次为准。",
    "This replaces the ballot you cast before. The last one before the end counts.",
  ],
  signing: [
    "等待您在系统对话框里确认…还没有投出。",
    "Waiting for your confirmation in the system's dialog… Nothing is cast yet.",
  ],
  sending: ["已签名，正在送往账本…还没有计入。", "Signed, on its way to the ledger… Not on the ledger yet."],
  unknownTitle: ["已送出，账本尚未确认", "Sent, not confirmed by the ledger yet"],
  unknownText: [
    "您的票已签名并送出，但还不知道是否已经入账。本页会继续查询；再送一次也不会重复计票。",
    "Your ballot was signed and sent, but whether it is on the ledger is not known yet. This page keeps asking; sending it again cannot count twice.",
  ],
  resumeTitle: ["上次的投票没有做完", "Your last ballot was interrupted"],
  resumeText: [
    "您已经签了名，但还没有收到账本的确认。可以继续送出同一张票。",
    "You had signed it, but the ledger had not confirmed it. You can go on sending the same ballot.",
  ],
  resume: ["继续送出", "Go on"],
  discard: ["不送了", "Do not send it"],
  discardNote: [
    "如果之前已经送到，它仍然有效；可以在“我的表决”里看到。",
    "If it had arrived before, it still counts; you will see it under “My votes”.",
  ],
  refusedTitle: ["没有投成", "Not cast"],
  refusedText: ["账本没有接受这张票：{0}", "The ledger did not take this ballot: {0}"],
  rejectedText: [
    "这张票已记入账本，但按规则不能计入：{0}",
    "This ballot is on the ledger, but by the rules it does not count: {0}",
  ],
  kept: ["您的选择还在，可以改后再投。", "Your choices are kept; you can change them and cast again."],
  closedMeanwhile: ["投票已经截止，没有投出。", "Voting has ended. Nothing was cast."],

  doneTitle: ["已计入账本", "On the ledger"],
  doneLead: ["您的票已经写进第 {0} 号区块。", "Your ballot is in block {0}."],
  receipt: ["回执编号", "Receipt number"],
  writeDown: [
    "请抄下或拍下这个编号。它不会暴露您选了什么。",
    "Write this number down or take a picture. It does not reveal your choice.",
  ],
  next1: ["截止之前没有人能看到您选了什么。", "Until the end nobody can see what you chose."],
  next2: [
    "截止并启封之后，任何人都可以重新计票。",
    "After the end the ballots are opened, and anybody can count them again.",
  ],
  next3: [
    "规则允许改票的，截止之前可以再投，以最后一次为准。",
    "Where the rules allow it you can vote again until the end; the last ballot counts.",
  ],
  whatNext: ["接下来", "What happens next"],
  checkTitle: ["换一台设备核对", "Check on another device"],
  checkText: [
    "用另一台手机扫这个码，或在“查回执”里输入编号。两边的编号和六个图案应当完全一样。",
    "Scan this code with another phone, or type the number at “Check a receipt”. Number and pictures must be the same on both.",
  ],
  symbols: ["六个图案", "Six pictures"],
  qrAlt: ["这张回执的二维码", "QR code of this receipt"],
  toMine: ["回到我的表决", "Back to my votes"],
  print: ["打印", "Print"],

  passkeyThis: ["正在用的", "in use now"],
  passkeyAdded: ["登记于 {0}", "added {0}"],
  passkeyUsed: ["最近使用 {0}", "last used {0}"],
  statusActive: ["有效", "active"],
  statusPending: ["待确认", "awaits confirmation"],
  statusRevoked: ["已作废", "revoked"],
  passkeyName: ["名称", "Name"],
  save: ["保存", "Save"],
  saved: ["已保存", "Saved"],
  revoke: ["作废这把密钥", "Revoke this passkey"],
  revokeSure: [
    "作废之后它不能再签名，也不能恢复。要签名确认。",
    "Once revoked it can never sign again. This takes your signature.",
  ],
  revokeReason: ["本人作废", "revoked by its owner"],
  passkeyUnnamed: ["通行密钥", "Passkey"],

  letterTitle: ["凭信函登记", "Register with your letter"],
  letterLead: ["请输入信函上的编码。七组，每组四个字符。", "Type the code of your letter: seven groups of four."],
  letterCode: ["信函编码", "Code"],
  letterGo: ["继续", "Go on"],
  letterPlace: ["小区", "Community"],
  faultEmpty: ["请输入编码。", "Please type the code."],
  faultCharacter: ["里面有编码不会用到的字符。", "It has a character that codes never have."],
  faultLength: ["长度不对：应为七组、每组四个字符。", "The length is wrong: seven groups of four."],
  faultMistyped: ["有字符输错了，请对照信函再看一遍。", "Something is mistyped; please compare it with the letter."],
  looking: ["正在查找这封信函…", "Looking for this letter…"],
  letterRefused: ["这封信函不能用：{0}", "This letter cannot be used: {0}"],
  letterNotYet: [
    "信函已经印好，但经办人还没有把它登记到账本。请过一会儿再试。",
    "The letter is printed, but not known to the ledger yet. Please try again later.",
  ],
  whoTitle: ["这是您吗？", "Is this you?"],
  whoName: ["姓名", "Name"],
  whoHouse: ["门牌", "Home"],
  whoExpires: ["信函有效期至", "The letter is good until"],
  whoYes: ["是我，继续", "Yes, go on"],
  whoNo: ["不是我", "No"],
  whoNotMe: [
    "请不要继续。把信函交回业委会或居委会。还没有登记任何东西。",
    "Please do not go on. Bring the letter back to the committee. Nothing has been registered.",
  ],
  passkeyTitle: ["设置通行密钥", "Make a passkey"],
  passkeyLead: [
    "通行密钥存在您的设备里，用指纹、面容或锁屏密码打开。以后登录和投票都用它，不用记密码。",
    "A passkey lives in your device and opens with your fingerprint, face or screen lock. You will sign in and vote with it; there is no password.",
  ],
  passkeyTwo: [
    "系统会请您确认两次：第一次生成密钥，第二次为登记签名。",
    "Your system will ask twice: first to make the key, then to sign the registration.",
  ],
  passkeyMake: ["生成通行密钥", "Make a passkey"],
  passkeyMaking: [
    "等待您在系统对话框里确认…还没有登记。",
    "Waiting for you in the system's dialog… Nothing is registered yet.",
  ],
  signTitle: ["为登记签名", "Sign the registration"],
  signLead: [
    "密钥已生成，还没有登记。请再确认一次：为“用这把密钥代表我”签名。",
    "The key is made, but not registered yet. Confirm once more to sign that this key stands for you.",
  ],
  signGo: ["签名并登记", "Sign and register"],
  enrolDone: ["登记已写进账本", "Your registration is on the ledger"],
  enrolSending: ["已签名，正在送往账本…还没有登记。", "Signed, on its way to the ledger… Not registered yet."],
  enrolShown: [
    "{0}：我用这把通行密钥登记，以后由它代表我签名。",
    "{0}: I register this passkey, which will sign for me.",
  ],

  codeClosed: ["投票已经截止", "voting has ended"],
  codeNotOpen: ["投票还没有开始", "voting has not begun"],
  codeAlready: ["已经投过，规则不允许再投", "you have voted, and the rules allow no other ballot"],
  codeNotEntitled: ["您不是这份表决权的投票人", "you are not the voter of this right"],
  codeSeq: ["您在另一台设备上刚投过；请返回重新核对", "you have just cast on another device; go back and check again"],
  codePending: ["您的登记还没有被确认", "your registration is not confirmed yet"],
  codeRevoked: ["这把密钥已经作废", "this passkey was revoked"],
  codeExpired: ["签名放得太久，已经过期；请重新签名", "the signature is too old; please sign again"],
  codeUsed: [
    "信函已经用过。如果不是您用的，请马上告诉业委会",
    "the letter was used before. If it was not you, tell the committee at once",
  ],
} as const satisfies { [name: string]: Text };
