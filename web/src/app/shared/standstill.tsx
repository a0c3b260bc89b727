// SPDX-License-Identifier: Apache-2.0

// That the ledger stands still, said wherever people vote or sign, as long as it does.

import { api } from "./api.ts";
import { now } from "./clock.ts";
import { useLoaded } from "./page.tsx";
import type { Meaning } from "./standstill/note.tsx";

// told are the network's orderers and the words for them, while it makes no blocks.
async function told() {
  const { orderers } = await api.network();
  return orderers.stopped && { orderers, ...(await import("./standstill/note.tsx")) };
}

// Standstill says that the ledger stands still, and what that means; nothing while it goes on, or where it is not known. It asks when
// it is drawn, as it is by whatever the page hears of the ledger.
export function Standstill({ meaning }: { meaning: Meaning }) {
  const { value } = useLoaded(told, (now() / 30).toFixed()); // as often as the server looks
  return value && <value.Note {...value} meaning={meaning} />;
}
