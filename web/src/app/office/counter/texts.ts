// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../../shared/language.ts";

export const counterTexts = {
  lead: [
    "扫服务券上的二维码，或输入券码。手机自带的相机也能扫：会打开这一页。积分不是钱，收券不收钱，也不找零。",
    "Scan the voucher's QR code, or type its code. A phone's own camera opens this page as well. Points are no money: a voucher is neither paid nor cashed.",
  ],
  code: ["券码（16 位）", "Code of the voucher (16 signs)"],
  look: ["查看", "Look"],
  noCode: [
    "这不是券码：应当是 16 位，没有 I、L、O、U。请再核对。",
    "This is no code: it has 16 signs, without I, L, O and U. Compare it again.",
  ],
  scan: ["打开摄像头扫码", "Scan with the camera"],
  scanning: ["请把二维码放到画面中间。", "Hold the QR code in the middle of the picture."],
  video: ["摄像头的画面", "What the camera sees"],
  stop: ["关掉摄像头", "Stop the camera"],
  noCamera: [
    "这个浏览器不能扫码。请用手机自带的相机扫，会打开这一页；或者输入券码。",
    "This browser cannot scan. Use the phone's own camera, which opens this page, or type the code.",
  ],
  next: ["下一张", "The next one"],

  good: ["可以收", "It can be taken"],
  bad: ["不能收", "It cannot be taken"],
  one: ["{0} × {1}", "{0} × {1}"],
  house: ["住户：{0}", "Of: {0}"],
  houseUnknown: ["住户：本单位没有登记", "Of a home that this body does not know"],
  until: ["{0} 之前有效", "good until {0}"],
  unknown: ["没有这张券。请核对券码。", "There is no such voucher. Compare its code."],
  otherBody: ["这张券由{0}收，请到它的柜台。", "It is taken by {0}, at its counter."],
  used: ["{0} 已经收过，经手人：{1}。", "It was taken on {0}, by {1}."],
  somebody: ["一位经办人", "an officer"],
  returned: ["已经退回，不能用了。", "It was given back."],
  over: ["{0} 已经过期。", "It ended on {0}."],
  mine: ["这台设备在 {0} 已经收过这张券，还没有记上账。", "This device took it at {0}; it is not on record yet."],
  take: ["收券，签字", "Take it: sign"],
  words: ["收服务券：{0} × {1}", "Take a voucher for {0} × {1}"],
  taken: ["已记上账：{0} × {1}，{2}", "On record: {0} × {1}, {2}"],

  away: ["现在没有网络。", "There is no network now."],
  known: ["{0} 取来的名单里有这张券，还没有人用。", "The list of {0} has it, and nobody had used it."],
  mayLose: [
    "之后它可能被别的柜台收了，或者被住户退回：那样的话，账本不认这一次，服务就白给了。要不要收，由您决定。",
    "Since then another counter may have taken it, or its household given it back: then the ledger does not count this one, and the service was given for nothing. It is for you to decide.",
  ],
  notKnown: [
    "{0} 取来的名单里没有这张券：可能是之后兑换的，也可能是假的。没有网络分不出来，请等有网络再收。",
    "The list of {0} has no such voucher: it may have been redeemed since, or be false, which nobody can tell without a network. Wait until there is one.",
  ],
  noList: [
    "还没有取到名单，没有网络就认不出券。请等有网络再收。",
    "No list was fetched yet, so nothing can be told without a network. Wait until there is one.",
  ],
  ready: ["没有网络时也认得：{0} 取的名单，{1} 张未用的券。", "Known without a network: {1} open vouchers, fetched {0}."],

  waiting: ["已收、还没有记上账", "Taken, and not on record yet"],
  waitingLead: [
    "存在这台设备的浏览器里，关掉网页也不会丢；有网络时打开这一页就会送出。送出之前请不要清除浏览器数据。",
    "They are kept in this browser, also when the page is closed, and are sent once this page is open with a network. Do not clear the browser's data before.",
  ],
  waitingOne: ["{0} × {1}，{2} 收", "{0} × {1}, taken {2}"],
  sending: ["正在送……", "Sending…"],
  refused: ["账本没有认", "Not counted by the ledger"],
  refusedOne: ["{0} × {1}，您在 {2} 收的", "{0} × {1}, which you took on {2}"],
  putAway: ["知道了", "I have read it"],
  keepsNothing: [
    "这个浏览器不保存任何东西，收了的券会丢，所以没有收。请换一个浏览器。",
    "This browser keeps nothing and would lose what was taken, so it was not taken. Use another one.",
  ],
} as const satisfies { [name: string]: Text };
