// SPDX-License-Identifier: Apache-2.0

// Giving the server what an act names, patiently.

import { passing } from "../shared/acts.ts";
import { Offline, Problem } from "../shared/api.ts";
import { keepNote, keepPhoto } from "../shared/orders/enclosed.ts";
import type { Given } from "./queue.ts";
import type { Enclosed } from "./step.ts";

const longestPause = 8000; // ms

const pause = (ms: number, here: AbortSignal) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
    here.addEventListener("abort", () => resolve());
  });

const give = (part: Enclosed): Promise<unknown> =>
  part.kind === "note" ? keepNote(part.salt, part.content) : keepPhoto(part.salt, part.content);

// enclose tries until the server has a part or refuses it.
export async function enclose(part: Enclosed, here: AbortSignal): Promise<Given> {
  for (let i = 0; !here.aborted; i++) {
    try {
      await give(part);
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
