// SPDX-License-Identifier: Apache-2.0

// The plan of a car park for a time: which of its spaces is free then, and the way to it.

import type { Community } from "../../../shared/api.ts";
import { say } from "../../../shared/language.ts";
import type { Plan, Space } from "../../../shared/parking/api.ts";
import { byLabel } from "../../../shared/parking/drawing.ts";
import { Levels, type Mark, Word } from "../../../shared/parking/plan.tsx";
import { bits, midnight, quarter, quarters } from "../../../shared/parking/quarters.ts";
import { parkingTexts } from "./texts.ts";

export const bookAt = ({ space }: Space, from: number, until: number): string => `#/parking/book/${space}/${from}/${until}`;

// cardOf is the heading of a space in the list.
export const cardOf = (space: string): string => `card-${space}`;

// isPartly says whether some of a time is to be had.
export const isPartly = ({ days }: Space, from: number, until: number): boolean =>
  days.some(({ day, offered, taken }) => {
    const [had, gone] = [bits(offered), bits(taken)];
    return Array.from({ length: quarters }, (_, q) => midnight(day) + q * quarter).some(
      (at, q) => at >= from && at < until && had[q] && !gone[q],
    );
  });

// markOf is how a space is shown: one that is free leads to where it is booked, one that is so in part to when it is.
export function markOf(s: Space | undefined, from: number, until: number): Mark {
  if (!s) {
    return { look: "none", word: "", more: say(parkingTexts.notShared) };
  }
  if (s.mine) {
    return { look: "mine", word: say(parkingTexts.mineMark) };
  }
  if (s.free) {
    return { look: "free", word: say(parkingTexts.freeMark), more: say(parkingTexts.bookFor, s.price), to: bookAt(s, from, until) };
  }
  if (isPartly(s, from, until)) {
    const go = () => document.getElementById(cardOf(s.space))?.focus();
    return {
      look: "partly",
      word: say(parkingTexts.partlyMark),
      more: say(parkingTexts.seeWhen),
      to: `#/parking/find/${from}/${until}`,
      go,
    };
  }
  return { look: "taken", word: say(parkingTexts.takenMark) };
}

type DrawnProps = { community: Community; plan: Plan; spaces: readonly Space[]; from: number; until: number };

export function Drawn({ community, plan, spaces, from, until }: DrawnProps) {
  const drawn = plan.levels.flatMap((level) => level.spaces.map(({ space }) => space));
  const missing = spaces.filter(({ space }) => !drawn.includes(space)).sort(byLabel);
  return (
    <details open>
      <summary>{say(parkingTexts.plan)}</summary>
      <p>{say(parkingTexts.legend)}</p>
      <Levels
        plan={plan}
        markOf={({ space }) =>
          markOf(
            spaces.find((one) => one.space === space),
            from,
            until,
          )
        }
      />
      <Word plan={plan} community={community} />
      {missing.length > 0 && <p>{say(parkingTexts.notDrawn, missing.map(({ label }) => label).join(say(["、", ", "])))}</p>}
    </details>
  );
}
