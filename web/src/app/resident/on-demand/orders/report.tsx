// SPDX-License-Identifier: Apache-2.0

// Reporting in three taps: what, where, and own words or photos, or none.

import { useState } from "preact/hooks";
import type { Bytes } from "../../../../encoding.ts";
import { Back } from "../../../shared/back.tsx";
import { textLength } from "../../../shared/bounds.gen.ts";
import { moment, say } from "../../../shared/language.ts";
import { enclose } from "../../../shared/orders/enclosed.ts";
import { type Order, placeOf, placeText } from "../../../shared/orders/order.ts";
import { orderAct } from "../../../shared/orders/order-act.ts";
import { Photos } from "../../../shared/orders/photos.tsx";
import { type Kind, kindText, stateText } from "../../../shared/orders/words.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { keepDraft, keptDraft } from "../../../shared/storage.ts";
import { Sign } from "../signing.tsx";
import { type Choices, orderApi } from "./api.ts";
import { orderTexts } from "./texts.ts";

// Place is where something can be reported: a home of mine, or a place of all. unit: whose household waits for it.
type Place = { place: string; unit: string; house: string; shared: boolean };

// placesOf are my homes first.
export const placesOf = ({ units, places }: Choices): Place[] => [
  ...units.map(({ unit, house }) => ({ place: placeOf(house), unit, house, shared: false })),
  ...(units.length > 0 ? places : [])
    .filter(Boolean)
    .map((place) => ({ place: place.replace(/-$/, ""), unit: units[0]?.unit ?? "", house: "", shared: true })),
];

// ofNeighbours are about somebody, who can find on the ledger which household has raised the order.
const ofNeighbours = new Set<Kind>(["noise", "parking", "neighbour"]);

// devices' own are not offered to people.
const ofDevices = ["care", "smoke", "gas", "water", "silence", "sos"];

export function Report({ kind, place, ...of }: PageProps & { kind: string; place: string | undefined }) {
  const choices = useLoaded(orderApi.choices, "");
  if (!choices.value) {
    return choices.fault ? <Fault fault={choices.fault} retry={choices.reload} /> : <Waiting />;
  }
  const kinds = choices.value.kinds.map((one) => one.kind as Kind).filter((one) => !ofDevices.includes(one));
  const places = placesOf(choices.value);
  const what = kinds.find((one) => one === kind);
  if (!what) {
    return <What kinds={kinds} />;
  }
  const chosen = places[Number(place ?? Number.NaN)];
  return chosen ? <Words {...of} key={`${what} ${place}`} kind={what} place={chosen} /> : <Where kind={what} places={places} />;
}

const What = ({ kinds }: { kinds: readonly string[] }) => (
  <Page title={say(orderTexts.whatTitle)}>
    <p class="note warn">{say(orderTexts.danger)}</p>
    <ul class="tiles">
      {kinds.map((kind) => (
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

const nameOf = ({ place, house, shared }: Place): string =>
  shared ? say(orderTexts.shared, placeText(place)) : say(orderTexts.own, house || placeText(place));

const Where = ({ kind, places }: { kind: string; places: readonly Place[] }) => (
  <Page title={say(orderTexts.whereTitle)}>
    <p class="kicker">{kindText(kind)}</p>
    {places.length === 0 && <p>{say(orderTexts.noPlaces)}</p>}
    <ul class="cards">
      {places.map((place, i) => (
        <li key={`${place.place} ${place.house}`}>
          <a class="card" href={`#/orders/new/${kind}/${i}`}>
            <strong>{nameOf(place)}</strong>
          </a>
        </li>
      ))}
    </ul>
    <Back to="orders/new" />
  </Page>
);

// openOf are the open orders of a kind at a place: those that are mine already, and those that I can join.
async function openOf(kind: Kind, place: string): Promise<{ own: Order[]; others: Order[] }> {
  const open = place ? await orderApi.similar(kind, place) : [];
  const mine = new Set(open.length > 0 ? (await orderApi.mine()).map(({ order }) => order) : []);
  return { own: open.filter(({ order }) => mine.has(order)), others: open.filter(({ order }) => !mine.has(order)) };
}

function Words({ kind, place, ...of }: PageProps & { kind: Kind; place: Place }) {
  const draft = `report/${of.me.session.person}`;
  const [text, setText] = useState(() => keptDraft<string>(draft) ?? "");
  const [photos, setPhotos] = useState<Bytes[]>([]);
  const [arrived, setArrived] = useState<"arrived" | "joined">();
  const open = useLoaded(() => openOf(kind, place.place), "").value ?? { own: [], others: [] };
  const make = async () => {
    const what = await enclose(text, photos);
    const words = say(orderTexts.reportWords, kindText(kind), nameOf(place), what.text || say(orderTexts.nothingSaid), photos.length);
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
        {kindText(kind)} · {nameOf(place)}
      </p>
      {ofNeighbours.has(kind) && (
        <p class="note">
          {say(orderTexts.named)} <a href="#/breaches/report">{say(orderTexts.unnamed)}</a>
        </p>
      )}
      <Own open={open.own} />
      <Duplicates {...of} open={open.others} unit={place.unit} done={() => setArrived("joined")} />
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
const openText = ({ kind, since, state, affected }: Order): string =>
  say(orderTexts.alreadyOne, kindText(kind), moment(since), stateText(state), affected);

// Own are what I have reported myself, or joined: nobody has to do that twice.
const Own = ({ open }: { open: readonly Order[] }) =>
  open.length > 0 ? (
    <section class="note">
      <h2>{say(orderTexts.alreadyYours)}</h2>
      {open.map((one) => (
        <div key={one.order}>
          <p>{openText(one)}</p>
          <p class="actions">
            <a class="button secondary" href={`#/orders/${one.order}`}>
              {say(orderTexts.seeIt)}
            </a>
          </p>
        </div>
      ))}
    </section>
  ) : null;

type DuplicatesProps = PageProps & { open: readonly Order[]; unit: string; done: () => void };

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
