// SPDX-License-Identifier: Apache-2.0

// One booking as an officer reads it: whose it is, what gates saw, and who says what.

import type { Community } from "../../shared/api.ts";
import { moment, say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import type { Booking } from "../../shared/parking/api.ts";
import { stateName, stateText } from "../../shared/parking/state.ts";
import { termTexts } from "../../shared/parking/terms.ts";
import { officeParkingTexts as own } from "./texts.ts";

const partyText = (community: Community, party: string): string =>
  party === "household" ? say(own.household) : bodyName(community, party);

const seenText = (at: number): string => (at > 0 ? moment(at) : say(own.unseen));

const wordsOf = ({ text }: { text: string }): string => text || say(own.wordsElsewhere);

type FactsProps = { community: Community; one: Booking; level: "h2" | "h3" };

export const BookingFacts = ({ community, one, level: Heading }: FactsProps) => (
  <>
    <Heading>
      {one.lotName} {one.label} <span class="stage">{stateName(one.state)}</span>
    </Heading>
    <p>{say(own.when, moment(one.from), moment(one.until))}</p>
    <p>{say(own.sides, partyText(community, one.host), partyText(community, one.guest))}</p>
    <p>{say(own.gates, seenText(one.entered), seenText(one.exited))}</p>
    <p>{say(own.points, one.price, one.held, one.due)}</p>
    {one.dispute.at > 0 && (
      <blockquote>
        {say(one.dispute.side === "host" ? own.hostSaid : own.guestSaid, moment(one.dispute.at))}
        {wordsOf(one.dispute.text)}
      </blockquote>
    )}
    {one.reason.hash && (
      <p>
        {say(own.reasonWas)}
        {wordsOf(one.reason)}
      </p>
    )}
    <p>{stateText(one)}</p>
    <details>
      <summary>{say(own.terms)}</summary>
      <ul>
        {termTexts(one.terms).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  </>
);
