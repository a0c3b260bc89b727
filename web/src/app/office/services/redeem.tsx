// SPDX-License-Identifier: Apache-2.0

// Two bodies redeem points for a household that has no phone, and print its voucher.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import type { Bytes } from "../../../encoding.ts";
import { newCode, voucherOf } from "../../../voucher/code.ts";
import { now } from "../../shared/clock.ts";
import { say } from "../../shared/language.ts";
import { local } from "../../shared/local-time.ts";
import { bodyName } from "../../shared/names.ts";
import { Fault } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { Print, VoucherSheet } from "../../shared/points/sheet.tsx";
import { serviceTexts } from "../../shared/points/texts.ts";
import { leftText, type Service } from "../../shared/points/words.ts";
import { useTask } from "../../shared/task.ts";
import { useLive } from "../live.tsx";
import { Choice } from "../orders/choice.tsx";
import { type Caller, CallerLine, Household } from "../orders/household.tsx";
import { SignAct } from "../signing/signing.tsx";
import { servicesApi } from "./api.ts";
import { ServicesPage } from "./frame.tsx";
import { officeServiceTexts } from "./texts.ts";

// Made is what is to be signed, and the code that is printed.
// The voucher is good a little longer than its paper says: from when the second body has signed.
type Made = { caller: Caller; service: Service; code: Bytes; body: Bodies["points.redeem"]; at: number };

const goodFor = 7 * 24 * 3600; // seconds (contract/points)

export function RedeemFor(of: PageProps) {
  const [round, setRound] = useState(0);
  return (
    <ServicesPage title={say(officeServiceTexts.forSomebody)} screen="redeem">
      <p>{say(officeServiceTexts.redeemLead)}</p>
      <One {...of} key={round} next={() => setRound(round + 1)} />
    </ServicesPage>
  );
}

function One({ next, ...of }: PageProps & { next: () => void }) {
  const [made, setMade] = useState<Made>();
  const [signed, setSigned] = useState(false);
  if (!made) {
    return <Form {...of} made={setMade} />;
  }
  const { caller, service, code, body } = made;
  const shown = {
    service: service.title,
    count: Number(body.count),
    body: bodyName(of.community, service.body),
    until: local(made.at + goodFor).replace("T", " "),
  };
  return (
    <>
      <CallerLine {...caller} />
      <p class="big">{say(serviceTexts.sheetFor, service.title, Number(body.count))}</p>
      <SignAct {...of} type="points.redeem" body={body} done={() => setSigned(true)} back={() => setMade(undefined)} />
      {signed && (
        <>
          <p class="note warn">{say(officeServiceTexts.notYet)}</p>
          <VoucherSheet community={of.community.community} code={code} of={shown} both />
          <Print />
          <p class="actions">
            <button type="button" class="button secondary" onClick={next}>
              {say(officeServiceTexts.next)}
            </button>
          </p>
        </>
      )}
    </>
  );
}

function Form({ made, ...of }: PageProps & { made: (made: Made) => void }) {
  const all = useLive(() => servicesApi.all(of.community.community), "services");
  const [caller, setCaller] = useState<Caller>();
  const [chosen, setChosen] = useState("");
  const [count, setCount] = useState("1");
  const { busy, fault, run } = useTask();
  const offered = all.value?.filter(({ open, left }) => open && left > 0) ?? [];
  const service = offered.find((one) => one.service === chosen) ?? offered[0];
  const check = () =>
    run(async () => {
      if (caller && service) {
        const code = newCode();
        const body = { count: String(Number(count)), service: service.service, unit: caller.unit, voucher: await voucherOf(code) };
        made({ caller, service, code, body, at: now() });
      }
    });
  return (
    <>
      <h2>{say(officeServiceTexts.whose)}</h2>
      <Household caller={caller} choose={setCaller} />
      {all.fault ? <Fault fault={all.fault} retry={all.reload} /> : null}
      {all.value && !service && <p class="note">{say(officeServiceTexts.nothing)}</p>}
      {caller && service && (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            check();
          }}
        >
          <Choice
            id="service"
            label={say(officeServiceTexts.service)}
            value={service.service}
            options={offered.map(
              (one) => [one.service, `${one.title} · ${say(serviceTexts.each, one.points)} · ${leftText(one)}`] as const,
            )}
            choose={setChosen}
          />
          <label for="count">{say(officeServiceTexts.count)}</label>
          <input
            id="count"
            type="number"
            min={1}
            max={Math.min(100, service.left)}
            step={1}
            required
            value={count}
            onInput={(event) => setCount(event.currentTarget.value)}
          />
          {fault && <Fault fault={fault} />}
          <button type="submit" class="button" disabled={busy}>
            {say(officeServiceTexts.check)}
          </button>
        </form>
      )}
    </>
  );
}
