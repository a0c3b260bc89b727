// SPDX-License-Identifier: Apache-2.0

// An order as pages show it.

import type { Schema } from "../api.ts";
import { type Text as Both, moment, say } from "../language.ts";
import type { Stage } from "../step-line.tsx";
import { deadlineText, stateText } from "./words.ts";

export type Order = Schema["Order"];
export type Deadline = Schema["OrderTerm"];
export type Photo = Schema["OrderPhoto"];
export type Text = Schema["OrderText"];

const line = [
  ["since", ["报修", "Reported"]],
  ["assigned", ["派单", "Workers called"]],
  ["accepted", ["接单", "Accepted"]],
  ["departed", ["出发", "On the way"]],
  ["arrived", ["到现场", "There"]],
  ["done", ["处理完", "Done"]],
] as const satisfies readonly (readonly [keyof Order, Both])[];

const ends: { [state: string]: Both } = {
  unanswered: ["没有答复，已关闭", "Closed unanswered"],
  joined: ["已并入另一单", "Joined to another order"],
  withdrawn: ["已撤回", "Taken back"],
};

const whos = {
  officer: ["经办人", "an officer"],
  worker: ["处理的人", "a worker"],
  household: ["住户", "the household"],
} as const satisfies { [who in Deadline["who"]]: Both };

// dueText says who must do what by when.
export const dueText = ({ what, at, who }: Deadline): string =>
  say(["{0} 之前，{1}：{2}", "by {0}, {1}: {2}"], moment(at), say(whos[who]), deadlineText(what));

// parts are what a house has beside its stairs.
const parts: { [part: string]: Both } = {
  lift: ["电梯", "lift"],
  shed: ["车棚", "shed"],
  bins: ["垃圾房", "bins"],
  corridor: ["楼道", "corridor"],
};

// placeText is a place as people call it; acts name it by its numbers.
export function placeText(place: string): string {
  const [house = "", stairs, ...more] = place.split("-");
  if (!/^\d+$/.test(house) || more.length > 0) {
    return place;
  }
  if (stairs && !/^\d+$/.test(stairs)) {
    return say(["{0} 号楼{1}", "house {0}, {1}"], house, say(parts[stairs] ?? [` ${stairs}`, stairs]));
  }
  return stairs ? say(["{0} 号楼 {1} 单元", "house {0}, stairs {1}"], house, stairs) : say(["{0} 号楼", "house {0}"], house);
}

// whereText is where something has to be done: where the device is that called, or else the place.
export const whereText = ({ where, place }: { where: string; place: string }): string => where || placeText(place);

// titled has what it is about first, and leaves out what is not known. No line begins with the dot.
export const titled = (...parts: string[]): string => parts.filter((part) => part !== "").join("\u00a0· ");

// placeOf is the house and stairs of a home, as acts name places; a room is nobody's business there.
export const placeOf = (house: string): string => (house.match(/\d+/g) ?? []).slice(0, -1).slice(0, 2).join("-");

const reached = ["raised", "assigned", "accepted", "en-route", "on-site", "done"];

// stagesOf is the line of steps of an order: what is done, where it is, what comes next, and by when.
export function stagesOf(order: Order): Stage[] {
  const { state, next, closed, reopened } = order;
  const end = say(ends[state] ?? ["住户确认", "Confirmed by the household"]);
  const over = closed > 0;
  const here = state === "triaged" ? 0 : reached.indexOf(state);
  const waits = next ? dueText(next) : "";
  const [, ...further] = line;
  const steps = reopened > 0 ? [["since", ["重新打开", "Opened again"]] as const, ...further] : line;
  const before = steps.map(([name, text], i): Stage => {
    const at = order[name];
    if (over || i < here) {
      return { text: say(text), at, stand: "done" };
    }
    return i === here
      ? { text: say(text), at, stand: "current", besides: `${stateText(state)}${waits && ` · ${waits}`}` }
      : { text: say(text), at: 0, stand: "ahead" };
  });
  const passed = before.filter(({ at, stand }) => stand !== "done" || at > 0);
  return [...passed, { text: end, at: closed, stand: over ? "done" : "ahead" }];
}
