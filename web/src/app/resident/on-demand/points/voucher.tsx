// SPDX-License-Identifier: Apache-2.0

// A voucher of mine: its code to be shown, and giving it back.

import { useEffect } from "preact/hooks";
import { Back } from "../../../shared/back.tsx";
import { now } from "../../../shared/clock.ts";
import { Evidence } from "../../../shared/evidence-button.tsx";
import { moment, say } from "../../../shared/language.ts";
import { bodyName } from "../../../shared/names.ts";
import { Fault, Page } from "../../../shared/page.tsx";
import { forgetCode, keptCode } from "../../../shared/points/kept-code.ts";
import { Print, VoucherSheet } from "../../../shared/points/sheet.tsx";
import { serviceTexts } from "../../../shared/points/texts.ts";
import { Sign } from "../signing.tsx";
import type { Mine } from "./api.ts";
import type { Spending } from "./catalogue.tsx";
import { spendTexts } from "./spend-texts.ts";
import { pointsTexts } from "./texts.ts";

type Voucher = Mine["vouchers"][number];
type VoucherProps = Spending & { id: string; changed: () => void };

export function VoucherPage({ id, ...of }: VoucherProps) {
  const voucher = of.mine.vouchers.find((one) => one.voucher === id);
  return (
    <Page title={say(spendTexts.voucher)}>
      {voucher ? <Stands {...of} voucher={voucher} /> : <Fault fault={say(spendTexts.gone)} retry={of.changed} />}
      <p class="small">{say(pointsTexts.noMoney)}</p>
      {voucher && <Evidence community={of.community.community} of="voucher" id={id} />}
      <Back to="points" text={spendTexts.toPoints} />
    </Page>
  );
}

function Stands({ voucher, ...of }: Omit<VoucherProps, "id"> & { voucher: Voucher }) {
  const { state, ends, service, count, points } = voucher;
  useEffect(() => {
    if (state !== "open") {
      forgetCode(of.community.community, voucher.voucher); // of no use any more
    }
  }, [state]);
  if (state !== "open") {
    return (
      <>
        <p class="big">{say(serviceTexts.sheetFor, service, count)}</p>
        <p role="status">{say(state === "posted" ? spendTexts.used : spendTexts.returned)}</p>
      </>
    );
  }
  const give = {
    type: "voucher.return" as const,
    body: { voucher: voucher.voucher },
    words: say(spendTexts.giveBackWords, service, count),
  };
  return (
    <>
      {ends <= now() ? <p class="note warn">{say(spendTexts.over)}</p> : <Code {...of} voucher={voucher} />}
      <details>
        <summary>{say(spendTexts.giveBack)}</summary>
        <p>{say(spendTexts.giveBackLead, points)}</p>
        <Sign of={of} danger label={say(spendTexts.giveBack)} make={async () => give} done={of.changed} />
      </details>
    </>
  );
}

function Code({ community, voucher: { voucher, service, body, count, ends } }: PropsOfCode) {
  const code = keptCode(community.community, voucher);
  if (!code) {
    return (
      <>
        <p class="big">{say(serviceTexts.sheetFor, service, count)}</p>
        <p>{say(serviceTexts.sheetUntil, moment(ends))}</p>
        <p class="note warn">{say(spendTexts.lost)}</p>
      </>
    );
  }
  const shown = { service, count, body: bodyName(community, body), until: moment(ends) };
  return (
    <>
      <VoucherSheet community={community.community} code={code} of={shown} />
      <Print />
      <p class="note">{say(spendTexts.onlyHere)}</p>
    </>
  );
}

type PropsOfCode = Pick<Spending, "community"> & { voucher: Voucher };
