// SPDX-License-Identifier: Apache-2.0

// The body's own spaces, and what is booked of them.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { say } from "../../shared/language.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { type Booking, parkingApi, type Space } from "../../shared/parking/api.ts";
import { bodyOf, draftOf, wrongWith } from "../../shared/parking/draft.ts";
import { OfferForm } from "../../shared/parking/offer-form.tsx";
import { termTexts, windowText } from "../../shared/parking/terms.ts";
import { useLive } from "../live.tsx";
import { SignAct } from "../signing/signing.tsx";
import { BookingFacts } from "./booking.tsx";
import { ParkingPage } from "./frame.tsx";
import { Steps } from "./steps.tsx";
import { officeParkingTexts as own } from "./texts.ts";

export function Own(of: PageProps) {
  const mine = useLive(parkingApi.mine, "mine");
  const all = useLive(() => parkingApi.all(of.community.community), "lots");
  const fault = mine.fault ?? all.fault;
  const reload = () => {
    mine.reload();
    all.reload();
  };
  return (
    <ParkingPage screen="own">
      <p>{say(own.ownLead)}</p>
      {fault ? <Fault fault={fault} retry={reload} /> : null}
      {!fault && !(mine.value && all.value) && <Waiting />}
      {mine.value && all.value && (
        <>
          {mine.value.spaces.length === 0 && <p>{say(own.ownNone)}</p>}
          <ul class="cards">
            {mine.value.spaces.map((space) => (
              <li class="card" key={space.space}>
                <OwnSpace {...of} space={space} others={all.value?.others ?? false} done={mine.reload} />
              </li>
            ))}
          </ul>
          <h2>{say(own.hosted)}</h2>
          <Hosted {...of} all={mine.value.hosted} done={mine.reload} />
        </>
      )}
    </ParkingPage>
  );
}

type OwnSpaceProps = PageProps & { space: Space; others: boolean; done: () => void };

function OwnSpace({ space, others, done, ...of }: OwnSpaceProps) {
  const { offer } = space;
  return (
    <>
      <h2>
        {space.lotName} {space.label} <span class="stage">{say(offer.ended ? own.notOffered : own.offered)}</span>
      </h2>
      {!offer.ended && (
        <ul>
          {[...offer.windows.map(windowText), ...termTexts(offer.terms)].map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <details>
        <summary>{say(own.offer)}</summary>
        <Offering {...of} key={offer.offer} space={space} others={others} done={done} />
      </details>
      {!offer.ended && (
        <details>
          <summary>{say(own.stop)}</summary>
          <p>{say(own.stopLead)}</p>
          <SignAct {...of} type="offer.end" body={{ space: space.space }} done={done} />
        </details>
      )}
    </>
  );
}

function Offering({ space, others, done, ...of }: OwnSpaceProps) {
  const [draft, setDraft] = useState(() => draftOf(space.offer));
  const [body, setBody] = useState<Bodies["offer.set"]>();
  const wrong = wrongWith(draft);
  if (body) {
    return <SignAct {...of} type="offer.set" body={body} done={done} back={() => setBody(undefined)} />;
  }
  return (
    <>
      <div class="offer">
        <OfferForm draft={draft} change={setDraft} others={others} />
      </div>
      {wrong && <Fault fault={say(wrong)} />}
      <button type="button" class="button" disabled={wrong !== undefined} onClick={() => setBody(bodyOf(space.space, draft))}>
        {say(own.check)}
      </button>
    </>
  );
}

const Hosted = ({ all, ...of }: PageProps & { all: readonly Booking[]; done: () => void }) =>
  all.length === 0 ? (
    <p>{say(own.bookingsNone)}</p>
  ) : (
    <ul class="cards">
      {all.map((one) => (
        <li class="card" key={one.booking}>
          <BookingFacts community={of.community} one={one} level="h3" />
          <Steps {...of} one={one} />
        </li>
      ))}
    </ul>
  );
