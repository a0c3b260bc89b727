// SPDX-License-Identifier: Apache-2.0

// Where a booking stands, in a sentence.

import { moment, say, type Text } from "../language.ts";
import type { Booking } from "./api.ts";

type State = Booking["state"];

const names = {
  pending: ["等待抽签", "Waiting for the lot"],
  reserved: ["已预订", "Booked"],
  entered: ["车在里面", "The car is in"],
  overstay: ["已超时", "Over its time"],
  exited: ["车已离开", "The car has left"],
  "no-show": ["车没有来", "The car did not come"],
  displaced: ["车位被占", "Somebody else has the space"],
  "evidence-missing": ["没有出场记录", "Nobody saw it leave"],
  disputed: ["有争议", "Disputed"],
  rejected: ["没有抽中", "Not drawn"],
  cancelled: ["已取消", "Cancelled"],
  settled: ["已结清", "Settled"],
  resolved: ["争议已处理", "Dispute resolved"],
} as const satisfies { [state in State]: Text };

export const states = Object.keys(names) as State[];

export const stateName = (state: State): string => say(names[state]);

const sentences = {
  pending: ["{0} 抽签，之后在这里看结果。", "The lot is drawn on {0}; see the result here then."],
  reserved: ["车位留着，{7} 起可以进场。", "The space is kept; the gate opens from {7} on."],
  entered: ["{2} 之前请把车开走。", "Please drive out before {2}."],
  overstay: ["时间在 {2} 已经到了，请尽快把车开走。", "The time was over at {2}. Please drive out."],
  exited: [
    "{3} 离开。{4} 之前双方都没有异议，就付 {5} 分。",
    "It left at {3}. If neither side says otherwise by {4}, {5} points are paid.",
  ],
  "no-show": [
    "没有入场记录。{4} 之前道闸没有补来记录，就付 {5} 分。",
    "No gate saw it come. If no record comes by {4}, {5} points are paid.",
  ],
  displaced: [
    "{4} 之前双方都没有异议，就付 {5} 分，其余退回。",
    "If neither side says otherwise by {4}, {5} points are paid, and the rest goes back.",
  ],
  "evidence-missing": [
    "道闸没有出场记录。{4} 起按订好的时间付 {5} 分。",
    "No gate saw it leave. From {4} on {5} points are paid, for the booked time.",
  ],
  disputed: ["两家单位来处理；扣着的 {6} 分先不动。", "Two bodies see to it; the {6} points that are held wait."],
  rejected: ["这次没有抽中，不扣分。", "Others had the luck. It costs nothing."],
  cancelled: ["付 {5} 分，其余退回。", "{5} points were paid; the rest went back."],
  settled: ["付 {5} 分，其余退回。", "{5} points were paid; the rest went back."],
  resolved: ["付 {5} 分，其余退回。", "{5} points were paid; the rest went back."],
} as const satisfies { [state in State]: Text };

// besides are sentences for whoever does not drive the car.
const besides: { [state in State]?: Text } = {
  entered: ["{2} 之前要开走。", "It has to be out by {2}."],
  overstay: ["时间在 {2} 已经到了，没有出场记录。", "The time was over at {2}. No gate has seen it leave."],
};

const dear: Text = ["每多一刻钟加 {0} 分。", " Each quarter of an hour more costs {0} points."];

// stateText says where a booking stands, and what comes next by itself.
export function stateText(b: Booking): string {
  const { overstay, deposit } = b.terms;
  const more = b.state === "overstay" && overstay * deposit > 0 ? say(dear, overstay) : "";
  const times = [b.drawAt, b.from, b.until, b.exited, b.nextAt].map(moment);
  const sentence = (b.side !== "guest" && besides[b.state]) || sentences[b.state];
  return say(sentence, ...times, b.due, b.held, moment(b.from - b.terms.early)) + more;
}

const closed: readonly State[] = ["rejected", "cancelled", "settled", "resolved"];

export const isOpen = ({ state }: Booking): boolean => !closed.includes(state);
