// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef, useState } from "preact/hooks";
import { explain, signedOut } from "./faults.ts";

// useTask runs one piece of work at a time, whatever is pressed meanwhile. fault is what went wrong; tell says something else. Neither is
// said any longer than what is written stays as it was.
export function useTask(written = "") {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [fault, tell] = useState<string>();
  useEffect(() => tell(undefined), [written]);
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    if (running.current) {
      return;
    }
    running.current = true;
    setBusy(true);
    tell(undefined);
    try {
      await work();
    } catch (error) {
      tell(signedOut(error) ? undefined : explain(error));
    }
    running.current = false;
    setBusy(false);
  };
  return { busy, fault, run, tell };
}
