// SPDX-License-Identifier: Apache-2.0

// What happened that a rule makes a breach: an officer says whose household it was, and another body signs as well.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { reasonLength } from "../../shared/bounds.gen.ts";
import { moment, say } from "../../shared/language.ts";
import { titled } from "../../shared/orders/order.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { type Kind, kindText, whereText, witnessesText } from "../../shared/reports/words.ts";
import { useTask } from "../../shared/task.ts";
import type { Found } from "../api.ts";
import { useLive } from "../live.tsx";
import { Search } from "../people/people.tsx";
import { SignAct } from "../signing/signing.tsx";
import { breachApi, type Seen } from "./api.ts";
import { breachTexts } from "./texts.ts";

export function SeenPage(of: PageProps) {
  const seen = useLive(breachApi.seen, "seen");
  const [looked, setLooked] = useState<Seen>();
  if (!seen.value) {
    return seen.fault ? <Fault fault={seen.fault} retry={seen.reload} /> : <Waiting />;
  }
  if (looked) {
    return <Find {...of} seen={looked} back={() => setLooked(undefined)} />;
  }
  return (
    <>
      <p class="small">{say(breachTexts.seenLead)}</p>
      {seen.value.length === 0 && <p>{say(breachTexts.none)}</p>}
      <ul class="cards">
        {seen.value.map((one) => (
          <li class="card" key={`${one.find.event}/${one.find.order}/${one.find.report}/${one.article}`}>
            <What seen={one} />
            <p class="actions">
              <button type="button" class="button" onClick={() => setLooked(one)}>
                {say(breachTexts.find)}
              </button>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

const What = ({ seen }: { seen: Seen }) => (
  <>
    <h2>{say(breachTexts.seenOne, seen.article, seen.heading, moment(seen.at))}</h2>
    {seen.device && <p>{say(breachTexts.device, seen.device, seen.place)}</p>}
    {seen.find.order && <p>{say(breachTexts.order, whereText(seen.place))}</p>}
    {seen.find.report && <p>{reportText(seen)}</p>}
    {seen.house && <p>{say(breachTexts.home, seen.house)}</p>}
  </>
);

// reportText says what was reported, if that is all there is, and by how many.
const reportText = (seen: Seen): string =>
  seen.find.event || seen.find.order
    ? witnessesText(seen)
    : titled(kindText(seen.kind as Kind), whereText(seen.place), witnessesText(seen));

function Find({ seen, back, ...of }: PageProps & { seen: Seen; back: () => void }) {
  const [home, setHome] = useState(seen.find.home);
  const [house, setHouse] = useState(seen.house);
  const [ground, setGround] = useState("");
  const [body, setBody] = useState<Bodies["breach.find"]>();
  const { busy, fault, run } = useTask();
  if (body) {
    return <SignAct {...of} type="breach.find" body={body} back={() => setBody(undefined)} />;
  }
  const go = async () => {
    const said = ground.trim();
    const hash = said === "" ? "" : (await breachApi.keepText(home, said)).hash;
    setBody({ ...seen.find, ground: hash, home } as unknown as Bodies["breach.find"]);
  };
  return (
    <div class="stack">
      <What seen={seen} />
      {home ? (
        <>
          <p>{say(breachTexts.home, house || home.slice(0, 8))}</p>
          <label for="ground">{say(breachTexts.groundText)}</label>
          <textarea
            id="ground"
            rows={3}
            maxLength={reasonLength}
            value={ground}
            onInput={(event) => setGround(event.currentTarget.value)}
          />
          {fault && <Fault fault={fault} />}
          <p class="actions">
            <button type="button" class="button" disabled={busy} onClick={() => run(go)}>
              {say(breachTexts.go)}
            </button>
          </p>
        </>
      ) : (
        <Whose
          pick={(unit, name) => {
            setHome(unit);
            setHouse(name);
          }}
        />
      )}
      <p class="actions">
        <button type="button" class="button secondary" onClick={back}>
          {say(breachTexts.back)}
        </button>
      </p>
    </div>
  );
}

function Whose({ pick }: { pick: (unit: string, house: string) => void }) {
  const [found, setFound] = useState<Found>();
  return (
    <>
      <h3>{say(breachTexts.whose)}</h3>
      <Search pick={setFound} />
      {found && (
        <fieldset>
          <legend>{say(breachTexts.homes, found.name)}</legend>
          <p class="actions">
            {found.units.map(({ unit, house }) => (
              <button key={unit} type="button" class="button secondary" onClick={() => pick(unit, house)}>
                {house}
              </button>
            ))}
          </p>
        </fieldset>
      )}
    </>
  );
}
