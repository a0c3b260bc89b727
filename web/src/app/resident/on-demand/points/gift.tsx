// SPDX-License-Identifier: Apache-2.0

// Giving points to a neighbour with whom one has helped each other before. Others' doors nobody can ask for: who could, could read everybody's
// points on the ledger.

import { useState } from "preact/hooks";
import { int } from "../../../../act/act.ts";
import { Back } from "../../../shared/back.tsx";
import { say } from "../../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { Choice, homesOf } from "../choice.tsx";
import { Sign } from "../signing.tsx";
import { type Mine, type Neighbour, pointsApi } from "./api.ts";
import { pointsTexts } from "./texts.ts";

const known = (community: string) => Promise.all([pointsApi.mine(), pointsApi.all(community), pointsApi.neighbours()]);

export function Gift(of: PageProps) {
  const { value, fault, reload } = useLoaded(() => known(of.community.community), "");
  if (!value) {
    return fault ? <Fault fault={fault} retry={reload} /> : <Waiting />;
  }
  const [mine, { plan }, neighbours] = value;
  return (
    <Page title={say(pointsTexts.gift)}>
      {!plan?.gifts && <p>{say(pointsTexts.giftsOff)}</p>}
      {plan?.gifts && neighbours.length === 0 && <p>{say(pointsTexts.giftNobody)}</p>}
      {plan?.gifts && neighbours.length > 0 && <Form {...of} mine={mine} neighbours={neighbours} />}
      <p class="small">{say(pointsTexts.noMoney)}</p>
      <Back to="points" text={pointsTexts.toMine} />
    </Page>
  );
}

function Form({ mine, neighbours, ...of }: PageProps & { mine: Mine; neighbours: readonly Neighbour[] }) {
  const [from, setFrom] = useState(mine.homes[0]?.unit ?? "");
  const [to, setTo] = useState(neighbours[0]?.unit ?? "");
  const [amount, setAmount] = useState("");
  const [given, setGiven] = useState<string>();
  const usable = mine.homes.find(({ unit }) => unit === from)?.usable ?? 0;
  const other = neighbours.find(({ unit }) => unit === to)?.house ?? "";
  const make = async () => {
    const many = Number(amount);
    if (!Number.isInteger(many) || many < 1 || many > usable) {
      return say(pointsTexts.wrongGift, usable);
    }
    return { type: "points.gift" as const, body: { amount: int(many), from, to }, words: say(pointsTexts.giftWords, other, many) };
  };
  if (given) {
    return (
      <p class="note" role="status">
        {given}
      </p>
    );
  }
  return (
    <>
      <p>{say(pointsTexts.giftLead)}</p>
      <Choice id="home" label={say(pointsTexts.giftFrom)} value={from} of={homesOf(mine.homes)} choose={setFrom} />
      <p>{say(pointsTexts.usable, usable)}</p>
      <label for="to">{say(pointsTexts.giftTo)}</label>
      <select id="to" value={to} onChange={(event) => setTo(event.currentTarget.value)}>
        {neighbours.map(({ unit, house }) => (
          <option key={unit} value={unit}>
            {house}
          </option>
        ))}
      </select>
      <label for="amount">{say(pointsTexts.giftAmount)}</label>
      <input
        id="amount"
        type="number"
        min={1}
        max={usable}
        inputMode="numeric"
        value={amount}
        onInput={(event) => setAmount(event.currentTarget.value)}
      />
      <Sign of={of} label={say(pointsTexts.sign)} make={make} done={() => setGiven(say(pointsTexts.given, other, amount))} />
    </>
  );
}
