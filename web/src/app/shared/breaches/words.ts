// SPDX-License-Identifier: Apache-2.0

// A breach of the convention as pages show it.

import type { Schema } from "../api.ts";
import { moment, say, type Text } from "../language.ts";
import { placeText } from "../orders/order.ts";

export type Breach = Schema["Breach"];
export type State = Breach["state"];

const states = {
  found: ["已发现，还没有告知", "found, not told yet"],
  noticed: ["已告知", "told"],
  cured: ["已改正", "put right"],
  appealed: ["申诉中，什么都不执行", "appealed: nothing takes effect"],
  upheld: ["申诉没有成立", "the appeal failed"],
  dismissed: ["不成立", "dismissed"],
  due: ["期限已过", "its days are over"],
  effective: ["已执行", "in effect"],
  decayed: ["已不再计算", "too old to count"],
  lapsed: ["没有及时告知，已失效", "lapsed: nobody told in time"],
  pardoned: ["已免除", "pardoned"],
} as const satisfies { [state in State]: Text };

export const stateText = (state: State): string => say(states[state]);

export const services: { [service: string]: Text } = {
  "activity-room": ["活动室", "the activity room"],
  barbecue: ["烧烤场", "the barbecue"],
  court: ["球场", "the court"],
  gym: ["健身房", "the gym"],
  library: ["图书室", "the library"],
  pool: ["泳池", "the pool"],
  "tool-loan": ["工具借用", "the loan of tools"],
  workshop: ["工坊", "the workshop"],
};

// rungText is what a breach leads to, if it stands.
export function rungText({ effect, points = 0, service = "", days = 0 }: Breach["rung"]): string {
  switch (effect) {
    case "notice":
      return say(["只是告知，没有别的后果", "you are told; nothing else follows"]);
    case "warning":
      return say(["提醒：再有下一次，后果会重一级", "a warning: the next time more follows"]);
    case "points":
      return say(["扣留积分，最多 {0} 分，有多少扣多少", "up to {0} points are withheld, as many as there are"], points);
    case "pause":
      return say(["{0}天内不能预约{1}", "for {0} days {1} cannot be booked"], days, say(services[service] ?? [service, service]));
    case "board":
      return say(["公告栏上提醒 {0} 天，不写姓名和房号", "a reminder on the notice board for {0} days, without a name or home"], days);
  }
}

// whatText says what happened, where and when.
export const whatText = ({ article, heading, place, happened }: Breach): string =>
  say(
    ["公约第 {0} 条“{1}” · {2}", "Article {0}, “{1}” · {2}"],
    article,
    heading,
    [moment(happened), place && placeText(place)].filter(Boolean).join("，"),
  );
