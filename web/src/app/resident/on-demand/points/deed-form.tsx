// SPDX-License-Identifier: Apache-2.0

// What somebody has done for others, as he signs for it: how long, and when. Nothing is earned before the other side has confirmed it.

import { useState } from "preact/hooks";
import { int } from "../../../../act/act.ts";
import { dayText, read, today, written } from "../../../shared/day.ts";
import { say } from "../../../shared/language.ts";
import type { PageProps } from "../../../shared/page-props.ts";
import { Choice, homesOf } from "../choice.tsx";
import { Sign } from "../signing.tsx";
import { type Mine, type Plan, pointsApi } from "./api.ts";
import { pointsTexts } from "./texts.ts";

const longest = 24 * 60; // minutes
const oldest = 30; // days
const usual = 60; // minutes

type Rule = Plan["rules"][number];
export type Known = { mine: Mine; rules: Rule[] };

// known is what I have, and the rules by which something is earned in one way.
export async function known(community: string, by: Rule["way"]): Promise<Known> {
  const [mine, { plan }] = await Promise.all([pointsApi.mine(), pointsApi.all(community)]);
  return { mine, rules: (plan?.rules ?? []).filter(({ way }) => way === by) };
}

type Deed = Known & { helped: string; other: string; told?: () => void };

// DeedForm is of help to a home, or with helped "" to the community; other is who confirms it.
export function DeedForm({ helped, mine, rules, other, told, ...of }: PageProps & Deed) {
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
    const body = { day: int(when), helped, helper, minutes: int(long), rule };
    const words = helped ? pointsTexts.doneWords : pointsTexts.workWords;
    return { type: "help.done" as const, body, words: say(words, other, dayText(when), long) };
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
        .filter((one) => one.helped === helped && !one.paid)
        .map((one) => (
          <p class="note" key={one.help}>
            {say(helped ? pointsTexts.doneBefore : pointsTexts.workBefore, dayText(one.day), one.minutes)}
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
      <Sign
        of={of}
        label={say(pointsTexts.sign)}
        make={make}
        done={() => {
          setSigned(true);
          told?.();
        }}
      />
    </>
  );
}
