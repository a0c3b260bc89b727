// SPDX-License-Identifier: Apache-2.0

// The counter: a voucher is scanned or typed, looked at, and taken. It goes on without a network, as far as it can tell.

import { useEffect, useState } from "preact/hooks";
import type { Bytes } from "../../../encoding.ts";
import { readCode } from "../../../voucher/code.ts";
import { Back } from "../../shared/back.tsx";
import { now } from "../../shared/clock.ts";
import { explain } from "../../shared/faults.ts";
import { moment, say } from "../../shared/language.ts";
import { Fault, Page, useLoaded } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { problemOf } from "../../shared/refused.ts";
import { useLive } from "../live.tsx";
import { officeTexts } from "../texts.ts";
import { counterApi } from "./api.ts";
import { FoundVoucher, whyNot } from "./found.tsx";
import { Scan } from "./scan.tsx";
import { counterTexts } from "./texts.ts";
import { type Taken, type Counter as Taking, useTaken } from "./use-taken.ts";

const listed = async () => ({ at: now(), items: await counterApi.open() });

// Counter may be opened by a voucher's link, which ends with its code: that does not stay in the address.
export function Counter({ link, ...of }: PageProps & { link: string }) {
  const list = useLive(listed, "open").value;
  const counter = useTaken(of);
  const [code, setCode] = useState<Bytes>();
  const [fault, setFault] = useState<string>();
  const read = (text: string) => {
    const found = readCode(text);
    setCode(found);
    setFault(found ? undefined : say(counterTexts.noCode));
  };
  useEffect(() => {
    if (link) {
      read(link);
      location.replace("#/counter");
    }
  }, [link]);
  return (
    <Page title={say(officeTexts.counter)}>
      {code ? (
        <FoundVoucher {...of} key={code.join()} code={code} list={list} counter={counter} next={() => setCode(undefined)} />
      ) : (
        <>
          {counter.done && <Done taken={counter.done} />}
          <p>{say(counterTexts.lead)}</p>
          <Scan read={read} />
          <Typed read={read} />
          {fault && <Fault fault={fault} />}
          {list && <p class="small">{say(counterTexts.ready, moment(list.at), list.items.length)}</p>}
        </>
      )}
      <Refused {...of} counter={counter} />
      <Waiting counter={counter} />
      <Back />
    </Page>
  );
}

const Done = ({ taken: { service, count, at } }: { taken: Taken }) => (
  <p class="note" role="status">
    {say(counterTexts.taken, service, count, moment(at))}
  </p>
);

function Typed({ read }: { read: (text: string) => void }) {
  const [text, setText] = useState("");
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        read(text);
      }}
    >
      <label for="code">{say(counterTexts.code)}</label>
      <input
        id="code"
        required
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="button">
        {say(counterTexts.look)}
      </button>
    </form>
  );
}

const Waiting = ({ counter: { waiting } }: { counter: Taking }) =>
  waiting.length === 0 ? null : (
    <section class="note warn" role="status">
      <h2>{say(counterTexts.waiting)}</h2>
      <ul>
        {waiting.map(({ voucher, service, count, at }) => (
          <li key={voucher}>{say(counterTexts.waitingOne, service, count, moment(at))}</li>
        ))}
      </ul>
      {navigator.onLine && <p>{say(counterTexts.sending)}</p>}
      <p class="small">{say(counterTexts.waitingLead)}</p>
    </section>
  );

const Refused = ({ counter, ...of }: PageProps & { counter: Taking }) => (
  <>
    {counter.refused.map((taken) => (
      <section class="note warn" role="alert" key={taken.voucher}>
        <h2>{say(counterTexts.refused)}</h2>
        <p>{say(counterTexts.refusedOne, taken.service, taken.count, moment(taken.at))}</p>
        <Why {...of} taken={taken} />
        <p class="actions">
          <button type="button" class="button secondary" onClick={() => counter.putAway(taken)}>
            {say(counterTexts.putAway)}
          </button>
        </p>
      </section>
    ))}
  </>
);

// Why says when and by whom it was taken before, or what the ledger said.
function Why({ taken: { code, refused }, community, me }: PageProps & { taken: Taken }) {
  const bytes = readCode(code);
  const { value } = useLoaded(async () => (bytes ? counterApi.find(bytes) : undefined), code);
  const why = value && whyNot(community, me.session.body ?? "", value);
  return <p>{why ?? (refused && explain(problemOf(refused)))}</p>;
}
