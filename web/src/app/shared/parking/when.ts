// SPDX-License-Identifier: Apache-2.0

import { dayOf } from "../day.ts";
import { moment, say } from "../language.ts";
import { local } from "../local-time.ts";

const timeOfDay = (at: number): string => local(at).slice(11);

// whenText is from when until when; the day is said once, if it is one.
export const whenText = ({ from, until }: { from: number; until: number }): string =>
  say(["{0} 到 {1}", "{0} to {1}"], moment(from), dayOf(from) === dayOf(until) ? timeOfDay(until) : moment(until));
