// SPDX-License-Identifier: Apache-2.0

// Asking for mediation in the name of one's body; and a household's link, for a resident who wants mediation with it.

import { useState } from "preact/hooks";
import { Back } from "../../shared/back.tsx";
import { say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { Page } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import type { Found } from "../api.ts";
import { Search } from "../people/people.tsx";
import { SignAct } from "../signing/signing.tsx";
import { caseApi } from "./api.ts";
import { type Acting, type Give, Words, Written } from "./forms.tsx";
import { caseTexts } from "./texts.ts";

// Other is with whom: a home or a body, and what it is called.
type Other = { home: string; body: string; name: string };

export function Ask(of: PageProps) {
  const [other, setOther] = useState<Other>();
  const [act, setAct] = useState<Acting>();
  const again = () => {
    setOther(undefined);
    setAct(undefined);
  };
  return (
    <Page title={say(caseTexts.ask)}>
      <p>{say(caseTexts.askLead)}</p>
      {act && <SignAct {...of} type={act.type} body={act.body} back={() => setAct(undefined)} />}
      {!other && <Whom {...of} choose={setOther} />}
      {other && (
        <div hidden={act !== undefined}>
          <h2>{say(caseTexts.chosen, other.name)}</h2>
          <Form other={other} give={setAct} leave={again} />
          {other.home && <Link {...of} home={other.home} />}
        </div>
      )}
      <Back to="cases" text={caseTexts.back} />
    </Page>
  );
}

function Whom({ community, me, choose }: PageProps & { choose: (other: Other) => void }) {
  const [found, setFound] = useState<Found>();
  const bodies = community.bodies.filter(({ id }) => id !== me.session.body);
  return (
    <>
      <h2>{say(caseTexts.withHome)}</h2>
      <Search pick={setFound} />
      {found && (
        <fieldset>
          <legend>{say(caseTexts.homes, found.name)}</legend>
          <p class="actions">
            {found.units.map(({ unit, house }) => (
              <button key={unit} type="button" class="button secondary" onClick={() => choose({ home: unit, body: "", name: house })}>
                {house || unit.slice(0, 8)}
              </button>
            ))}
          </p>
        </fieldset>
      )}
      <h2>{say(caseTexts.withBody)}</h2>
      <p class="actions">
        {bodies.map(({ id }) => (
          <button
            key={id}
            type="button"
            class="button secondary"
            onClick={() => choose({ home: "", body: id, name: bodyName(community, id) })}
          >
            {bodyName(community, id)}
          </button>
        ))}
      </p>
    </>
  );
}

function Form({ other: { home, body }, ...of }: { other: Other; give: Give; leave: () => void }) {
  const [text, setText] = useState("");
  const make = async () => {
    const hash = await caseApi.keep(home ? { home } : {}, text);
    return { type: "case.request" as const, body: { about: "request", home: "", id: "", second: { body, home }, text: hash } };
  };
  return (
    <Written {...of} make={make} said={text}>
      <p class="note">{say(caseTexts.askReaders)}</p>
      <Words label={say(caseTexts.askText)} text={text} write={setText} rows={6} />
    </Written>
  );
}

const Link = ({ community, home }: PageProps & { home: string }) => (
  <details>
    <summary>{say(caseTexts.linkTitle)}</summary>
    <label for="link">{say(caseTexts.link)}</label>
    <input
      id="link"
      readOnly
      value={`${location.origin}/c/${community.community}/my#/cases/new/home/${home}`}
      onFocus={(event) => event.currentTarget.select()}
    />
  </details>
);
