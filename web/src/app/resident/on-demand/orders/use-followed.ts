// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef } from "preact/hooks";
import { followLedger, seldom } from "../../../../live/follow.ts";
import { useLoaded } from "../../../shared/page.tsx";

const often = 3000; // ms

// useFollowed is what is loaded, and loaded again when something has happened; what was there stays if that fails.
export function useFollowed<T>(load: () => Promise<T>, community: string, key: string): ReturnType<typeof useLoaded<T>> {
  const loaded = useLoaded(load, key);
  const good = useRef<T>(undefined);
  useEffect(() => {
    const until = new AbortController();
    followLedger({ community }, seldom(often, loaded.reload), until.signal, ["act", "block", "reload"]);
    return () => until.abort();
  }, [community]);
  good.current = loaded.value ?? good.current;
  return loaded.fault && good.current !== undefined ? { value: good.current, reload: loaded.reload } : loaded;
}
