// SPDX-License-Identifier: Apache-2.0

// Officers' pages follow the ledger: what is loaded with useLive is asked for again when something has happened.

import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { followLedger, seldom } from "../live/follow.ts";
import { useLoaded } from "./page.tsx";

const Turn = createContext(0);

const every = 2000; // ms

export function Live({ community, children }: { community: string; children: ComponentChildren }) {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const until = new AbortController();
    const turnOver = seldom(every, () => setTurn((last) => last + 1));
    followLedger({ community }, turnOver, until.signal, ["block"]); // rolls and tallies are no acts
    return () => until.abort();
  }, [community]);
  return <Turn.Provider value={turn}>{children}</Turn.Provider>;
}

// useLive is useLoaded that follows the ledger. What was there stays if asking again fails, so that no form is lost.
export function useLive<T>(load: () => Promise<T>, key: string): ReturnType<typeof useLoaded<T>> {
  const loaded = useLoaded(load, `${key} ${useContext(Turn)}`);
  const good = useRef<{ key: string; value: T }>(undefined);
  if (loaded.value !== undefined) {
    good.current = { key, value: loaded.value };
  }
  return loaded.fault && good.current?.key === key ? { value: good.current.value, reload: loaded.reload } : loaded;
}
