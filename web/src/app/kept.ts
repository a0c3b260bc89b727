// SPDX-License-Identifier: Apache-2.0

// What is kept on this device: choices until they are cast, for this tab only; and a signed ballot until the ledger has
// answered, so that an interrupted casting can go on. A ballot is sealed, so that this betrays no choice.

import type { Signed } from "../act/act.ts";

export type Choices = { [contest: string]: string[] };

// Casting is a ballot that was signed and not answered for.
export type Casting = { signed: Signed; key: string; election: string; right: string };

const choicesAt = (community: string, election: string, right: string) =>
  `linli-choices/${community}/${election}/${right}`;
const castingAt = (community: string) => `linli-casting/${community}`;

export const keepChoices = (community: string, election: string, right: string, choices: Choices): void =>
  put(() => sessionStorage, choicesAt(community, election, right), choices);

export const keptChoices = (community: string, election: string, right: string): Choices =>
  get<Choices>(() => sessionStorage, choicesAt(community, election, right)) ?? {};

export const dropChoices = (community: string, election: string, right: string): void =>
  put(() => sessionStorage, choicesAt(community, election, right), undefined);

export const keepCasting = (community: string, casting: Casting | undefined): void =>
  put(() => localStorage, castingAt(community), casting);

export const keptCasting = (community: string): Casting | undefined =>
  get<Casting>(() => localStorage, castingAt(community));

// Browsers may refuse storage altogether; then nothing is kept, and everything else works.
function put(storage: () => Storage, key: string, value: unknown): void {
  try {
    if (value === undefined) {
      storage().removeItem(key);
    } else {
      storage().setItem(key, JSON.stringify(value));
    }
  } catch {
    // kept in memory only
  }
}

function get<T>(storage: () => Storage, key: string): T | undefined {
  try {
    const text = storage().getItem(key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}
