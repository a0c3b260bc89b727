// SPDX-License-Identifier: Apache-2.0

// How a gate's own list of cars stands, in a sentence.

import type { Schema } from "../api.ts";
import { moment, say, type Text } from "../language.ts";

export type GateList = Schema["GateList"];

const names = {
  none: ["没有名单", "No list"],
  untold: ["没有要发的", "Nothing to tell"],
  done: ["名单已收到", "It has its list"],
  failed: ["拒收", "Refused"],
  unknown: ["没有回音", "No answer"],
  away: ["没有连上", "Not connected"],
} as const satisfies { [state in GateList["state"]]: Text };

export const gateName = ({ state }: GateList): string => say(names[state]);

const sentences = {
  none: [
    "这个道闸自己没有放行名单：有连接时由服务器开闸，没有连接就靠门岗。",
    "This gate has no list of its own: the server opens it, or a guard while there is no connection.",
  ],
  untold: ["现在没有要告诉它的车。", "There is no car to tell it of now."],
  done: ["名单有 {0} 辆车，都收到了。", "It has taken its list of {0} cars."],
  failed: ["{1} 起拒收名单。", "It has refused its list since {1}."],
  unknown: ["{1} 起发了名单没有回音。", "It was told and has not answered since {1}."],
  away: ["{1} 起没有连上。", "It has not been connected since {1}."],
} as const satisfies { [state in GateList["state"]]: Text };

const texts = {
  took: ["上次收到名单是 {0}。", " It last took one: {0}."],
  never: ["还没有收到过名单。", " It has never taken one."],
} as const satisfies { [name: string]: Text };

export function gateText({ state, since, took, listed }: GateList): string {
  const last = took > 0 ? say(texts.took, moment(took)) : say(texts.never);
  return say(sentences[state], listed, moment(since)) + (state === "none" || state === "untold" ? "" : last);
}

// differs says that a gate may let in others than it should.
export const differs = ({ lacks, stale }: GateList): boolean => lacks.length > 0 || stale > 0;
