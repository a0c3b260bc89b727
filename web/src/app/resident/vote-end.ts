// SPDX-License-Identifier: Apache-2.0

import { useEffect, useState } from "preact/hooks";
import { ended } from "../shared/acts.ts";
import type { Election } from "../shared/api.ts";
import { now } from "../shared/clock.ts";

const longest = 86_400; // seconds; browsers take no timer of many weeks

// useVoteEnds draws a page anew when one of these elections ends: what it offered must not be offered any more.
export function useVoteEnds(elections: readonly Election[]): void {
  const [turn, setTurn] = useState(0);
  const next = Math.min(...elections.flatMap((election) => (ended(election) ? [] : (election.times.closesAt ?? []))));
  useEffect(() => {
    const wait = Math.min(next - now(), longest);
    const timer = setTimeout(() => setTurn(turn + 1), wait * 1000 + 500);
    return () => clearTimeout(timer);
  }, [next, turn]);
}
