// SPDX-License-Identifier: Apache-2.0

import type { Alarm } from "./api.ts";
import type { Ring } from "./sound.ts";

const urgent = new Set(["sos", "smoke", "gas", "water"]);

export const isUrgent = ({ kind }: Pick<Alarm, "kind">): boolean => urgent.has(kind);

// calls says that an alarm asks for somebody.
export const calls = ({ open, acknowledged, muted }: Alarm): boolean => open && !acknowledged && !muted;

const seldom = 5; // rounds of asking

// ringOf is what is to be heard in a round of asking: of what is urgent in each, of anything else now and then.
export function ringOf(alarms: readonly Alarm[] | undefined, lost: boolean, round: number): Ring | undefined {
  if (lost) {
    return round % seldom === 0 ? "lost" : undefined;
  }
  const calling = (alarms ?? []).filter(calls);
  if (calling.some(isUrgent)) {
    return "urgent";
  }
  return calling.length > 0 && round % seldom === 0 ? "gentle" : undefined;
}
