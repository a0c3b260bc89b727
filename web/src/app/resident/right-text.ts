// SPDX-License-Identifier: Apache-2.0

// What people call a right and its owners. The ledger has pseudonyms only; the rest is this server's word.

import type { Me, MyRight } from "../shared/api.ts";
import { say, squareMetres } from "../shared/language.ts";
import { texts } from "../shared/texts.ts";

// rightName is where a right's homes are, or the beginning of its id.
export const rightName = (right: Pick<MyRight, "right" | "houses"> | undefined): string =>
  right?.houses?.join("、") || (right?.right.slice(0, 8) ?? "");

export const rightText = (right: MyRight): string =>
  say(right.houses?.length ? texts.homeOf : texts.rightOf, rightName(right), squareMetres(right.areaDm2));

// personName is a person's name, where I share a home with him.
export const personName = (me: Me, person: string): string | undefined => me.rights.map(({ names }) => names?.[person]).find(Boolean);
