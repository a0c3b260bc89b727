// SPDX-License-Identifier: Apache-2.0

// Giving the server what an act names, patiently.

import { passing } from "../shared/acts.ts";
import { Offline, Problem } from "../shared/api.ts";
import { type Enclosed, keep } from "../shared/orders/enclosed.ts";
import type { Given } from "./queue.ts";

const longestPause = 8000; // ms

const pause = (ms: number, here: AbortSignal) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
    here.addEventListener("abort", () => resolve());
  });

// enclose tries until the server has a part or refuses it.
export async function enclose(part: Enclosed, order: string, here: AbortSignal): Promise<Given> {
  for (let i = 0; !here.aborted; i++) {
    try {
      await keep(part, { order });
      return "given";
    } catch (error) {
      if (error instanceof Problem && !passing(error)) {
        return error;
      }
      if (!(error instanceof Problem || error instanceof Offline)) {
        throw error;
      }
    }
    await pause(Math.min(1000 * 1.3 ** i, longestPause), here);
  }
  return "away";
}
