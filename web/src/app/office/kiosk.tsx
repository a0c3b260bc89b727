// SPDX-License-Identifier: Apache-2.0

// The kiosk (自助投票台): somebody without a device votes with a security key of his own. Two officers check who he is and
// confirm what he registers; then they sign out, and the screen is his until everything is cleared.

import { render } from "preact";
import { useState } from "preact/hooks";
import { api } from "../shared/api.ts";
import { Back } from "../shared/back.tsx";
import { now } from "../shared/clock.ts";
import { say } from "../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../shared/page.tsx";
import type { PageProps } from "../shared/page-props.ts";
import { keepKiosk } from "../shared/storage.ts";
import { useTask } from "../shared/task.ts";
import { type Waiting as Enrolment, officeApi, type Person, type Printed } from "./api.ts";
import { PrintedLetters } from "./people/letters.tsx";
import { Search } from "./people/people.tsx";
import { SignAct } from "./signing/signing.tsx";
import { officeTexts } from "./texts.ts";

const letterLasts = 2 * 3600; // seconds

export function Kiosk({ id, ...of }: PageProps & { id: string }) {
  return id ? <Visitor {...of} key={id} id={id} /> : <Begin />;
}

// replace goes on without a trace in the history.
const replace = (screen: string) => location.replace(`#/${screen}`);

const Begin = () => (
  <Page title={say(officeTexts.kiosk)}>
    <p>{say(officeTexts.kioskLead)}</p>
    <h2>{say(officeTexts.kioskWho)}</h2>
    <Search pick={({ person }) => replace(`kiosk/${person}`)} />
    <Back />
  </Page>
);

// handOver signs the officer out and gives the screen to the visitor. What the officer saw is not left for "back".
async function handOver({ community }: PageProps, person: string, to: string): Promise<void> {
  await api.logOut();
  keepKiosk(`/c/${community.community}/office#/kiosk/${person}`);
  render(null, document.getElementById("app") ?? document.body);
  location.replace(to);
}

function Visitor({ id, ...of }: PageProps & { id: string }) {
  const loaded = useLoaded(
    async () => ({
      person: await officeApi.person(id),
      waiting: (await officeApi.enrolments()).filter((item) => item.person === id),
    }),
    id,
  );
  const { fault, run } = useTask();
  if (loaded.fault) {
    return <Fault fault={loaded.fault} retry={loaded.reload} />;
  }
  if (!loaded.value) {
    return <Waiting />;
  }
  const { person, waiting } = loaded.value;
  const hand = (to: string) => run(() => handOver(of, id, to));
  const [enrolment] = waiting;
  return (
    <Page title={person.name}>
      <p class="kicker">{person.houses.join("、")}</p>
      {fault && <Fault fault={fault} />}
      {person.ownCase && <p class="note warn">{say(officeTexts.ownCase)}</p>}
      {enrolment && <Confirm {...of} enrolment={enrolment} done={loaded.reload} />}
      {!enrolment && <Ready person={person} hand={() => hand(`/c/${of.community.community}/my`)} />}
      {!enrolment && !person.ownCase && <Letter {...of} person={person} hand={() => hand("/e")} />}
      <p class="actions">
        <button type="button" class="button secondary" onClick={() => replace("kiosk")}>
          {say(officeTexts.kioskNext)}
        </button>
      </p>
    </Page>
  );
}

function Confirm({ enrolment, done, ...of }: PageProps & { enrolment: Enrolment; done: () => void }) {
  return (
    <>
      <h2>{say(officeTexts.kioskConfirm)}</h2>
      <p>{say(officeTexts.kioskConfirmLead)}</p>
      <SignAct {...of} type="credential.confirm" body={{ credentials: [enrolment.credential] }} done={done} />
    </>
  );
}

// Ready is for whoever has a confirmed passkey, from just now or from before.
function Ready({ person, hand }: { person: Person; hand: () => void }) {
  if (!person.passkeys.some((passkey) => passkey.status === "active")) {
    return null;
  }
  return (
    <section class="card">
      <h2>{say(officeTexts.kioskHas)}</h2>
      <p>{say(officeTexts.kioskVoteLead)}</p>
      <p class="actions">
        <button type="button" class="button" onClick={hand}>
          {say(officeTexts.kioskVote)}
        </button>
      </p>
    </section>
  );
}

function Letter({ person, hand, ...of }: PageProps & { person: Person; hand: () => void }) {
  const [printed, setPrinted] = useState<Printed>();
  const [issued, setIssued] = useState(false);
  const { busy, fault, run } = useTask();
  const order = () => run(() => officeApi.printLetters({ people: [person.person], expires: now() + letterLasts }).then(setPrinted));
  return (
    <section class="card">
      <h2>{say(officeTexts.kioskLetter)}</h2>
      <p>{say(officeTexts.kioskLetterLead)}</p>
      {fault && <Fault fault={fault} />}
      {printed ? (
        <PrintedLetters {...of} {...printed} issued={() => setIssued(true)} />
      ) : (
        <p class="actions">
          <button type="button" class="button secondary" disabled={busy} onClick={order}>
            {say(officeTexts.kioskPrint)}
          </button>
        </p>
      )}
      {issued && (
        <>
          <h2>{say(officeTexts.kioskHand)}</h2>
          <p>{say(officeTexts.kioskHandLead)}</p>
          <p class="actions">
            <button type="button" class="button" onClick={hand}>
              {say(officeTexts.kioskEnrol)}
            </button>
          </p>
        </>
      )}
    </section>
  );
}
