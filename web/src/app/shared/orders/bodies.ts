// SPDX-License-Identifier: Apache-2.0

// What a worker's acts say, until they are generated.

import type { Hex, Int } from "../../../act/body.ts";

export type Bodies = {
  "order.accept": { at: Int; order: string };
  "order.depart": { at: Int; order: string };
  "order.arrive": { at: Int; order: string };
  "order.finish": { at: Int; note: string; order: string; outcome: string; photos: Hex[] };
  "order.transfer": { at: Int; grid: string; order: string; reason: string; worker: string };
  "order.help": { at: Int; order: string };
};
