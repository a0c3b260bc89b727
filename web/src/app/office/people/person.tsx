// SPDX-License-Identifier: Apache-2.0

// One person who comes to the office: his letters and passkeys, and what he may ask for there.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { Back } from "../../shared/back.tsx";
import { idNumberLeast, idNumberMost } from "../../shared/bounds.gen.ts";
import { save } from "../../shared/files.ts";
import { moment, say } from "../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { passkeyTexts } from "../../shared/passkey-texts.ts";
import { useTask } from "../../shared/task.ts";
import { officeApi, type Passkey, type Person } from "../api.ts";
import { nameKey } from "../fold.ts";
import { SignAct } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";
import { stateOf } from "./letters.tsx";
import { ReasonForm } from "./reason.tsx";
import { PersonRecovery } from "./recovery.tsx";
import { Recusal } from "./recusal.tsx";

export function PersonPage({ id, ...of }: PageProps & { id: string }) {
  const loaded = useLoaded(() => officeApi.person(id), id); // every look is in the audit log
  const [erased, setErased] = useState(false);
  if (erased) {
    return (
      <Page title={say(officeTexts.erased)}>
        <p role="status">{say(officeTexts.erasedText)}</p>
        <BackToPeople />
      </Page>
    );
  }
  if (loaded.fault) {
    return (
      <Page title={say(officeTexts.person)}>
        <Fault fault={loaded.fault} retry={loaded.reload} />
        <BackToPeople />
      </Page>
    );
  }
  if (!loaded.value) {
    return <Waiting />;
  }
  const person = loaded.value;
  return (
    <Page title={person.name}>
      <p class="kicker">{person.houses.join("、") || say(officeTexts.noHouse)}</p>
      {person.ownCase && <p class="note warn">{say(officeTexts.ownCase)}</p>}
      <h2>{say(officeTexts.passkeys)}</h2>
      {person.passkeys.length === 0 && <p>{say(officeTexts.noPasskeys)}</p>}
      <ul class="cards">
        {person.passkeys.map((passkey) => (
          <PasskeyCard key={passkey.id} {...of} person={person} passkey={passkey} reload={loaded.reload} />
        ))}
      </ul>
      {!person.ownCase && <IdNumber person={person.person} />}
      <h2>{say(officeTexts.recovery)}</h2>
      <PersonRecovery {...of} person={person} reload={loaded.reload} />
      <h2>{say(officeTexts.letters)}</h2>
      {person.letters.length === 0 && <p>{say(officeTexts.nothing)}</p>}
      <ul>
        {person.letters.map((letter) => (
          <li key={letter.code}>{say(officeTexts.letterLine, letter.house, moment(letter.expires), stateOf(letter))}</li>
        ))}
      </ul>
      <h2>{say(officeTexts.points)}</h2>
      <p>{say(officeTexts.pointsStatementNote)}</p>
      <p class="actions">
        <a class="button secondary" href={officeApi.pointsStatement(id)} download="points.pdf">
          {say(officeTexts.pointsStatement)}
        </a>
      </p>
      <h2>{say(officeTexts.recusal)}</h2>
      <Recusal {...of} person={person} changed={loaded.reload} />
      <h2>{say(officeTexts.personalData)}</h2>
      <PersonalData person={person} erased={() => setErased(true)} />
      <BackToPeople />
    </Page>
  );
}

const BackToPeople = () => <Back to="people" text={officeTexts.searchAgain} />;

const statuses = {
  made: officeTexts.statusMade,
  pending: passkeyTexts.pending,
  active: passkeyTexts.active,
  revoked: passkeyTexts.revoked,
};

