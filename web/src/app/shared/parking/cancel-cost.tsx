// SPDX-License-Identifier: Apache-2.0

import { now } from "../clock.ts";
import { moment, say } from "../language.ts";
import type { Booking } from "./api.ts";
import { bookTexts } from "./book-texts.ts";
import { cancelCost } from "./price.ts";

// CancelCost says what it costs to cancel a booking now, and until when it costs nothing.
export function CancelCost({ one }: { one: Booking }) {
  const cost = cancelCost(one, now());
  return (
    <>
      <p class="big">{cost > 0 ? say(bookTexts.cancelLate, cost) : say(bookTexts.cancelFree)}</p>
      {cost === 0 && one.state === "reserved" && one.terms.late > 0 && (
        <p>{say(bookTexts.cancelBefore, moment(one.from - one.terms.cancel))}</p>
      )}
    </>
  );
}
