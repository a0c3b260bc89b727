// SPDX-License-Identifier: Apache-2.0

// Redeeming points of a home for a voucher, whose code this browser makes and keeps.

import { useState } from "preact/hooks";
import { int } from "../../../../act/act.ts";
import { newCode, voucherOf } from "../../../../voucher/code.ts";
import { Back } from "../../../shared/back.tsx";
import { say } from "../../../shared/language.ts";
import { bodyName } from "../../../shared/names.ts";
import { Page } from "../../../shared/page.tsx";
import { keepCode } from "../../../shared/points/kept-code.ts";
import { serviceTexts } from "../../../shared/points/texts.ts";
import { leftText, type Service, whenText } from "../../../shared/points/words.ts";
import { Choice, homesOf } from "../choice.tsx";
import { Sign } from "../signing.tsx";
import type { Spending } from "./catalogue.tsx";
import { spendTexts } from "./spend-texts.ts";
import { pointsTexts } from "./texts.ts";

const most = 100; // of a service, by one voucher (contract/points)

export function Redeem({ service, changed, ...of }: Spending & { service: Service; changed: () => void }) {
  const [made, setMade] = useState("");
  return (
    <Page title={service.title}>
      <p class="big">{say(serviceTexts.each, service.points)}</p>
      <p>
        {say(spendTexts.at, bodyName(of.community, service.body))} · {leftText(service)}
      </p>
      <p>{whenText(service)}</p>
      {made ? (
        <p class="note" role="status">
          {say(spendTexts.done)}{" "}
          <a class="button" href={`#/points/voucher/${made}`}>
            {say(spendTexts.show)}
          </a>
        </p>
      ) : (
        <Form
          {...of}
          service={service}
          done={(voucher) => {
            setMade(voucher);
            changed();
          }}
        />
      )}
      <Back to="points/services" text={spendTexts.toCatalogue} />
    </Page>
  );
}

function Form({ service, done, mine, ...of }: Spending & { service: Service; done: (voucher: string) => void }) {
  const [code] = useState(newCode); // the same however often it is tried: the ledger takes it once
  const [count, setCount] = useState("1");
  const [unit, setUnit] = useState(mine.homes[0]?.unit ?? "");
  const home = mine.homes.find((one) => one.unit === unit);
  const usable = home?.usable ?? 0;
  const many = Number(count);
  const top = Math.min(most, service.left);
  const good = Number.isInteger(many) && many >= 1 && many <= top;
  const total = many * service.points;
  const make = async () => {
    if (!good) {
      return say(spendTexts.wrongCount, top);
    }
    if (total > usable) {
      return say(spendTexts.tooDear, total, usable);
    }
    const voucher = await voucherOf(code);
    if (!keepCode(of.community.community, voucher, code)) {
      return say(spendTexts.keepsNothing);
    }
    return {
      type: "points.redeem" as const,
      body: { count: int(many), service: service.service, unit, voucher },
      words: say(spendTexts.words, service.title, many, total, home?.house || unit.slice(0, 8)),
    };
  };
  return (
    <>
      <Choice id="home" label={say(spendTexts.home)} value={unit} of={homesOf(mine.homes)} choose={setUnit} />
      <label for="count">{say(spendTexts.count, top)}</label>
      <input
        id="count"
        type="number"
        min={1}
        max={top}
        inputMode="numeric"
        value={count}
        onInput={(event) => setCount(event.currentTarget.value)}
      />
      {good && (
        <p class="big" role="status">
          {total > usable ? say(spendTexts.tooDear, total, usable) : say(spendTexts.costs, total, usable - total)}
        </p>
      )}
      <p>{say(spendTexts.held)}</p>
      <p class="small">{say(pointsTexts.noMoney)}</p>
      <Sign of={of} label={say(spendTexts.sign)} make={make} done={async () => done(await voucherOf(code))} />
    </>
  );
}