function PasskeyCard({ person, passkey, ...of }: PageProps & { person: Person; passkey: Passkey }) {
  return (
    <li class="card">
      <h3>{passkey.label || say(passkeyTexts.unnamed)}</h3>
      <p>
        {say(statuses[passkey.status])} · {say(passkeyTexts.added, moment(passkey.added))}
        {passkey.used ? ` · ${say(passkeyTexts.used, moment(passkey.used))}` : ""}
      </p>
      {(passkey.status === "active" || passkey.status === "pending") && !person.ownCase && (
        <Revoke {...of} person={person.person} credential={passkey.id} />
      )}
    </li>
  );
}

function Revoke({ person, credential, ...of }: PageProps & { person: string; credential: string }) {
  const [body, setBody] = useState<Bodies["credential.revoke"]>();
  const { fault, run } = useTask();
  const propose = (reason: string) => run(() => officeApi.revocation(person, credential, reason).then(setBody));
  return (
    <>
      {body && <SignAct {...of} type="credential.revoke" body={body} back={() => setBody(undefined)} />}
      <details hidden={body !== undefined}>
        <summary>{say(passkeyTexts.revoke)}</summary>
        <p>{say(officeTexts.revokeNote)}</p>
        {fault && <Fault fault={fault} />}
        <ReasonForm id={`reason-${credential.slice(0, 12)}`} label={say(officeTexts.check)} give={propose} />
      </details>
    </>
  );
}

// IdNumber compares a number that the person shows with the register's, of which the store has a hash only.
function IdNumber({ person }: { person: string }) {
  const [number, setNumber] = useState("");
  const [matches, setMatches] = useState<boolean>();
  const { busy, fault, run } = useTask();
  const compare = () => run(() => officeApi.idNumber(person, number.trim()).then(setMatches));
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setMatches(undefined);
        compare();
      }}
    >
      <h2>{say(officeTexts.idNumber)}</h2>
      <p class="small">{say(officeTexts.idNumberLead)}</p>
      {fault && <Fault fault={fault} />}
      <label for="id-number">{say(officeTexts.idNumberShown)}</label>
      <input
        id="id-number"
        required
        minLength={idNumberLeast}
        maxLength={idNumberMost}
        autocomplete="off"
        value={number}
        onInput={(event) => {
          setNumber(event.currentTarget.value);
          setMatches(undefined);
        }}
      />
      <button type="submit" class="button secondary" disabled={busy}>
        {say(officeTexts.idNumber)}
      </button>
      <p role="status">
        {matches !== undefined && (
          <strong class={matches ? "met" : "unmet"}>{say(matches ? officeTexts.idNumberMatches : officeTexts.idNumberDiffers)}</strong>
        )}
      </p>
    </form>
  );
}

// PersonalData is what the law gives a person: a copy, and erasure (PIPL Art. 45, 47).
function PersonalData({ person, erased }: { person: Person; erased: () => void }) {
  const [typed, setTyped] = useState("");
  const { fault, run, tell } = useTask();
  const copy = () =>
    run(async () => {
      const record = await officeApi.record(person.person);
      save(`person-${person.person.slice(0, 8)}.json`, JSON.stringify(record, null, 2), "application/json");
    });
  return (
    <>
      {fault && <Fault fault={fault} />}
      <p>{say(officeTexts.exportLead)}</p>
      <p class="actions">
        <button type="button" class="button secondary" onClick={copy}>
          {say(officeTexts.exportRecord)}
        </button>
      </p>
      <details>
        <summary>{say(officeTexts.erase)}</summary>
        <p class="note warn">{say(officeTexts.eraseWarning)}</p>
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (nameKey(typed) === nameKey(person.name)) {
              run(() => officeApi.erase(person.person).then(erased));
            } else {
              tell(say(officeTexts.eraseMistyped));
            }
          }}
        >
          <label for="erase">{say(officeTexts.eraseType, person.name)}</label>
          <input id="erase" required autocomplete="off" value={typed} onInput={(e) => setTyped(e.currentTarget.value)} />
          <button type="submit" class="button danger">
            {say(officeTexts.erase)}
          </button>
        </form>
      </details>
    </>
  );
}
