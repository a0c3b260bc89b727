// SPDX-License-Identifier: Apache-2.0

// Who has helped a neighbour says so: how long, and when.

import { useState } from "preact/hooks";
import { int } from "../../../../act/act.ts";
import { Back } from "../../../shared/back.tsx";
import { say } from "../../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { Choice, homesOf } from "../choice.tsx";
import type { Ask } from "../help/api.ts";
import { Sign } from "../signing.tsx";
import { type Mine, type Plan, pointsApi } from "./api.ts";
import { dayText, read, today, written } from "./day.ts";
import { pointsTexts } from "./texts.ts";

const longest = 24 * 60; // minutes
const oldest = 30; // days
const usual = 60; // minutes

type Known = { mine: Mine; rules: Plan["rules"] };

async function known(community: string): Promise<Known> {
  const [mine, { plan }] = await Promise.all([pointsApi.mine(), pointsApi.all(community)]);
  return { mine, rules: (plan?.rules ?? []).filter(({ way }) => way === "help") };
}

export function Done({ ask, ...of }: PageProps & { ask: Ask }) {
  const loaded = useLoaded(() => known(of.community.community), "");
  if (!loaded.value) {
    return loaded.fault ? <Fault fault={loaded.fault} retry={loaded.reload} /> : <Waiting />;
  }
  const { mine, rules } = loaded.value;
  const other = ask.other?.name || say(pointsTexts.neighbour);
  return (
    <Page title={say(pointsTexts.doneTitle)}>
      <p class="kicker">{[other, ask.house].filter(Boolean).join(" · ")}</p>
      {rules.length > 0 ? <Form {...of} ask={ask} mine={mine} rules={rules} other={other} /> : <p>{say(pointsTexts.noPlan)}</p>}
      <p class="small">{say(pointsTexts.noMoney)}</p>
      <Back to="help" text={pointsTexts.toHelp} />
    </Page>
  );
}

function Form({ ask, mine, rules, other, ...of }: PageProps & Known & { ask: Ask; other: string }) {
  const [rule, setRule] = useState(rules[0]?.rule ?? "");
  const [helper, setHelper] = useState(mine.homes[0]?.unit ?? "");
  const [minutes, setMinutes] = useState(String(usual));
  const [day, setDay] = useState(() => written(today()));
  const [signed, setSigned] = useState(false);
  const make = async () => {
    const [long, when] = [Number(minutes), read(day)];
    if (!Number.isInteger(long) || long < 1 || long > longest) {
      return say(pointsTexts.wrongMinutes);
    }
    if (!(when <= today() && when >= today() - oldest)) {
      return say(pointsTexts.wrongDay);
    }
    const body = { day: int(when), helped: ask.unit, helper, minutes: int(long), rule };
    return { type: "help.done" as const, body, words: say(pointsTexts.doneWords, other, dayText(when), long) };
  };
  if (signed) {
    return (
      <p class="note" role="status">
        {say(pointsTexts.signed, other)} <a href="#/points">{say(pointsTexts.toMine)}</a>
      </p>
    );
  }
  return (
    <>
      <p>{say(pointsTexts.doneLead, other)}</p>
      {mine.helped
        .filter(({ helped, paid }) => helped === ask.unit && !paid)
        .map((one) => (
          <p class="note" key={one.help}>
            {say(pointsTexts.doneBefore, dayText(one.day), one.minutes)}
          </p>
        ))}
      <label for="minutes">{say(pointsTexts.minutes)}</label>
      <input
        id="minutes"
        type="number"
        min={1}
        max={longest}
        inputMode="numeric"
        value={minutes}
        onInput={(event) => setMinutes(event.currentTarget.value)}
      />
      <label for="day">{say(pointsTexts.day)}</label>
      <input
        id="day"
        type="date"
        min={written(today() - oldest)}
        max={written(today())}
        value={day}
        onInput={(event) => setDay(event.currentTarget.value)}
      />
      <Choice id="rule" label={say(pointsTexts.rule)} value={rule} of={rules.map((one) => [one.rule, one.title])} choose={setRule} />
      <Choice id="home" label={say(pointsTexts.home)} value={helper} of={homesOf(mine.homes)} choose={setHelper} />
      <Sign of={of} label={say(pointsTexts.sign)} make={make} done={() => setSigned(true)} />
    </>
  );
}
