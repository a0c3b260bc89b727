// SPDX-License-Identifier: Apache-2.0

// That the ledger stands still, said wherever people vote or sign, as long as it does.

import { useEffect } from "preact/hooks";
import { api, type Schema } from "./api.ts";
import { now } from "./clock.ts";
import { say, type Text } from "./language.ts";
import { useLoaded } from "./page.tsx";
import { texts } from "./texts.ts";

const every = 30_000; // ms: as often as the server looks
const stale = 120; // s: what was seen then is not told as if it were so now

// stopped says that a network makes no blocks, by a look that is not too old.
export const stopped = ({ at, orderers }: Schema["Standing"]): boolean => orderers.stopped && now() - at <= stale;

// Standstill says that the ledger stands still, and what that means for what is signed here; nothing while it goes on, or where it is
// not known.
export function Standstill({ meaning }: { meaning: Text }) {
  const { value, reload } = useLoaded(api.network, "");
  useEffect(() => {
    const again = setInterval(reload, every);
    return () => clearInterval(again);
  }, []);
  if (!value || !stopped(value)) {
    return null;
  }
  const { all, answer, needed } = value.orderers;
  return (
    <div class="note warn" role="status">
      <p>{say(texts.standstill, all, answer, needed)}</p>
      <p>{say(meaning)}</p>
      <p>
        <a href="/network">{say(texts.whoRuns)}</a>
      </p>
    </div>
  );
}
