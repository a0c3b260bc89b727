// SPDX-License-Identifier: Apache-2.0

// What whoever books reads, a household or a body.

import type { Text } from "../language.ts";

export const bookTexts = {
  find: ["找车位", "Find a space"],
  day: ["哪一天", "Which day"],
  from: ["从几点", "From"],
  until: ["到几点", "Until"],
  nextDay: ["（第二天）", " (next day)"],
  badTime: ["结束要在开始之后，而且还没有过去。", "The end has to be after the begin, and not over."],
  nobody: [
    "这段时间没有空车位。可以换个时间，下面是各车位当天的空闲时间。",
    "No space is free then. Try another time: below is when each one is free.",
  ],
  nothing: ["现在没有人让出车位。", "Nobody offers a space now."],
  price: ["{0} 分", "{0} points"],
  book: ["预订", "Book"],
  taken: ["这段时间不行", "Not then"],
  mine: ["自己的车位", "Your own"],
  plan: ["车位一览", "Spaces at a glance"],
  freeMark: ["空", "free"],
  takenMark: ["占", "taken"],
  booking: ["预订车位", "Book a space"],
  costs: [
    "付 {0} 分，先扣着 {1} 分，多的结清后退回。",
    "It costs {0} points. {1} are held, and what is too much goes back when it is settled.",
  ],
  terms: ["双方说好的", "What both sides agree to"],
  plate: ["车牌号", "Number plate"],
  plateHelp: ["只有管道闸的单位知道车牌，账本上没有。", "Only the body that keeps the gates knows it. It is not on the ledger."],
  noPlate: ["请填写车牌号。", "Write the number plate."],
  booked: ["办好了。", "Done."],
  gone: ["这个车位这段时间已经不空了。", "This space is not free any more then."],
  toBookings: ["看我的预订", "See my bookings"],
  story: ["经过", "What happened"],
  asked: ["申请", "Asked for"],
  drawn: ["抽签", "Lot drawn"],
  begins: ["开始", "Begins"],
  cameIn: ["入场", "Came in"],
  wentOut: ["离场", "Went out"],
  ends: ["结束", "Ends"],
  displacedAt: ["车位不能用了", "The space was not to be had"],
  disputedAt: ["提出异议", "Objected"],
  closedAt: ["结清", "Closed"],
  extend: ["延长时间", "More time"],
  extendTo: ["延长到", "Until"],
  extendCosts: ["多付 {0} 分，一共 {1} 分。", "{0} points more, {1} in all."],
  notLonger: [
    "后面的时间已经有人订了，或者车位不再让出，不能延长。请按时把车开走。",
    "What comes after is booked, or not offered. Please drive out in time.",
  ],
  cancelFree: ["现在取消不扣分。", "Cancelling now costs nothing."],
  cancelLate: ["现在取消要付 {0} 分。", "Cancelling now costs {0} points."],
  cancelBefore: ["{0} 之后取消就要扣分了。", "After {0} it costs points."],
  displacedHelp: [
    "分数退回，除非另一方提出异议。如果车已经进来，三十分钟之内要开出去；没有入场记录的，按没有来算。",
    "The points go back, unless the other side objects. If your car is in, it has to be out within thirty minutes. If no gate saw it come, it counts as not come.",
  ],
  disputeHelp: [
    "扣着的分先不动，由两家单位来处理；六十天没有结果，就按记录算。每个预订只能提一次。",
    "What is held waits for two bodies. If they say nothing for sixty days, what the gates saw counts. You can do this once for a booking.",
  ],
  retractHelp: [
    "对方不付分。{0} 之后才收回的，要算成对方的车位被占，这段时间也不能再让给别人。",
    "The guest pays nothing. After {0} it counts as his space being taken, and nobody else has the time either.",
  ],
} as const satisfies { [name: string]: Text };
