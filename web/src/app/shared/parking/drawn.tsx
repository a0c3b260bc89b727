// SPDX-License-Identifier: Apache-2.0

// The plan of a car park for a time: which of its spaces is free then, and the way to it.

import type { Community } from "../api.ts";
import { say } from "../language.ts";
import type { Plan, Space } from "./api.ts";
import { bookTexts } from "./book-texts.ts";
import { byLabel } from "./drawing.ts";
import { Levels, type Mark, Word } from "./plan.tsx";
import { bits, midnight, quarter, quarters } from "./quarters.ts";

// Not says why whoever looks cannot book a space that is free; "" if he can.
export type Not = (space: Space, from: number) => string;

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
export function markOf(s: Space | undefined, from: number, until: number, not: Not): Mark {
  if (!s) {
    return { look: "none", word: "", more: say(bookTexts.notShared) };
  }
  if (s.mine) {
    return { look: "mine", word: say(bookTexts.mineMark) };
  }
  if (!s.free && !isPartly(s, from, until)) {
    return { look: "taken", word: say(bookTexts.takenMark) };
  }
  const why = not(s, from);
  if (why) {
    return { look: "none", word: "", more: why };
  }
  return s.free ? freeMark(s, from, until) : partlyMark(s, from, until);
}

const freeMark = (s: Space, from: number, until: number): Mark => ({
  look: "free",
  word: say(bookTexts.freeMark),
  more: say(bookTexts.bookFor, s.price),
  to: bookAt(s, from, until),
});

const partlyMark = ({ space }: Space, from: number, until: number): Mark => ({
  look: "partly",
  word: say(bookTexts.partlyMark),
  more: say(bookTexts.seeWhen),
  to: `#/parking/find/${from}/${until}`,
  go: () => document.getElementById(cardOf(space))?.focus(),
});

type DrawnProps = { community: Community; plan: Plan; spaces: readonly Space[]; from: number; until: number; not: Not };

export function Drawn({ community, plan, spaces, from, until, not }: DrawnProps) {
  const drawn = plan.levels.flatMap((level) => level.spaces.map(({ space }) => space));
  const missing = spaces.filter(({ space }) => !drawn.includes(space)).sort(byLabel);
  return (
    <details open>
      <summary>{say(bookTexts.plan)}</summary>
      <p>{say(bookTexts.legend)}</p>
      <Levels
        plan={plan}
        markOf={({ space }) =>
          markOf(
            spaces.find((one) => one.space === space),
            from,
            until,
            not,
          )
        }
      />
      <Word plan={plan} community={community} />
      {missing.length > 0 && <p>{say(bookTexts.notDrawn, missing.map(({ label }) => label).join(say(["、", ", "])))}</p>}
    </details>
  );
}
