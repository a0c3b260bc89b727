// SPDX-License-Identifier: Apache-2.0

// That nothing gets onto the ledger, said wherever people vote or sign, as long as it is so.

import { api } from "./api.ts";
import { now } from "./clock.ts";
import { useLoaded } from "./page.tsx";
import type { Meaning } from "./standstill/note.tsx";

// told is why, and the words for it: the network makes no blocks, or has removed the body whose server this is.
async function told() {
  const { orderers, removed } = await api.network();
  return (removed || orderers.stopped) && { orderers, removed, ...(await import("./standstill/note.tsx")) };
}

// Standstill says that the ledger stands still here, and what that means; nothing while it goes on, or where it is not known. It asks when
// it is drawn, as it is by whatever the page hears of the ledger.
export function Standstill({ meaning }: { meaning: Meaning }) {
  const { value } = useLoaded(told, (now() / 30).toFixed()); // as often as the server looks
  return value && <value.Note {...value} meaning={meaning} />;
}
