// SPDX-License-Identifier: Apache-2.0

import type { Text } from "../language.ts";

export const serviceTexts = {
  always: ["随时", "at all times"],
  hours: ["{0} {1}–{2}", "{0} {1}–{2}"],
  and: ["、", ", "],
  days: ["{0}至{1}", "{0} to {1}"],
  each: ["每份 {0} 分", "{0} points each"],
  left: ["还剩 {0} 份", "{0} left"],
  soldOut: ["已兑完", "none left"],
  until: ["{0} 截止", "until {0}"],
  from: ["{0} 起", "from {0}"],

  sheetTitle: ["服务券", "Voucher"],
  sheetFor: ["{0} × {1}", "{0} × {1}"],
  sheetWhere: ["到{0}使用", "To be used at: {0}"],
  sheetUntil: ["{0} 之前有效，用一次", "Good until {0}, once"],
  sheetCode: ["券码", "Code"],
  sheetQr: ["服务券的二维码，给工作人员扫", "QR code of the voucher, for the counter to scan"],
  sheetOnce: [
    "谁拿着券码谁就能用，请不要给别人看。积分不是钱，券也不能买卖、兑现。",
    "Whoever has the code can use it: show it to nobody else. Points are no money: a voucher is neither sold nor cashed.",
  ],
  print: ["打印", "Print"],
} as const satisfies { [name: string]: Text };

export const dayNames: readonly Text[] = [
  ["周日", "Sun"],
  ["周一", "Mon"],
  ["周二", "Tue"],
  ["周三", "Wed"],
  ["周四", "Thu"],
  ["周五", "Fri"],
  ["周六", "Sat"],
];
