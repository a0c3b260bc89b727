// SPDX-License-Identifier: Apache-2.0

// What devices say is asked for again and again: not all of it comes onto the ledger, and none of it at once.

import { useEffect, useRef, useState } from "preact/hooks";
import { attended } from "../live.tsx";

export const every = 2000; // ms

export type Polled<T> = { value?: T; fault?: unknown; reload: () => void };

// usePolled asks, and asks again after an answer. What was there stays while asking fails; fault says that it does. always: also
// while nobody touches the page.
export function usePolled<T>(load: () => Promise<T>, key: string, always = false): Polled<T> {
  const [state, setState] = useState<{ key: string; value?: T; fault?: unknown }>({ key });
  const [turn, setTurn] = useState(0);
  const asking = useRef(always);
  asking.current = always;
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const ask = () => {
      if (!asking.current && !attended()) {
        timer = setTimeout(ask, every);
        return;
      }
      load()
        .then(
          (value) => over || setState({ key, value }),
          (fault) => over || setState((last) => ({ ...(last.key === key ? last : { key }), fault })),
        )
        .then(() => {
          if (!over) {
            timer = setTimeout(ask, every);
          }
        });
    };
    ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [key, turn]);
  const reload = () => setTurn((last) => last + 1);
  return state.key === key ? { ...state, reload } : { reload };
}
