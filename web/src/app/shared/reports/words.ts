// SPDX-License-Identifier: Apache-2.0

// What residents report, as pages show it.

import type { Schema } from "../api.ts";
import { moment, say, type Text } from "../language.ts";
import { placeText, titled } from "../orders/order.ts";

export type Kind = Schema["ReportKind"];
export type Filed = Schema["FiledReport"];

const kinds = {
  noise: ["噪声、夜里吵闹", "Noise, at night above all"],
  "falling-object": ["高空抛物", "Things thrown from above"],
  "e-bike": ["电动自行车进楼、进电梯、在楼道充电", "E-bikes in the house or the lift, or charged on the stairs"],
  corridor: ["楼道堆放杂物", "Things left on the stairs"],
  smoke: ["楼道、电梯里吸烟", "Smoking on the stairs or in the lift"],
  dog: ["遛狗不牵绳、不清理", "Dogs off the lead, or not cleaned up after"],
  bins: ["垃圾乱扔、不分类", "Waste beside the bins, or not sorted"],
  bulky: ["大件垃圾乱放", "Bulky waste left about"],
  parking: ["乱停车", "Bad parking"],
  other: ["其他", "Something else"],
} as const satisfies { [kind in Kind]: Text };

export const kindNames = Object.entries(kinds) as [Kind, Text][];
export const kindText = (kind: Kind): string => say(kinds[kind]);

export const whereText = (place: string): string => (place ? placeText(place) : say(["没有写明地点", "no place given"]));

// whatText says what was reported, where and when.
export const whatText = ({ kind, place, at }: Pick<Filed, "kind" | "place" | "at">): string =>
  titled(kindText(kind), whereText(place), moment(at));

// witnessesText is how many have seen it.
export const witnessesText = ({ households, confirmed }: Pick<Filed, "households" | "confirmed">): string =>
  say(
    confirmed
      ? ["{0} 户住户反映，网格员已到场核实", "{0} households have reported it, and a grid worker was there and saw it"]
      : ["{0} 户住户反映，网格员还没有核实", "{0} households have reported it; no grid worker has confirmed it"],
    households,
  );
