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

// forgetChoices forgets what was chosen and not cast, when somebody signs out on a device that others may use.
export const forgetChoices = (): void => {
  try {
    for (const key of Object.keys(sessionStorage).filter((key) => key.startsWith("linli-choices/"))) {
      sessionStorage.removeItem(key);
    }
  } catch {
    // nothing was kept
  }
};

const handleAt = (community: string) => `linli-handle/${community}`;

// keepHandle keeps the user handle (base64url) by which this device knows whose passkeys it has. It is no secret.
export const keepHandle = (community: string, handle: string | null): void =>
  put(() => localStorage, handleAt(community), handle ?? undefined);

export const keptHandle = (community: string): string | undefined =>
  get<string>(() => localStorage, handleAt(community));

const kioskAt = "linli-kiosk";

// keepKiosk notes that this tab is at the voting desk, in a resident's hands, and where its officers go on.
export const keepKiosk = (back: string | undefined): void => put(() => sessionStorage, kioskAt, back);

export const keptKiosk = (): string | undefined => get<string>(() => sessionStorage, kioskAt);

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
