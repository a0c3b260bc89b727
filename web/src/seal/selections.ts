// SPDX-License-Identifier: Apache-2.0

import { canonical, readCanonical } from "../act/canonical.ts";
import { type Bytes, fromUtf8, utf8 } from "../encoding.ts";

// Selections are a ballot's choices by contest. A contest that is left out, or without an option, is blank.
export type Selections = { readonly [contest: string]: readonly string[] };

// Contest is what selections are checked against.
export type Contest = { id: string; options: readonly string[]; seats?: number };

// writeSelections writes one option as a text, and none or several as an array.
export function writeSelections(selections: Selections): Bytes {
  const choices = Object.entries(selections).map(([contest, [first, ...others]]) => {
    if (first === undefined) {
      return [contest, []] as const;
    }
    return [contest, others.length === 0 ? first : [first, ...others]] as const;
  });
  return utf8(canonical(Object.fromEntries(choices)));
}

// readSelections reads what writeSelections writes for these contests; undefined is what the ledger rejects as
// bad-selection.
export function readSelections(bytes: Bytes, contests: readonly Contest[]): Selections | undefined {
  try {
    const read = Object.entries(readCanonical(fromUtf8(bytes))).map(([contest, choice]) => {
      return [contest, typeof choice === "string" ? [choice] : choice] as const;
    });
    const selections: Selections = Object.fromEntries(read);
    const same = fromUtf8(writeSelections(selections)) === fromUtf8(bytes);
    return same && admits(contests, selections) ? selections : undefined;
  } catch {
    return undefined;
  }
}

// admits says whether every contest and option exists, none is taken twice, and no more than a contest has seats.
export function admits(contests: readonly Contest[], selections: Selections): boolean {
  return Object.entries(selections).every(([id, choice]) => {
    const contest = contests.find((c) => c.id === id);
    return (
      contest !== undefined &&
      choice.length <= Math.max(1, contest.seats ?? 0) &&
      new Set(choice).size === choice.length &&
      choice.every((option) => contest.options.includes(option))
    );
  });
}
