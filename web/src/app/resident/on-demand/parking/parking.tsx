// SPDX-License-Identifier: Apache-2.0

// Shared parking: what I have booked, what is mine, and the ways to more.

import { Back } from "../../../shared/back.tsx";
import { say } from "../../../shared/language.ts";
import { Fault, Page, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { type Booking, type Mine, parkingApi } from "../../../shared/parking/api.ts";
import { spaceName } from "../../../shared/parking/asked.tsx";
import { Find } from "../../../shared/parking/find.tsx";
import { isOpen, stateName, stateText } from "../../../shared/parking/state.ts";
import { windowText } from "../../../shared/parking/terms.ts";
import { whenText } from "../../../shared/parking/when.ts";
import { useFollowed } from "../orders/use-followed.ts";
import { BookPage } from "./book.tsx";
import { BookingPage } from "./booking.tsx";
import { type Known, Purses } from "./known.tsx";
import { OfferPage } from "./offer.tsx";
import { parkingTexts } from "./texts.ts";
import { Visitors } from "./visitors.tsx";

export function Screen({ parts: [part = "", ...further], ...of }: PageProps & { parts: string[] }) {
  const mine = useFollowed(parkingApi.mine, of.community.community, "");
  if (!mine.value) {
    return mine.fault ? <Fault fault={mine.fault} retry={mine.reload} /> : <Waiting />;
  }
  const known = { ...of, mine: mine.value, changed: mine.reload };
  switch (part) {
    case "":
    case "~":
      return <First {...known} />;
    case "find":
      return <FindPage {...known} key={further.join("/")} parts={further} />;
    case "book":
      return <BookPage {...known} key={further.join("/")} parts={further} />;
    case "offer":
      return <OfferPage {...known} key={further.join("/")} space={further[0] ?? ""} />;
    case "visitors":
      return <Visitors {...known} key={further.join("/")} id={further[0] ?? ""} />;
  }
  return <BookingPage {...known} key={part} id={part} />;
}

const FindPage = ({ mine, parts, community }: Known & { parts: readonly string[] }) => (
  <Page title={say(parkingTexts.find)}>
    <Purses mine={mine} />
    <Find parts={parts} community={community} not={() => ""} />
    <Back to="parking" text={parkingTexts.back} />
  </Page>
);

function First({ mine }: Known) {
  const [open, earlier] = [mine.bookings.filter(isOpen), mine.bookings.filter((b) => !isOpen(b))];
  return (
    <Page title={say(parkingTexts.title)}>
      <p>{say(parkingTexts.lead)}</p>
      <p class="actions">
        <a class="button" href="#/parking/find">
          {say(parkingTexts.find)}
        </a>
        <a class="button secondary" href="#/parking/visitors">
          {say(parkingTexts.visitors)}
        </a>
      </p>
      <Purses mine={mine} />
      <h2>{say(parkingTexts.bookings)}</h2>
      {open.length === 0 ? <p>{say(parkingTexts.none)}</p> : <Cards bookings={open} />}
      {open.length > 0 && (
        <p>
          <a href="/api/v1/me/parking/calendar.ics">{say(parkingTexts.calendar)}</a>
        </p>
      )}
      <Own mine={mine} />
      {earlier.length > 0 && <h2>{say(parkingTexts.earlier)}</h2>}
      <Cards bookings={earlier} />
      <Back />
    </Page>
  );
}

const Cards = ({ bookings }: { bookings: readonly Booking[] }) => (
  <ul class="cards">
    {bookings.map((b) => (
      <li class="card" key={b.booking}>
        <h3>
          <a href={`#/parking/${b.booking}`}>{spaceName(b)}</a>
        </h3>
        <p>{whenText(b)}</p>
        <p class="big">{stateName(b.state)}</p>
        <p>{stateText(b)}</p>
      </li>
    ))}
  </ul>
);

// Own are my spaces, what is offered of them, and who has booked them.
function Own({ mine }: { mine: Mine }) {
  if (mine.spaces.length === 0) {
    return null;
  }
  return (
    <>
      <h2>{say(parkingTexts.spaces)}</h2>
      <p>{say(parkingTexts.earned, mine.earned)}</p>
      <ul class="cards">
        {mine.spaces.map((s) => (
          <li class="card" key={s.space}>
            <h3>{spaceName(s)}</h3>
            <p>
              {s.offer.ended
                ? say(parkingTexts.notOffered)
                : say(parkingTexts.offered, s.offer.windows.map(windowText).join(say(["；", "; "])))}
            </p>
            <p class="actions">
              <a class="button secondary" href={`#/parking/offer/${s.space}`}>
                {say(parkingTexts.offer)}
              </a>
            </p>
          </li>
        ))}
      </ul>
      {mine.hosted.some(isOpen) && <h3>{say(parkingTexts.hosted)}</h3>}
      <Cards bookings={mine.hosted.filter(isOpen)} />
    </>
  );
}
