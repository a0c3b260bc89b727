// SPDX-License-Identifier: Apache-2.0

// One booking: where it stands, what I may do now, and what was agreed.

import { Back } from "../../../shared/back.tsx";
import { now } from "../../../shared/clock.ts";
import { Evidence } from "../../../shared/evidence-button.tsx";
import { say } from "../../../shared/language.ts";
import { Page } from "../../../shared/page.tsx";
import type { Booking } from "../../../shared/parking/api.ts";
import { spaceName } from "../../../shared/parking/asked.tsx";
import { quarter } from "../../../shared/parking/quarters.ts";
import { stateName, stateText } from "../../../shared/parking/state.ts";
import { storyOf } from "../../../shared/parking/story.ts";
import { TermList } from "../../../shared/parking/term-list.tsx";
import { whenText } from "../../../shared/parking/when.ts";
import { StepLine } from "../../../shared/step-line.tsx";
import type { Known } from "./known.tsx";
import { Longer } from "./longer.tsx";
import { Cancel, Displace, Tell } from "./steps.tsx";
import { parkingTexts } from "./texts.ts";

export function BookingPage({ id, ...of }: Known & { id: string }) {
  const one = [...of.mine.bookings, ...of.mine.hosted].find(({ booking }) => booking === id);
  if (!one) {
    return (
      <Page title={say(parkingTexts.title)}>
        <p class="note">{say(parkingTexts.noSuch)}</p>
        <Back to="parking" text={parkingTexts.back} />
      </Page>
    );
  }
  return (
    <Page title={spaceName(one)}>
      <p class="kicker">{say(one.side === "host" ? parkingTexts.asHost : parkingTexts.asGuest)}</p>
      <p>{whenText(one)}</p>
      <p class="big">{stateName(one.state)}</p>
      <p>{stateText(one)}</p>
      <Said one={one} />
      <Elsewhere one={one} />
      <Steps {...of} one={one} />
      <h2>{say(parkingTexts.story)}</h2>
      <StepLine stages={storyOf(one, now())} />
      <Agreed one={one} />
      <Evidence community={of.community.community} of="booking" id={id} />
      <Back to="parking" text={parkingTexts.back} />
    </Page>
  );
}

// Steps are those that the server says I may take.
const Steps = (props: Known & { one: Booking }) => {
  const { next } = props.one;
  return (
    <>
      {next.includes("displace") && <Displace {...props} />}
      {next.includes("extend") && <Longer {...props} />}
      {next.includes("cancel") && <Cancel {...props} />}
      {next.includes("retract") && <Tell {...props} step="retract" />}
      {next.includes("dispute") && <Tell {...props} step="dispute" />}
    </>
  );
};

// Elsewhere is what a guest who has no place does now.
function Elsewhere({ one: { state, side, from, until } }: { one: Booking }) {
  if (state !== "displaced" || side !== "guest") {
    return null;
  }
  const begin = Math.max(from, Math.floor(now() / quarter) * quarter);
  return (
    <div class="note warn">
      <p>{say(parkingTexts.displacedNow)}</p>
      <p class="actions">
        {until > begin && (
          <a class="button" href={`#/parking/find/${begin}/${until}`}>
            {say(parkingTexts.other)}
          </a>
        )}
        <a class="button secondary" href="#/orders/new">
          {say(parkingTexts.report)}
        </a>
      </p>
    </div>
  );
}

function Said({ one: { dispute, reason } }: { one: Booking }) {
  return (
    <>
      {dispute.text.hash && (
        <p>
          {say(dispute.side === "host" ? parkingTexts.hostSaid : parkingTexts.guestSaid)}
          {dispute.text.text || say(parkingTexts.wordsElsewhere)}
        </p>
      )}
      {reason.hash && (
        <p>
          {say(parkingTexts.reason)}
          {reason.text || say(parkingTexts.wordsElsewhere)}
        </p>
      )}
    </>
  );
}

const Agreed = ({ one }: { one: Booking }) => (
  <details>
    <summary>{say(parkingTexts.terms)}</summary>
    <p>{say(parkingTexts.costs, one.price, one.held)}</p>
    <TermList terms={one.terms} />
  </details>
);
