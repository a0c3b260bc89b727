// SPDX-License-Identifier: Apache-2.0

// Bookings that need somebody, and resolving those that are disputed.

import { useState } from "preact/hooks";
import { int } from "../../../act/act.ts";
import { Evidence } from "../../shared/evidence-button.tsx";
import { say } from "../../shared/language.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import type { Booking } from "../../shared/parking/api.ts";
import { useLive } from "../live.tsx";
import { JoinWaiting, type Pending, usePending } from "../signing/pending.tsx";
import { officeParking } from "./api.ts";
import { BookingFacts } from "./booking.tsx";
import { ParkingPage } from "./frame.tsx";
import { GatesDiffer } from "./gates.tsx";
import { officeParkingTexts as own } from "./texts.ts";
import { Worded } from "./worded.tsx";

export function Bookings(of: PageProps) {
  const all = useLive(officeParking.bookings, "bookings");
  const pending = usePending(of);
  return (
    <ParkingPage screen="">
      <GatesDiffer />
      <p>{say(own.bookingsLead)}</p>
      {all.fault ? <Fault fault={all.fault} retry={all.reload} /> : null}
      {!all.value && !all.fault && <Waiting />}
      {all.value?.length === 0 && <p>{say(own.bookingsNone)}</p>}
      <ul class="cards">
        {all.value?.map((one) => (
          <li class="card" key={one.booking}>
            <BookingFacts community={of.community} one={one} level="h2" />
            {one.next.includes("resolve") && (
              <details>
                <summary>{say(own.resolve)}</summary>
                <Resolve {...of} one={one} pending={pending} done={all.reload} />
              </details>
            )}
            {one.state === "disputed" && one.side !== "" && <p class="note">{say(own.notYou)}</p>}
            <Evidence community={of.community.community} of="booking" id={one.booking} />
          </li>
        ))}
      </ul>
    </ParkingPage>
  );
}

type ResolveProps = PageProps & { one: Booking; pending: Pending; done: () => void };

function Resolve({ one, pending, done, ...of }: ResolveProps) {
  const [due, setDue] = useState(String(one.due));
  const { booking, held } = one;
  const id = `due-${booking}`;
  return (
    <JoinWaiting {...of} list={pending} type="parking.resolve" same={(body) => body.booking === booking} done={done}>
      <Worded {...of} type="parking.resolve" booking={booking} make={(reason) => ({ booking, due: int(Number(due)), reason })} done={done}>
        <label for={id}>{say(own.due, held)}</label>
        <input
          id={id}
          type="number"
          required
          min={0}
          max={held}
          step={1}
          inputMode="numeric"
          value={due}
          onInput={(event) => setDue(event.currentTarget.value)}
        />
      </Worded>
    </JoinWaiting>
  );
}
