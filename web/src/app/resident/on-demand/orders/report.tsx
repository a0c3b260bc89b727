// SPDX-License-Identifier: Apache-2.0

// Reporting in three taps: what, where, and own words or photos, or none.

import { useState } from "preact/hooks";
import type { Bytes } from "../../../../encoding.ts";
import { Back } from "../../../shared/back.tsx";
import { textLength } from "../../../shared/bounds.gen.ts";
import { moment, say } from "../../../shared/language.ts";
import { orderAct } from "../../../shared/orders/bodies.ts";
import { type Enclosing, enclose } from "../../../shared/orders/enclosed.ts";
import { Photos } from "../../../shared/orders/photos.tsx";
import { kindText, stateText } from "../../../shared/orders/words.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { keepDraft, keptDraft } from "../../../shared/storage.ts";
import { Sign } from "../signing.tsx";
import { type Open, orderApi, type Place } from "./api.ts";
import { orderTexts } from "./texts.ts";

// reportable are the kinds that people report; the others are devices'.
const reportable = [
  "repair.water",
  "repair.power",
  "repair.lift",
  "repair.door",
  "repair.light",
  "cleaning",
  "noise",
  "parking",
  "neighbour",
  "other",
];

export function Report({ kind, place, ...of }: PageProps & { kind: string; place: string | undefined }) {
  const places = useLoaded(orderApi.places, "");
  if (!reportable.includes(kind)) {
    return <What />;
  }
  if (!places.value) {
    return places.fault ? <Fault fault={places.fault} retry={places.reload} /> : <Waiting />;
  }
  const chosen = places.value[Number(place ?? Number.NaN)];
  return chosen ? <Words {...of} key={`${kind} ${place}`} kind={kind} place={chosen} /> : <Where kind={kind} places={places.value} />;
}

const What = () => (
  <Page title={say(orderTexts.whatTitle)}>
    <p class="note warn">{say(orderTexts.danger)}</p>
    <ul class="tiles">
      {reportable.map((kind) => (
        <li key={kind}>
          <a class="button secondary" href={`#/orders/new/${kind}`}>
            {kindText(kind)}
          </a>
        </li>
      ))}
    </ul>
    <Back to="orders" text={orderTexts.toMine} />
  </Page>
);

const placeText = ({ name, unit }: Place): string => say(unit ? orderTexts.own : orderTexts.shared, name);

const Where = ({ kind, places }: { kind: string; places: readonly Place[] }) => (
  <Page title={say(orderTexts.whereTitle)}>
    <p class="kicker">{kindText(kind)}</p>
    {places.length === 0 && <p>{say(orderTexts.noPlaces)}</p>}
    <ul class="cards">
      {places.map((place, i) => (
        <li key={`${place.place} ${place.unit}`}>
          <a class="card" href={`#/orders/new/${kind}/${i}`}>
            <strong>{placeText(place)}</strong>
          </a>
        </li>
      ))}
    </ul>
    <Back to="orders/new" />
  </Page>
);

function Words({ kind, place, ...of }: PageProps & { kind: string; place: Place }) {
  const draft = `report/${of.me.session.person}`;
  const [text, setText] = useState(() => keptDraft<string>(draft) ?? "");
  const [photos, setPhotos] = useState<Bytes[]>([]);
  const [arrived, setArrived] = useState<"arrived" | "joined">();
  const open = useLoaded(() => orderApi.open(kind, place.place), "");
  const make = async () => {
    const what: Enclosing = await enclose(text, photos);
    if (!what.kept) {
      return say(orderTexts.mismatch);
    }
    const words = say(orderTexts.reportWords, kindText(kind), placeText(place), what.text || say(orderTexts.nothingSaid), photos.length);
    const body = { kind, photos: what.photos, place: place.place, text: what.text, unit: place.unit };
    return orderAct("order.report", body, words);
  };
  if (arrived) {
    return (
      <Page title={say(orderTexts[arrived])}>
        <p class="actions">
          <a class="button" href="#/orders">
            {say(orderTexts.seeIt)}
          </a>
        </p>
      </Page>
    );
  }
  const done = () => {
    keepDraft(draft, undefined);
    setArrived("arrived");
  };
  return (
    <Page title={say(orderTexts.wordsTitle)}>
      <p class="kicker">
        {kindText(kind)} · {placeText(place)}
      </p>
      <Duplicates {...of} open={open.value ?? []} unit={place.unit} done={() => setArrived("joined")} />
      <label for="words">{say(orderTexts.wordsTitle)}</label>
      <p class="small" id="words-hint">
        {say(orderTexts.wordsHint)}
      </p>
      <textarea
        id="words"
        rows={4}
        maxLength={textLength}
        aria-describedby="words-hint"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          keepDraft(draft, event.currentTarget.value);
        }}
      />
      <Photos photos={photos} change={setPhotos} />
      <Sign of={of} label={say(orderTexts.send)} make={make} done={done} />
      <Back to={`orders/new/${kind}`} />
    </Page>
  );
}

// openText says which one it is, so that nobody joins another.
const openText = ({ kind, since, state, homes }: Open): string =>
  say(orderTexts.alreadyOne, kindText(kind), moment(since), stateText(state), homes);

type DuplicatesProps = PageProps & { open: readonly Open[]; unit: string; done: () => void };

// Duplicates are what others have reported; who joins waits with them, and one order is worked on.
function Duplicates({ open, unit, done, ...of }: DuplicatesProps) {
  if (open.length === 0) {
    return null;
  }
  return (
    <section class="note">
      <h2>{say(orderTexts.already)}</h2>
      {open.map((one) => (
        <div key={one.order}>
          <p>{openText(one)}</p>
          <Sign
            of={of}
            label={say(orderTexts.join)}
            done={done}
            make={async () => orderAct("order.join", { order: one.order, unit }, say(orderTexts.joinWords, openText(one)))}
          />
        </div>
      ))}
    </section>
  );
}
