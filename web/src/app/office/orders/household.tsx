// SPDX-License-Identifier: Apache-2.0

// Whose home an order is about: its household alone says whether it is done, so whoever telephones is looked up first.

import { useState } from "preact/hooks";
import { say } from "../../shared/language.ts";
import { texts } from "../../shared/texts.ts";
import type { Found, Home } from "../api.ts";
import { Search } from "../people/people.tsx";
import { officeTexts } from "../texts.ts";
import { dispatchTexts } from "./texts.ts";

// Caller is somebody in one home of his.
export type Caller = Home & Pick<Found, "person" | "name">;

const callerOf = ({ person, name }: Found, home: Home): Caller => ({ person, name, ...home });

export const CallerLine = ({ name, house }: Caller) => <p class="big">{`${name} · ${house}`}</p>;

export function Household({ caller, choose }: { caller: Caller | undefined; choose: (caller?: Caller) => void }) {
  const [found, setFound] = useState<Found>();
  if (caller) {
    return (
      <>
        <CallerLine {...caller} />
        <button type="button" class="button secondary" onClick={() => choose(undefined)}>
          {say(texts.change)}
        </button>
      </>
    );
  }
  const pick = (one: Found) => {
    const [home, ...others] = one.units;
    if (home && others.length === 0) {
      setFound(undefined);
      choose(callerOf(one, home));
    } else {
      setFound(one);
    }
  };
  return (
    <>
      <p class="note">{say(dispatchTexts.callerNone)}</p>
      <Search pick={pick} />
      {found && <Homes found={found} pick={(home) => choose(callerOf(found, home))} />}
    </>
  );
}

const Homes = ({ found: { name, units }, pick }: { found: Found; pick: (home: Home) => void }) => (
  <fieldset>
    <legend>{say(dispatchTexts.callerWhich, name)}</legend>
    {units.length === 0 && <p>{say(officeTexts.noHouse)}</p>}
    <p class="actions">
      {units.map((home) => (
        <button key={home.unit} type="button" class="button secondary" onClick={() => pick(home)}>
          {home.house}
        </button>
      ))}
    </p>
  </fieldset>
);
