// SPDX-License-Identifier: Apache-2.0

// That the ledger stands still, said wherever people vote or sign, as long as it does.

import { api } from "./api.ts";
import { now } from "./clock.ts";
import { useAgain, useLoaded } from "./page.tsx";
import type { Meaning } from "./standstill/note.tsx";

const every = 30_000; // ms: as often as the server looks
const stale = 120; // s: what was seen then is not told as if it were so now

// told are the network's orderers and the words for them, while it makes no blocks by a look that is not too old.
async function told() {
  const { at, orderers } = await api.network();
  return orderers.stopped && now() - at <= stale ? { orderers, ...(await import("./standstill/note.tsx")) } : undefined;
}

// Standstill says that the ledger stands still, and what that means; nothing while it goes on, or where it is not known.
export function Standstill({ meaning }: { meaning: Meaning }) {
  const loaded = useLoaded(told, "");
  useAgain(loaded, every);
  return loaded.value ? <loaded.value.StandstillNote orderers={loaded.value.orderers} meaning={meaning} /> : null;
}
