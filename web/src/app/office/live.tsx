// SPDX-License-Identifier: Apache-2.0

// Officers' pages follow the ledger: what is loaded with useLive is asked for again when something has happened.

import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { followLedger, seldom } from "../../live/follow.ts";
import { idleTime } from "../shared/bounds.gen.ts";
import { useLoaded } from "../shared/page.tsx";

const Turn = createContext(0);

const every = 2000; // ms
const away = 10 * 60_000; // ms without a key or a touch, after which a page asks no more by itself
const over = idleTime + away; // ms, after which the server has ended the session, and the page has to notice

let touched = Date.now();
const idle = (): number => Date.now() - touched;

// attended says whether a page may ask by itself. If it always did, the session of an officer who has left would never end.
export const attended = (): boolean => idle() < away;

export function Live({ community, children }: { community: string; children: ComponentChildren }) {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const until = new AbortController();
    const turnOver = seldom(every, () => setTurn((last) => last + 1));
    followLedger({ community }, () => attended() && turnOver(), until.signal, ["block"]); // rolls and tallies are no acts
    const touch = () => {
      const back = !attended();
      touched = Date.now();
      if (back) {
        turnOver();
      }
    };
    addEventListener("pointerdown", touch, { capture: true, signal: until.signal });
    addEventListener("keydown", touch, { capture: true, signal: until.signal });
    const timer = setInterval(() => idle() > over && turnOver(), away);
    return () => {
      clearInterval(timer);
      until.abort();
    };
  }, [community]);
  return <Turn.Provider value={turn}>{children}</Turn.Provider>;
}

export const useTurn = (): number => useContext(Turn);

// useLive is useLoaded that follows the ledger. What was there stays if asking again fails, so that no form is lost.
export function useLive<T>(load: () => Promise<T>, key: string): ReturnType<typeof useLoaded<T>> {
  const loaded = useLoaded(load, `${key} ${useTurn()}`);
  const good = useRef<{ key: string; value: T }>(undefined);
  if (loaded.value !== undefined) {
    good.current = { key, value: loaded.value };
  }
  return loaded.fault && good.current?.key === key ? { value: good.current.value, reload: loaded.reload } : loaded;
}
