// SPDX-License-Identifier: Apache-2.0

import { now } from "../shared/clock.ts";
import { say } from "../shared/language.ts";
import type { Guest } from "./api.ts";
import { gateTexts } from "./gate-texts.ts";
import { whatText, whenText, whereText } from "./guests.ts";

// Car is one that a gate lets in, or out.
export function Car(guest: Guest) {
  const where = whereText(guest, now());
  return (
    <>
      <strong class="plate">{guest.plate || say(gateTexts.unknown)}</strong>
      <p>
        {whatText(guest)} · {guest.lotName} {where && <span class="stage">{where}</span>}
      </p>
      <p>{whenText(guest, now())}</p>
      {guest.without.length > 0 && <p class="unmet">{say(gateTexts.notAt, guest.without.join(say(["、", ", "])))}</p>}
    </>
  );
}
