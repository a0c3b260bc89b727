// SPDX-License-Identifier: Apache-2.0

// What is kept on this device: choices until they are cast, and long texts until they are signed, for this tab only; and signed
// ballots until the ledger has answered, so that an interrupted casting can go on. A ballot is sealed, so that this betrays no choice.

import type { Signed } from "../../act/act.ts";
import type { Passkey } from "../../act/body.ts";
import type { Me } from "./api.ts";

export type Choices = { [contest: string]: string[] };

// Casting is a ballot that was signed and not answered for.
export type Casting = { signed: Signed; key: string; election: string; right: string };

const allChoices = "linli-choices/";
const choicesAt = ({ session: { community, person } }: Me, election: string, right: string) =>
  `${allChoices}${community}/${person}/${election}/${right}`;
const castingsOf = (community: string) => `linli-casting/${community}/`;
const signerOf = ({ signed }: Casting) => signed.signatures[0]?.by;
const castingAt = (community: string, casting: Casting) =>
  `${castingsOf(community)}${casting.election}/${casting.right}/${signerOf(casting)}`;

// Choices are for whoever chose: two people may have the same right, one of them for the other, at one browser.
export const keepChoices = (me: Me, election: string, right: string, choices: Choices | undefined): void =>
  put(() => sessionStorage, choicesAt(me, election, right), choices);

export const keptChoices = (me: Me, election: string, right: string): Choices =>
  get<Choices>(() => sessionStorage, choicesAt(me, election, right)) ?? {};

export const keepCasting = (community: string, casting: Casting): void => put(() => localStorage, castingAt(community, casting), casting);

// dropCasting forgets a ballot, but not a later one that was signed for the same right.
export function dropCasting(community: string, casting: Casting): void {
  const at = castingAt(community, casting);
  if (get<Casting>(() => localStorage, at)?.signed.act === casting.signed.act) {
    put(() => localStorage, at, undefined);
  }
}

// keptCasting is a ballot that was not answered for: by one of a person's passkeys or by any; for one right and election or for any.
export const keptCasting = (
  community: string,
  me?: Pick<Me, "credentials">,
  of?: Pick<Casting, "election" | "right">,
): Casting | undefined =>
  keys(() => localStorage, castingsOf(community))
    .map((at) => get<Casting>(() => localStorage, at))
    .find(
      (casting) =>
        casting &&
        (me?.credentials.some(({ id }) => id === signerOf(casting)) ?? true) &&
        (!of || (of.election === casting.election && of.right === casting.right)),
    );

const drafts = "linli-draft/";

export const keepDraft = (name: string, draft: unknown): void => put(() => sessionStorage, drafts + name, draft);

export const keptDraft = <T>(name: string): T | undefined => get<T>(() => sessionStorage, drafts + name);

// forgetUnsigned forgets what was chosen or written and not signed, when somebody signs out on a device that others may use.
export function forgetUnsigned(): void {
  for (const at of [allChoices, drafts].flatMap((beginning) => keys(() => sessionStorage, beginning))) {
    put(() => sessionStorage, at, undefined);
  }
}

// Made is a passkey that was made for an enrolment. Nothing of it is secret.
export type Made = { credential: string; passkey: Passkey };

const madeAt = (community: string, person: string) => `linli-made/${community}/${person}`;

// keepMade keeps which passkey this device has made for a person until it is enrolled: the device makes no second one.
export const keepMade = (community: string, person: string, made: Made | undefined): void =>
  put(() => localStorage, madeAt(community, person), made);

export const keptMade = (community: string, person: string): Made | undefined => get<Made>(() => localStorage, madeAt(community, person));

const handleAt = (community: string) => `linli-handle/${community}`;

// keepHandle keeps the user handle (base64url) by which this device knows whose passkeys it has. It is no secret.
export const keepHandle = (community: string, handle: string | null): void =>
  put(() => localStorage, handleAt(community), handle ?? undefined);

export const keptHandle = (community: string): string | undefined => get<string>(() => localStorage, handleAt(community));

const kioskAt = "linli-kiosk";

// keepKiosk notes that this tab is at the kiosk, in a resident's hands, and where its officers go on.
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

function keys(storage: () => Storage, beginning: string): string[] {
  try {
    return Object.keys(storage()).filter((key) => key.startsWith(beginning));
  } catch {
    return [];
  }
}
