// SPDX-License-Identifier: Apache-2.0

// Offering a space of mine: when, on which terms, and what neighbours read of it.

import { useState } from "preact/hooks";
import { Back } from "../../../shared/back.tsx";
import { dayText, read as readDay } from "../../../shared/day.ts";
import { say } from "../../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import { parkingApi, type Space } from "../../../shared/parking/api.ts";
import { spaceName } from "../../../shared/parking/asked.tsx";
import { bodyOf, type Draft, draftOf, termsOf, windowsOf, wrongWith } from "../../../shared/parking/draft.ts";
import { OfferForm } from "../../../shared/parking/offer-form.tsx";
import { termTexts, windowText } from "../../../shared/parking/terms.ts";
import { Sign } from "../signing.tsx";
import type { Known } from "./known.tsx";
import { parkingTexts } from "./texts.ts";

export function OfferPage({ space: id, ...of }: Known & { space: string }) {
  const space = of.mine.spaces.find((one) => one.space === id);
  const all = useLoaded(() => parkingApi.all(of.community.community), "");
  if (all.fault || !all.value) {
    return all.fault ? <Fault fault={all.fault} retry={all.reload} /> : <Waiting />;
  }
  return (
    <Page title={say(parkingTexts.offerTitle)}>
      {space ? <Form {...of} space={space} others={all.value.others} /> : <Fault fault={say(parkingTexts.noSpace)} />}
      <Back to="parking" text={parkingTexts.back} />
    </Page>
  );
}

type FormProps = Known & { space: Space };

function Form({ space, others, changed, ...of }: FormProps & { others: boolean }) {
  const [draft, setDraft] = useState(() => draftOf(space.offer));
  const wrong = wrongWith(draft);
  const make = async () =>
    wrong
      ? say(wrong)
      : {
          type: "offer.set" as const,
          body: bodyOf(space.space, draft),
          words: `${say(parkingTexts.offerWords, spaceName(space))}${sentencesOf(draft).join("")}`,
        };
  return (
    <>
      <p class="big">{spaceName(space)}</p>
      <p>{say(parkingTexts.offerLead)}</p>
      <OfferForm draft={draft} change={setDraft} others={others} />
      <h2>{say(parkingTexts.preview)}</h2>
      {wrong ? <Fault fault={say(wrong)} /> : <Preview draft={draft} />}
      <Sign key={JSON.stringify(draft)} of={of} label={say(parkingTexts.offerSign)} make={make} done={changed} />
      {!space.offer.ended && <Stop {...of} changed={changed} space={space} />}
    </>
  );
}

// sentencesOf are what a draft says, as neighbours read it.
const sentencesOf = (draft: Draft): string[] => [
  ...windowsOf(draft).map((one) => say(parkingTexts.windowText, windowText(one))),
  say(parkingTexts.dates, dayText(readDay(draft.from)), dayText(readDay(draft.until))),
  ...draft.except.map((day) => say(parkingTexts.exceptText, dayText(day))),
  ...termTexts(termsOf(draft)),
];

const Preview = ({ draft }: { draft: Draft }) => (
  <div class="note">
    <ul>
      {sentencesOf(draft).map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  </div>
);

function Stop({ space, changed, ...of }: FormProps) {
  const make = async () => ({
    type: "offer.end" as const,
    body: { space: space.space },
    words: say(parkingTexts.stopWords, spaceName(space)),
  });
  return (
    <details>
      <summary>{say(parkingTexts.stop)}</summary>
      <p>{say(parkingTexts.stopLead)}</p>
      <Sign of={of} danger label={say(parkingTexts.stop)} make={make} done={changed} />
    </details>
  );
}
