// SPDX-License-Identifier: Apache-2.0

// A voucher to be shown at the counter or to be printed: what it is for, its code, and the same to be scanned.

import type { Bytes } from "../../../encoding.ts";
import { counterLink, writeCode } from "../../../voucher/code.ts";
import { say, type Text } from "../language.ts";
import { Qr } from "../qr.tsx";
import { serviceTexts } from "./texts.ts";

export type Shown = { service: string; count: number; body: string; until: string };

type SheetProps = { community: string; code: Bytes; of: Shown; both?: boolean };

// VoucherSheet is in the reader's language, or in both of them, for whoever gets it in his hand.
export const VoucherSheet = ({ community, code, of, both }: SheetProps) => {
  const said = (text: Text, ...values: (string | number)[]) =>
    both ? [...new Set(text.map((one) => say([one, one], ...values)))].join(" / ") : say(text, ...values);
  return (
    <section class="card sheet voucher">
      <h2>{said(serviceTexts.sheetTitle)}</h2>
      <p class="big">{said(serviceTexts.sheetFor, of.service, of.count)}</p>
      <Qr text={counterLink(location.origin, community, code)} label={say(serviceTexts.sheetQr)} />
      <p>
        {said(serviceTexts.sheetCode)} <strong class="number">{writeCode(code).replaceAll("-", " ")}</strong>
      </p>
      <p>{said(serviceTexts.sheetWhere, of.body)}</p>
      <p>{said(serviceTexts.sheetUntil, of.until)}</p>
      <p class="small">{said(serviceTexts.sheetOnce)}</p>
    </section>
  );
};

export const Print = () => (
  <p class="actions">
    <button type="button" class="button secondary" onClick={() => print()}>
      {say(serviceTexts.print)}
    </button>
  </p>
);
