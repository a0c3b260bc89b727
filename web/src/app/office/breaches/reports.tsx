// SPDX-License-Identifier: Apache-2.0

// What residents have reported, without who: an officer says what is about the same thing, and files it.

import { useState } from "preact/hooks";
import { china } from "../../shared/clock.ts";
import { moment, say } from "../../shared/language.ts";
import { local } from "../../shared/local-time.ts";
import { titled } from "../../shared/orders/order.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { type Filed, kindText, whatText, whereText, witnessesText } from "../../shared/reports/words.ts";
import { useLive } from "../live.tsx";
import { SignAct } from "../signing/signing.tsx";
import { breachApi, type Group } from "./api.ts";
import { breachTexts } from "./texts.ts";

export function ReportsPage(of: PageProps) {
  const all = useLive(breachApi.reports, "reports");
  if (!all.value) {
    return all.fault ? <Fault fault={all.fault} retry={all.reload} /> : <Waiting />;
  }
  const { open, filed } = all.value;
  return (
    <>
      <p>{say(breachTexts.reportsLead)}</p>
      <h2>{say(breachTexts.reportsOpen)}</h2>
      {open.length === 0 && <p>{say(breachTexts.none)}</p>}
      <ul class="cards">
        {open.map((group) => (
          <li class="card" key={`${group.kind}/${group.place}/${group.day}`}>
            <One {...of} group={group} changed={all.reload} />
          </li>
        ))}
      </ul>
      <h2>{say(breachTexts.reportsFiled)}</h2>
      {filed.length === 0 ? <p>{say(breachTexts.none)}</p> : <AreFiled filed={filed} />}
    </>
  );
}

const AreFiled = ({ filed }: { filed: readonly Filed[] }) => (
  <>
    <ul class="cards">
      {filed.map((one) => (
        <li class="card" key={one.report}>
          <h3>{whatText(one)}</h3>
          <p>{witnessesText(one)}</p>
          {one.breach && <p class="small">{say(breachTexts.usedFor)}</p>}
        </li>
      ))}
    </ul>
    <p class="actions">
      <a class="button secondary" href="#/breaches/seen">
        {say(breachTexts.toSeen)}
      </a>
    </p>
  </>
);

// bodyOf is what the ledger is given: hashes, sorted as it asks for.
const bodyOf = ({ kind, place }: Group, at: number, signed: readonly string[]) => ({
  at: String(at),
  kind,
  place,
  signed: [...signed].sort(),
});

// One is what was reported of one kind, at one place, on one day. All of it is about the same thing, unless the officer sees otherwise.
function One({ group, changed, ...of }: PageProps & { group: Group; changed: () => void }) {
  const [without, setWithout] = useState<readonly string[]>([]);
  const [when, setWhen] = useState("");
  const [filing, setFiling] = useState(false);
  const chosen = group.households.filter(({ signed }) => !without.includes(signed));
  const first = Math.min(...chosen.map(({ at }) => at));
  const id = `${group.kind}-${group.place}-${group.day}`;
  if (filing) {
    const body = bodyOf(
      group,
      when ? china(when) : first,
      chosen.map(({ signed }) => signed),
    );
    return <SignAct {...of} type="report.file" body={body} done={changed} back={() => setFiling(false)} />;
  }
  const toggle = (signed: string) => setWithout(without.includes(signed) ? without.filter((one) => one !== signed) : [...without, signed]);
  return (
    <div class="stack">
      <h3>{titled(kindText(group.kind), whereText(group.place), group.day)}</h3>
      <fieldset>
        <legend>{say(breachTexts.sameThing)}</legend>
        {group.households.map(({ signed, at, words }) => (
          <label class="choice" key={signed}>
            <input type="checkbox" checked={!without.includes(signed)} onChange={() => toggle(signed)} />
            {say(breachTexts.household, words.join("；"), moment(at))}
          </label>
        ))}
      </fieldset>
      {chosen.length === 0 ? (
        <p>{say(breachTexts.noneChosen)}</p>
      ) : (
        <>
          <label for={`when-${id}`}>{say(breachTexts.happenedAt)}</label>
          <input
            id={`when-${id}`}
            type="datetime-local"
            value={when || local(first)}
            onInput={(event) => setWhen(event.currentTarget.value)}
          />
          <p class="actions">
            <button type="button" class="button" onClick={() => setFiling(true)}>
              {say(breachTexts.file)}
            </button>
          </p>
        </>
      )}
    </div>
  );
}
