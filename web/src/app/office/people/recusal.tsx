// SPDX-License-Identifier: Apache-2.0

// Recusal (回避): two bodies put on record of which bodies an owner is an officer, so that their officers do not decide on what
// concerns him.

import { useEffect, useState } from "preact/hooks";
import { parse } from "../../../act/act.ts";
import type { Bodies } from "../../../act/body.ts";
import { mustRemain } from "../../../act/rules.ts";
import { say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { Fault } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import type { Person } from "../api.ts";
import { canBeSigned, JoinWaiting, usePending } from "../signing/pending.tsx";
import { SignAct } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";

type RecusalProps = PageProps & { person: Person; changed: () => void };

export function Recusal({ person, changed, ...of }: RecusalProps) {
  const pending = usePending(of);
  const same = (body: { [name: string]: unknown }) => body.person === person.person;
  const waits = pending.value?.some((item) => item.type === "officer.declare" && canBeSigned(item) && same(parse(item.text).body));
  useEffect(() => (waits ? changed : undefined), [waits]); // once it waits no more, another officer has signed it
  const names = person.offices.map((body) => bodyName(of.community, body)).join("、");
  return (
    <>
      <p>{names ? say(officeTexts.recusalOn, names) : say(officeTexts.recusalNone)}</p>
      <JoinWaiting {...of} list={pending} type="officer.declare" same={same} done={changed}>
        <details>
          <summary>{say(officeTexts.recusalChange)}</summary>
          <Declaration {...of} key={names} person={person} changed={changed} left={pending.reload} />
        </details>
      </JoinWaiting>
    </>
  );
}

function Declaration({ person, changed, left, ...of }: RecusalProps & { left: () => void }) {
  const { bodies } = of.community;
  const [chosen, setChosen] = useState<readonly string[]>(person.offices);
  const [body, setBody] = useState<Bodies["officer.declare"]>();
  const [fault, setFault] = useState<string>();
  const most = bodies.length - mustRemain;
  const check = () => {
    const sorted = [...chosen].sort();
    if (sorted.length > most) {
      setFault(say(officeTexts.recusalMost, most, mustRemain));
    } else if (sorted.join() === [...person.offices].sort().join()) {
      setFault(say(officeTexts.recusalSame));
    } else {
      setFault(undefined);
      setBody({ bodies: sorted, person: person.person });
    }
  };
  if (body) {
    const done = () => {
      left();
      changed();
    };
    return (
      <>
        {body.bodies.length === 0 && <p>{say(officeTexts.recusalEnds, person.name)}</p>}
        <SignAct {...of} type="officer.declare" body={body} done={done} back={() => setBody(undefined)} />
      </>
    );
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      <p>{say(officeTexts.recusalLead)}</p>
      <fieldset>
        <legend>{say(officeTexts.recusalOf, person.name)}</legend>
        {bodies.map(({ id }) => (
          <label class="choice" key={id}>
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={(event) => setChosen(event.currentTarget.checked ? [...chosen, id] : chosen.filter((other) => other !== id))}
            />
            {bodyName(of.community, id)}
          </label>
        ))}
      </fieldset>
      {fault && <Fault fault={fault} />}
      <button type="submit" class="button secondary">
        {say(officeTexts.check)}
      </button>
    </form>
  );
}
