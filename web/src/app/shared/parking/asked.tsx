// SPDX-License-Identifier: Apache-2.0

// What is booked, as whoever signs reads it: which space, when, for how much, and what both sides agree to.

import { say } from "../language.ts";
import type { Space } from "./api.ts";
import { bookTexts } from "./book-texts.ts";
import { TermList } from "./term-list.tsx";
import { whenText } from "./when.ts";

export const spaceName = ({ lotName, label }: { lotName: string; label: string }): string => `${lotName} ${label}`;

export const Asked = ({ space, from, until }: { space: Space; from: number; until: number }) => (
  <>
    <p class="big">{spaceName(space)}</p>
    <p>{whenText({ from, until })}</p>
    <p class="big">{say(bookTexts.costs, space.price, space.held)}</p>
    <h2>{say(bookTexts.terms)}</h2>
    <TermList terms={space.offer.terms} />
  </>
);
