// SPDX-License-Identifier: Apache-2.0

// What the server said last stands in for it while it cannot be reached.

import { Offline } from "../shared/api.ts";
import type { Shelf } from "./shelf.ts";

const patience = 4000; // ms; what is kept is better than a page that waits
const longest = 12 * 3600 * 1000; // ms, after which it is not shown any more: a shift

// Remembered is what was read, and since when nothing newer was, if the server cannot be reached.
export type Remembered<T> = { value: T; since?: number };

// remembered asks, keeps what is answered, and falls back on what was kept. It throws what the server refuses.
export async function remembered<T>(shelf: Shelf, name: string, load: () => Promise<T>): Promise<Remembered<T>> {
  const old = shelf
    .kept<T>(name)
    .then((kept) => (kept && Date.now() - kept.at < longest ? { value: kept.value, since: kept.at } : undefined));
  const asked = load().then(
    async (value) => {
      await shelf.keep(name, value);
      return { value };
    },
    async (error) => {
      const kept = error instanceof Offline ? await old : undefined;
      if (!kept) {
        throw error;
      }
      return kept;
    },
  );
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), patience)).then(() => old);
  return (await Promise.race([asked, late])) ?? asked;
}
