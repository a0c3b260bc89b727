// SPDX-License-Identifier: Apache-2.0

// Asking neighbours for something.

import { useState } from "preact/hooks";
import { Back } from "../../../shared/back.tsx";
import { now } from "../../../shared/clock.ts";
import { say } from "../../../shared/language.ts";
import { Fault, go, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import { useTask } from "../../../shared/task.ts";
import { Choice, homesOf } from "../choice.tsx";
import { type Choices, orderApi } from "../orders/api.ts";
import { helpApi, type Skill } from "./api.ts";
import { skills as names } from "./names.gen.ts";
import { helpTexts } from "./texts.ts";
import { Week } from "./week.tsx";

const day = 24 * 3600; // seconds
const long = [3, 7, 14, 30];
const wordsLength = 1000;

export function AskScreen({ changed }: { changed: () => void }) {
  const choices = useLoaded(orderApi.choices, "");
  if (!choices.value) {
    return choices.fault ? <Fault fault={choices.fault} retry={choices.reload} /> : <Waiting />;
  }
  return <AskForm homes={choices.value.units} changed={changed} />;
}

function AskForm({ homes, changed }: { homes: Choices["units"]; changed: () => void }) {
  const [skill, setSkill] = useState<Skill>("repair");
  const [unit, setUnit] = useState(homes[0]?.unit ?? "");
  const [times, setTimes] = useState<number[]>([]);
  const [words, setWords] = useState("");
  const [days, setDays] = useState(7);
  const { busy, fault, run, tell } = useTask();
  const send = async () => {
    if (words.trim() === "" || times.length === 0) {
      tell(say(words.trim() === "" ? helpTexts.askEmpty : helpTexts.noTime));
      return;
    }
    await helpApi.ask({ skill, times, unit, until: now() + days * day, words: words.trim() });
    changed();
    go("help");
  };
  return (
    <Page title={say(helpTexts.askTitle)}>
      <label for="skill">{say(helpTexts.askWhat)}</label>
      <select id="skill" value={skill} onChange={(event) => setSkill(event.currentTarget.value as Skill)}>
        {Object.entries(names).map(([key, name]) => (
          <option key={key} value={key}>
            {say(name)}
          </option>
        ))}
      </select>
      <label for="words">{say(helpTexts.askWords)}</label>
      <p class="small" id="words-hint">
        {say(helpTexts.askWordsHint)}
      </p>
      <textarea
        id="words"
        rows={3}
        maxLength={wordsLength}
        aria-describedby="words-hint"
        value={words}
        onInput={(event) => setWords(event.currentTarget.value)}
      />
      <Choice id="home" label={say(helpTexts.askWhere)} value={unit} of={homesOf(homes)} choose={setUnit} />
      <Week legend={say(helpTexts.askWhen)} times={times} change={setTimes} />
      <label for="long">{say(helpTexts.askLong)}</label>
      <select id="long" value={days} onChange={(event) => setDays(Number(event.currentTarget.value))}>
        {long.map((n) => (
          <option key={n} value={n}>
            {say(helpTexts.days, n)}
          </option>
        ))}
      </select>
      {fault && <Fault fault={fault} />}
      <p class="actions">
        <button type="button" class="button" disabled={busy} onClick={() => run(send)}>
          {say(helpTexts.askSend)}
        </button>
      </p>
      <Back to="help" text={helpTexts.toHelp} />
    </Page>
  );
}
