// SPDX-License-Identifier: Apache-2.0

// Objecting to the roll or to a published result. The text goes to the body's store first, then its hash to the ledger.

import { useRef, useState } from "preact/hooks";
import { api, type Community, type Schema } from "../../shared/api.ts";
import { Back } from "../../shared/back.tsx";
import { textLength } from "../../shared/bounds.gen.ts";
import { moment, say } from "../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { pagesOf } from "../../shared/paged-list.ts";
import { keepDraft, keptDraft } from "../../shared/storage.ts";
import { hashText, newTextSalt } from "../../shared/text-hash.ts";
import { texts } from "../../shared/texts.ts";
import { Sign } from "./signing.tsx";
import { onDemandTexts } from "./texts.ts";

// Subject is what can be objected to now; the ledger names it so.
type Subject = { name: string; title: string } & ({ version: number } | { election: string });

async function subjectsOf(community: Community): Promise<Subject[]> {
  const { items } = await api.elections(community.community);
  const results = items
    .filter(({ stage }) => stage === "published" || stage === "objection")
    .map(({ election, title }) => ({
      name: `election ${election}`,
      title: say(onDemandTexts.objectResult, title),
      election,
    }));
  const version = community.roll;
  return version > 0 ? [{ name: `roll ${version}`, title: say(onDemandTexts.objectRoll, version), version }, ...results] : results;
}

export function Screen(of: PageProps) {
  const subjects = useLoaded(() => subjectsOf(of.community), of.community.community);
  const mine = useLoaded(async () => {
    const [{ items }, elections] = await Promise.all([
      pagesOf<Schema["ObjectionText"]>("/me/objections"),
      api.elections(of.community.community),
    ]);
    return items
      .sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
      .map((objection) => ({ ...objection, title: subjectText(objection.subject, elections.items) }));
  }, "");
  return (
    <Page title={say(texts.objections)}>
      <p>{say(onDemandTexts.objectLead)}</p>
      {subjects.fault ? <Fault fault={subjects.fault} retry={subjects.reload} /> : null}
      {subjects.value?.length === 0 && <p>{say(onDemandTexts.objectNothing)}</p>}
      {subjects.value && subjects.value.length > 0 && <Form of={of} subjects={subjects.value} done={mine.reload} />}
      <h2>{say(onDemandTexts.objectMine)}</h2>
      {mine.fault ? <Fault fault={mine.fault} retry={mine.reload} /> : null}
      {!mine.value && !mine.fault && <Waiting />}
      {mine.value?.length === 0 && <p>{say(onDemandTexts.objectNone)}</p>}
      <ul class="cards">
        {mine.value?.map((objection) => (
          <Mine key={objection.act} objection={objection} />
        ))}
      </ul>
      <Back />
    </Page>
  );
}

function Form({ of, subjects, done }: { of: PageProps; subjects: Subject[]; done: () => void }) {
  const [at, setAt] = useState(0);
  const draft = `objection/${of.me.session.person}`;
  const [text, setText] = useState(() => keptDraft<string>(draft) ?? "");
  const [turn, setTurn] = useState(0);
  const arrived = useRef(false);
  // another one begins when what has arrived is changed
  const change = () => {
    if (arrived.current) {
      arrived.current = false;
      setTurn(turn + 1);
    }
  };
  const make = async () => {
    const subject = subjects[at];
    const said = text.trim().normalize("NFC");
    if (!subject || said === "") {
      return say(onDemandTexts.objectEmpty);
    }
    const salt = newTextSalt();
    const [hash, { hash: kept }] = await Promise.all([hashText(salt, said), api.keepText("objection", salt, said)]);
    if (hash !== kept) {
      return say(onDemandTexts.objectMismatch);
    }
    const words = say(onDemandTexts.objectWords, subject.title, hash);
    return "version" in subject
      ? { type: "roll.object" as const, body: { text: hash, version: String(subject.version) }, words }
      : { type: "election.object" as const, body: { election: subject.election, text: hash }, words };
  };
  return (
    <>
      <fieldset>
        <legend>{say(onDemandTexts.objectTo)}</legend>
        {subjects.map(({ name, title }, i) => (
          <label class="choice" key={name}>
            <input
              type="radio"
              name="subject"
              checked={i === at}
              onChange={() => {
                change();
                setAt(i);
              }}
            />
            {title}
          </label>
        ))}
      </fieldset>
      <label for="objection">{say(onDemandTexts.objectText)}</label>
      <textarea
        id="objection"
        rows={5}
        maxLength={textLength}
        value={text}
        onInput={(event) => {
          change();
          setText(event.currentTarget.value);
          keepDraft(draft, event.currentTarget.value);
        }}
      />
      <Sign
        key={turn}
        of={of}
        label={say(onDemandTexts.objectSign)}
        make={make}
        done={() => {
          arrived.current = true;
          keepDraft(draft, undefined);
          done();
        }}
      />
    </>
  );
}

// subjectText says what an objection is to; the ledger has "roll 3" or "election 2026-budget".
function subjectText(subject: string, elections: Schema["ElectionItem"][]): string {
  const [kind, name = ""] = subject.split(" ");
  const title = elections.find(({ election }) => election === name)?.title ?? name;
  return kind === "roll" ? say(onDemandTexts.objectRoll, name) : say(onDemandTexts.objectResult, title);
}

function Mine({ objection }: { objection: Schema["ObjectionText"] & { title: string } }) {
  const { title, at, answered, accepted, text, answer } = objection;
  const stand = answered ? (accepted ? onDemandTexts.objectRight : onDemandTexts.objectWrong) : onDemandTexts.objectOpen;
  return (
    <li class="card">
      <h3>{title}</h3>
      <p>
        {at ? `${moment(at)} · ` : ""}
        <span class="stage">{say(stand)}</span>
      </p>
      <p class="said">{text ?? say(onDemandTexts.objectElsewhere)}</p>
      {answered && (
        <>
          <h4>{say(onDemandTexts.objectAnswer)}</h4>
          <p class="said">{answer ?? say(onDemandTexts.objectElsewhere)}</p>
        </>
      )}
    </li>
  );
}
