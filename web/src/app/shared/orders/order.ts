// SPDX-License-Identifier: Apache-2.0

// An order as pages show it.

import { moment, say, type Text } from "../language.ts";
import { deadlineText, stateText } from "./words.ts";

export type Deadline = { what: string; at: number };

// Order is one as the server gives it to whoever may see it. Times are Unix s, 0 for what has not happened.
export type Order = {
  order: string; // id
  kind: string;
  priority: string;
  state: string;
  level: number;
  place: string;
  since: number; // raised or reopened
  assigned: number;
  accepted: number;
  departed: number;
  arrived: number;
  done: number;
  closed: number;
  next?: Deadline;
  outcome?: string;
  reopened: number;
};

// Stage is a part of the line of steps.
export type Stage = { text: string; at: number; stand: "done" | "current" | "ahead"; besides?: string };

const line = [
  ["since", ["报修", "Reported"]],
  ["assigned", ["派单", "Workers called"]],
  ["accepted", ["接单", "Accepted"]],
  ["departed", ["出发", "On the way"]],
  ["arrived", ["到现场", "There"]],
  ["done", ["处理完", "Done"]],
] as const satisfies readonly (readonly [keyof Order, Text])[];

const ends: { [state: string]: Text } = {
  unanswered: ["没有答复，已关闭", "Closed unanswered"],
  joined: ["已并入另一单", "Joined to another order"],
  withdrawn: ["已撤回", "Taken back"],
};

const reached = ["raised", "assigned", "accepted", "en-route", "on-site", "done"];

// stagesOf is the line of steps of an order: what is done, where it is, what comes next, and by when.
export function stagesOf(order: Order): Stage[] {
  const { state, next, closed } = order;
  const end = say(ends[state] ?? ["住户确认", "Confirmed by the household"]);
  const over = closed > 0;
  const here = state === "triaged" ? 0 : reached.indexOf(state);
  const waits = next ? say(["{0} 之前：{1}", "by {0}: {1}"], moment(next.at), deadlineText(next.what)) : "";
  const before = line.map(([name, text], i): Stage => {
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
