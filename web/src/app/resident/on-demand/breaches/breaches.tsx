// SPDX-License-Identifier: Apache-2.0

// What happened, by which article, how it is known, and what I can do by when.

import { useState } from "preact/hooks";
import type { Bytes } from "../../../../encoding.ts";
import { api } from "../../../shared/api.ts";
import { Back } from "../../../shared/back.tsx";
import { textLength } from "../../../shared/bounds.gen.ts";
import { type Breach, rungText, stateText, whatText } from "../../../shared/breaches/words.ts";
import { lastDay } from "../../../shared/day.ts";
import { Evidence } from "../../../shared/evidence-button.tsx";
import { say } from "../../../shared/language.ts";
import { enclose } from "../../../shared/orders/enclosed.ts";
import { Away, Shown } from "../../../shared/orders/enclosures.tsx";
import { Photos } from "../../../shared/orders/photos.tsx";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { hashText, newTextSalt } from "../../../shared/text-hash.ts";
import { texts } from "../../../shared/texts.ts";
import { ReportScreen } from "../reports/report.tsx";
import { reportTexts } from "../reports/texts.ts";
import { Sign } from "../signing.tsx";
import { breachApi } from "./api.ts";
import { breachTexts } from "./texts.ts";

export const Screen = ({ parts: [part], ...of }: PageProps & { parts: string[] }) =>
  part === "report" ? <ReportScreen {...of} /> : <Told {...of} />;

function Told(of: PageProps) {
  const mine = useLoaded(breachApi.mine, "");
  if (!mine.value) {
    return mine.fault ? <Fault fault={mine.fault} retry={mine.reload} /> : <Waiting />;
  }
  return (
    <Page title={say(texts.convention)}>
      <p>{say(breachTexts.lead)}</p>
      <p class="actions">
        <a class="button secondary" href={`/c/${of.community.community}/convention`}>
          {say(breachTexts.text)}
        </a>{" "}
        <a class="button secondary" href="#/breaches/report">
          {say(reportTexts.title)}
        </a>
      </p>
      {mine.value.length === 0 && <p>{say(breachTexts.none)}</p>}
      <ul class="cards">
        {mine.value.map((breach) => (
          <li class="card" key={breach.breach}>
            <One {...of} breach={breach} changed={mine.reload} />
          </li>
        ))}
      </ul>
      <Back />
    </Page>
  );
}

type OneProps = PageProps & { breach: Breach; changed: () => void };

// pending are the states in which something may still follow.
const pending = new Set<Breach["state"]>(["noticed", "appealed", "upheld", "due"]);

const One = ({ breach, ...of }: OneProps) => (
  <>
    <p class="kicker">{stateText(breach.state)}</p>
    <h2>{whatText(breach)}</h2>
    {breach.house && <p>{say(breachTexts.home, breach.house)}</p>}
    <p>{groundText(breach)}</p>
    {pending.has(breach.state) && <p>{say(breachTexts.leads, rungText(breach.rung))}</p>}
    {breach.state === "effective" && <p>{rungText(breach.rung)}</p>}
    {breach.withheld > 0 && <p>{say(breachTexts.withheld, breach.withheld)}</p>}
    {breach.ends > breach.effective && <p>{say(breachTexts.ends, lastDay(breach.ends))}</p>}
    {breach.answer.text && <p class="small">{say(breachTexts.said, breach.answer.text)}</p>}
    <Away community={of.community} of={breach.photos} />
    <Shown at={`breaches/${breach.breach}`} photos={breach.photos} />
    {breach.reasons.map(
      ({ hash, text }) =>
        text && (
          <p class="small" key={hash}>
            {say(breachTexts.reason, text)}
          </p>
        ),
    )}
    {breach.state === "appealed" && <p>{say(breachTexts.undecided, lastDay(breach.decideBy))}</p>}
    {(breach.state === "noticed" || breach.state === "upheld") && <Answer {...of} breach={breach} />}
    <p class="actions">
      <a class="button secondary" href={`#/cases/new/breach/${breach.breach}`}>
        {say(breachTexts.mediation)}
      </a>
    </p>
    <Evidence community={of.community.community} of="breach" id={breach.breach} />
  </>
);

function groundText({ ground }: Breach): string {
  if (ground.text) {
    return say(breachTexts.ground, ground.text);
  }
  return say(ground.hash ? breachTexts.groundAway : breachTexts.groundNone);
}

// Answer is what the household can do now. An appeal can be made once.
function Answer({ breach, changed, ...of }: OneProps) {
  const [appealing, setAppealing] = useState(false);
  const cure = async () => ({
    type: "breach.cure" as const,
    body: { answer: "", breach: breach.breach, photos: [] },
    words: say(breachTexts.cureWords, whatText(breach)),
  });
  if (appealing) {
    return <Appeal {...of} breach={breach} changed={changed} />;
  }
  return (
    <>
      <h3>{say(breachTexts.you)}</h3>
      <p>{say(breachTexts.curable, lastDay(breach.cureBy))}</p>
      <Sign of={of} label={say(breachTexts.cure)} make={cure} done={changed} />
      {breach.state === "noticed" && (
        <>
          <p>{say(breachTexts.appealable, lastDay(breach.appealBy))}</p>
          <p class="actions">
            <button type="button" class="button secondary" onClick={() => setAppealing(true)}>
              {say(breachTexts.appeal)}
            </button>
          </p>
        </>
      )}
    </>
  );
}

function Appeal({ breach, changed, ...of }: OneProps) {
  const [text, setText] = useState("");
  const [photos, setPhotos] = useState<Bytes[]>([]);
  const make = async () => {
    const said = text.trim().normalize("NFC");
    if (said === "") {
      return say(breachTexts.appealEmpty);
    }
    const salt = newTextSalt();
    const [hash, { hash: kept }, shown] = await Promise.all([
      hashText(salt, said),
      api.keepText("appeal", salt, said),
      enclose("", photos),
    ]);
    if (hash !== kept) {
      return say(breachTexts.mismatch);
    }
    const words = say(breachTexts.appealWords, whatText(breach), hash, photos.length);
    return { type: "breach.appeal" as const, body: { answer: hash, breach: breach.breach, photos: shown.photos }, words };
  };
  const id = `appeal-${breach.breach}`;
  return (
    <>
      <label for={id}>{say(breachTexts.appealText)}</label>
      <textarea id={id} rows={5} maxLength={textLength} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <Photos id={`photo-${breach.breach}`} photos={photos} change={setPhotos} />
      <Sign of={of} label={say(breachTexts.appealSign)} make={make} done={changed} />
    </>
  );
}
