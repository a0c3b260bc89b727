// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../shared/language.ts";

export const workTexts = {
  title: ["我的工单", "My orders"],
  register: ["登记为网格员、维修工", "Register as a worker"],
  registerLabel: ["工单用", "for orders"],
  agreeLead: ["密钥已生成。再确认一次：用它为{0}接单、签到。", "The key is made. Confirm once more that it works for {0}."],
  agree: ["同意，签字", "I agree: sign"],
  registered: ["等经办人登记", "It waits for an officer"],
  registeredText: [
    "请告诉办公室：他们签字之后，您就能登录接单。",
    "Tell the office: once they have signed, you can sign in and take orders.",
  ],
  notWorker: ["这把通行密钥不是网格员、维修工的。", "This passkey is not a worker's."],
  keepsNothing: [
    "这个浏览器不保存任何东西（无痕模式？），断网时做的会丢。请换普通窗口打开。",
    "This browser keeps nothing (a private window?), so that what you do without a connection would be lost. Open it in a normal window.",
  ],
  asOf: ["没有连上服务器。下面是 {0} 的情况。", "Not connected. This is how it was at {0}."],
  asOfHint: ["照常做、照常签字，连上之后自动送出。", "Go on and sign as always; it is sent once you are connected."],
  none: ["没有等您处理的工单。", "Nothing waits for you."],
  calls: ["在叫您", "You are called"],
  mine: ["我接的", "Yours"],
  done: ["处理完的", "Done"],
  late: ["已过 {0}：{1}", "overdue since {0}: {1}"],
  toList: ["回到工单", "Back to my orders"],
  gone: ["这一单已经办完，或者不在您这里了。", "This order is done, or not with you any more."],

  accept: ["我接单", "I take it"],
  depart: ["出发", "On my way"],
  arrive: ["到了", "I am there"],
  arriveAtOnce: ["已经在现场", "I am there already"],
  finish: ["处理完，签字", "Done: sign"],
  signing: ["请在系统对话框里确认…", "Confirm in the system's dialog…"],
  more: ["不能做、要人帮忙", "I cannot, or need help"],
  finishTitle: ["结果怎么样？", "What came of it?"],
  note: ["做了什么（只给本单位和住户看）", "What you did, for your body and the household"],
  transferTitle: ["转给别人", "Hand it on"],
  transferWhy: ["为什么", "Why"],
  transferTo: ["转给谁", "To whom"],
  transferAnybody: ["由本网格安排", "Whoever is next on my grid"],
  transfer: ["转出，签字", "Hand it on: sign"],
  help: ["叫相邻网格来帮忙，签字", "Call the next grid to help: sign"],
  helpLead: ["您还是负责人，多叫几个人来。", "It stays yours; more hands are called."],
  said: ["住户说", "The household says"],
  phone: ["打电话", "Call"],
  soFar: ["经过", "So far"],
  notSent: ["尚未送出", "not sent yet"],

  waitOne: ["1 步等着送出", "1 step waits to be sent"],
  waitSome: ["{0} 步等着送出", "{0} steps wait to be sent"],
  waitSafe: [
    "已存在这台手机里，关机也不会丢。签字一天之内有效。",
    "They are kept on this phone, also when it is switched off. A signature is good for a day.",
  ],
  sendingNow: ["正在送…", "Sending…"],
  signAgain: [
    "前面有一步没被接受，后面的编号变了：{0} 步要再签一次字，时间不变。",
    "A step before was not taken, which changes the numbers of those after it: {0} have to be signed again. Their times stay as they were.",
  ],
  signAgainGo: ["再签字：{0}", "Sign again: {0}"],
  ofOthers: [
    "另有 {0} 步是别的人在这台手机上签的，等他登录后送出。",
    "{0} more were signed by somebody else on this phone, and are sent when he signs in.",
  ],
  refusedTitle: ["没有被接受：{0}", "Not taken: {0}"],
  refusedAt: ["您在 {0} 签的字。", "You signed it at {0}."],
  putAway: ["看过了，收起", "I have read it: put it away"],
  doGone: [
    "别人已经接了，或者这一单已经变了。不用再做什么。",
    "Somebody else has it by now, or it has changed. There is nothing more to do.",
  ],
  doHolder: [
    "这一单已不在您名下。如果您做了事，请告诉办公室，请他们重新派给您再补记。",
    "It is not yours any more. If you did the work, tell the office, and have it given to you again to put on record.",
  ],
  doState: [
    "这一步接不上：请先打开这一单，看它到了哪一步，再从那里继续。",
    "It does not follow from where the order stands: open it, see how far it is, and go on from there.",
  ],
  doClock: [
    "手机的时间不对，或者过了一天才送到。请校准时间，从这一步重做。",
    "Your phone's clock is wrong, or this arrived more than a day later. Set the clock and take this step anew.",
  ],
  doHands: [
    "转手次数用完了。请打电话给办公室，由他们指定。",
    "It has gone through as many hands as it may. Call the office to give it to somebody.",
  ],
  doOther: ["请打开这一单看看现在怎样；不清楚就打电话给办公室。", "Open the order and see how it stands; if in doubt, call the office."],
  openOrder: ["打开这一单", "Open this order"],
  calendar: ["加入日历", "Add to my calendar"],
  calendarHint: [
    "下载期限和排班，没有地点和内容。之后有变化，请再下载一次。",
    "Deadlines and shifts as they are now, without places and contents. Download it again when something has changed.",
  ],
  signOutWaits: [
    "还有没送出的步骤：退出之后它们留在这台手机里，您再登录时送出。",
    "Steps still wait: they stay on this phone and are sent when you sign in again.",
  ],
} as const satisfies { [name: string]: Text };
