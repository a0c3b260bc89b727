// SPDX-License-Identifier: Apache-2.0

// What the body has booked for its people: where each booking stands, and what can be done about it.

import { Back } from "../../shared/back.tsx";
import { now } from "../../shared/clock.ts";
import { Evidence } from "../../shared/evidence-button.tsx";
import { say } from "../../shared/language.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { type Booking, type Mine, parkingApi } from "../../shared/parking/api.ts";
import { spaceName } from "../../shared/parking/asked.tsx";
import { bookTexts } from "../../shared/parking/book-texts.ts";
import { isOpen, stateName, stateText } from "../../shared/parking/state.ts";
import { storyOf } from "../../shared/parking/story.ts";
import { whenText } from "../../shared/parking/when.ts";
import { StepLine } from "../../shared/step-line.tsx";
import { useLive } from "../live.tsx";
import { BookingFacts } from "./booking.tsx";
import { ParkingPage } from "./frame.tsx";
import { Steps } from "./steps.tsx";
import { officeParkingTexts as own } from "./texts.ts";

export function Booked({ id, ...of }: PageProps & { id: string | undefined }) {
  const mine = useLive(parkingApi.mine, "mine");
  return (
    <ParkingPage screen="booked">
      {mine.fault ? <Fault fault={mine.fault} retry={mine.reload} /> : null}
      {!mine.value && !mine.fault && <Waiting />}
      {mine.value && (id ? <One {...of} id={id} mine={mine.value} done={mine.reload} /> : <All mine={mine.value} />)}
    </ParkingPage>
  );
}

function All({ mine: { bookings, usable } }: { mine: Mine }) {
  const earlier = bookings.filter((one) => !isOpen(one));
  return (
    <>
      <p>{say(own.bookedLead)}</p>
      <p class="big">{say(own.usable, usable[0]?.usable ?? 0)}</p>
      <p class="actions">
        <a class="button" href="#/parking/find">
          {say(bookTexts.find)}
        </a>
      </p>
      <Cards bookings={bookings.filter(isOpen)} />
      {earlier.length > 0 && <h2>{say(bookTexts.earlier)}</h2>}
      {earlier.length > 0 && <Cards bookings={earlier} />}
    </>
  );
}

const Cards = ({ bookings }: { bookings: readonly Booking[] }) =>
  bookings.length === 0 ? (
    <p>{say(own.bookingsNone)}</p>
  ) : (
    <ul class="cards">
      {bookings.map((one) => (
        <li class="card" key={one.booking}>
          <h2>
            <a href={`#/parking/booked/${one.booking}`}>{spaceName(one)}</a> <span class="stage">{stateName(one.state)}</span>
          </h2>
          <p>{whenText(one)}</p>
          <p>{stateText(one)}</p>
        </li>
      ))}
    </ul>
  );

type OneProps = PageProps & { id: string; mine: Mine; done: () => void };

function One({ id, mine, ...of }: OneProps) {
  const one = mine.bookings.find(({ booking }) => booking === id);
  return (
    <>
      {one ? (
        <>
          <BookingFacts community={of.community} one={one} level="h2" />
          <Steps {...of} one={one} />
          <StepLine stages={storyOf(one, now())} />
          <Evidence community={of.community.community} of="booking" id={id} />
        </>
      ) : (
        <p class="note">{say(bookTexts.noSuch)}</p>
      )}
      <Back to="parking/booked" text={own.booked} />
    </>
  );
}
