// SPDX-License-Identifier: Apache-2.0

// What I can do for neighbours, and when.

import { useState } from "preact/hooks";
import { Back } from "../../../shared/back.tsx";
import { say } from "../../../shared/language.ts";
import { Fault, go, Page } from "../../../shared/page.tsx";
import { useTask } from "../../../shared/task.ts";
import { type Help, helpApi, type Skill } from "./api.ts";
import { skills as names } from "./names.gen.ts";
import { helpTexts } from "./texts.ts";
import { Week } from "./week.tsx";

const all = Object.keys(names) as Skill[];

export function Offer({ help, changed }: { help: Help; changed: () => void }) {
  const [skills, setSkills] = useState<Skill[]>(help.offer?.skills ?? []);
  const [times, setTimes] = useState<number[]>(help.offer?.times ?? []);
  const { busy, fault, run, tell } = useTask();
  const leave = () => {
    changed();
    go("help");
  };
  const keep = async () => {
    if (skills.length === 0 || times.length === 0) {
      tell(say(skills.length === 0 ? helpTexts.noSkill : helpTexts.noTime));
      return;
    }
    await helpApi.offer(skills, times);
    leave();
  };
  const stop = async () => {
    await helpApi.stop();
    leave();
  };
  return (
    <Page title={say(helpTexts.offerTitle)}>
      <p>{say(helpTexts.who)}</p>
      <fieldset>
        <legend>{say(helpTexts.skills)}</legend>
        {all.map((skill) => (
          <label class="choice" key={skill}>
            <input
              type="checkbox"
              checked={skills.includes(skill)}
              onChange={({ currentTarget: { checked } }) =>
                setSkills(checked ? [...skills, skill] : skills.filter((other) => other !== skill))
              }
            />
            {say(names[skill])}
          </label>
        ))}
      </fieldset>
      <Week legend={say(helpTexts.times)} times={times} change={setTimes} />
      {fault && <Fault fault={fault} />}
      <p class="actions">
        <button type="button" class="button" disabled={busy} onClick={() => run(keep)}>
          {say(helpTexts.keep)}
        </button>
        {help.offer && (
          <button type="button" class="button secondary" disabled={busy} onClick={() => run(stop)}>
            {say(helpTexts.stop)}
          </button>
        )}
      </p>
      <Back to="help" text={helpTexts.toHelp} />
    </Page>
  );
}
