// SPDX-License-Identifier: Apache-2.0

// Reporting what breaks the convention: what, where and when, signed, and on no ledger.

import { useState } from "preact/hooks";
import { signText } from "../../../shared/acts.ts";
import { Back } from "../../../shared/back.tsx";
import { china, now } from "../../../shared/clock.ts";
import { explainNotDone } from "../../../shared/faults.ts";
import { say } from "../../../shared/language.ts";
import { local } from "../../../shared/local-time.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { type Kind, kindNames, whereText } from "../../../shared/reports/words.ts";
import { useTask } from "../../../shared/task.ts";
import { type Mine, reportApi, type Statement, statementText } from "./api.ts";
import { MyReports } from "./mine.tsx";
import { reportTexts } from "./texts.ts";

export function ReportScreen(of: PageProps) {
  const loaded = useLoaded(reportApi.mine, "");
  const [arrived, setArrived] = useState(false);
  if (!loaded.value) {
    return loaded.fault ? <Fault fault={loaded.fault} retry={loaded.reload} /> : <Waiting />;
  }
  const done = () => {
    setArrived(true);
    loaded.reload();
  };
  return (
    <Page title={say(reportTexts.title)}>
      {arrived ? <Arrived another={() => setArrived(false)} /> : <Form {...of} mine={loaded.value} done={done} />}
      <MyReports items={loaded.value.items} changed={loaded.reload} />
      <Back to="breaches" text={reportTexts.back} />
    </Page>
  );
}

const Arrived = ({ another }: { another: () => void }) => (
  <>
    <p class="note" role="status">
      {say(reportTexts.arrived)}
    </p>
    <p class="actions">
      <button type="button" class="button secondary" onClick={another}>
        {say(reportTexts.another)}
      </button>
    </p>
  </>
);

const longest = 30 * 24 * 3600; // seconds
const wordsLength = 1000;

function Form({ mine, done, ...of }: PageProps & { mine: Mine; done: () => void }) {
  const [kind, setKind] = useState<Kind>("noise");
  const [place, setPlace] = useState(mine.places[0] ?? "");
  const [when, setWhen] = useState(() => local(now()));
  const [words, setWords] = useState("");
  const { busy, fault, run, tell } = useTask();
  const write = (text: string) => {
    setWords(text);
    tell(undefined); // that nothing was written is not so any more
  };
  const send = () =>
    run(async () => {
      const statement = { at: china(when), kind, place, words: words.trim().normalize("NFC") };
      const wrong = wrongWith(statement) ?? (await sign(of, statement));
      tell(wrong);
      if (wrong === undefined) {
        done();
      }
    });
  return (
    <div class="stack">
      <p class="note warn">{say(reportTexts.urgent)}</p>
      <p class="big">{say(reportTexts.hidden)}</p>
      <p class="small">{say(reportTexts.hiddenMore)}</p>
      <label for="kind">{say(reportTexts.what)}</label>
      <select id="kind" value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)}>
        {kindNames.map(([one, name]) => (
          <option key={one} value={one}>
            {say(name)}
          </option>
        ))}
      </select>
      <label for="place">{say(reportTexts.where)}</label>
      <select id="place" value={place} onChange={(event) => setPlace(event.currentTarget.value)}>
        {mine.places.map((one) => (
          <option key={one} value={one}>
            {whereText(one)}
          </option>
        ))}
        <option value="">{say(reportTexts.elsewhere)}</option>
      </select>
      <label for="when">{say(reportTexts.when)}</label>
      <input
        id="when"
        type="datetime-local"
        min={local(now() - longest)}
        max={local(now())}
        value={when}
        onInput={(event) => setWhen(event.currentTarget.value)}
      />
      <label for="words">{say(reportTexts.words)}</label>
      <textarea id="words" rows={4} maxLength={wordsLength} value={words} onInput={(event) => write(event.currentTarget.value)} />
      {fault && <Fault fault={fault} />}
      {busy && <Waiting>{say(reportTexts.signing)}</Waiting>}
      <p class="actions">
        <button type="button" class="button" disabled={busy} onClick={send}>
          {say(reportTexts.sign)}
        </button>
      </p>
    </div>
  );
}

function wrongWith({ at, words }: Statement): string | undefined {
  if (words === "") {
    return say(reportTexts.empty);
  }
  return at > now() - longest && at <= now() + 60 ? undefined : say(reportTexts.badTime);
}

// sign asks for one gesture, and hands the statement in; it returns why it did not.
async function sign({ community, me }: PageProps, statement: Statement): Promise<string | undefined> {
  const { credential } = me.session;
  const text = statementText(community.net, community.community, credential, statement);
  const outcome = await signText(community, credential, text);
  if (outcome.kind !== "signed") {
    return explainNotDone(outcome);
  }
  await reportApi.sign(statement, outcome.signature);
  return undefined;
}
