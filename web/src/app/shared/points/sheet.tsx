// SPDX-License-Identifier: Apache-2.0

// A voucher to be shown at the counter or to be printed: what it is for, its code, and the same to be scanned.

import type { Bytes } from "../../../encoding.ts";
import { type Square, squareOf } from "../../../qr/qr.ts";
import { counterLink, writeCode } from "../../../voucher/code.ts";
import { say, type Text } from "../language.ts";
import { serviceTexts } from "./texts.ts";

export type Shown = { service: string; count: number; body: string; until: string };

type SheetProps = { community: string; code: Bytes; of: Shown; both?: boolean };

// VoucherSheet is in the reader's language, or in both of them, for whoever gets it in his hand.
export const VoucherSheet = ({ community, code, of, both }: SheetProps) => {
  const said = (text: Text, ...values: (string | number)[]) =>
    both ? [...new Set(text.map((one) => say([one, one], ...values)))].join(" / ") : say(text, ...values);
  const square = squareOf(counterLink(location.origin, community, code));
  return (
    <section class="card sheet voucher">
      <h2>{said(serviceTexts.sheetTitle)}</h2>
      <p class="big">{said(serviceTexts.sheetFor, of.service, of.count)}</p>
      {square && <Picture square={square} />}
      <p>
        {said(serviceTexts.sheetCode)} <strong class="number">{writeCode(code).replaceAll("-", " ")}</strong>
      </p>
      <p>{said(serviceTexts.sheetWhere, of.body)}</p>
      <p>{said(serviceTexts.sheetUntil, of.until)}</p>
      <p class="small">{said(serviceTexts.sheetOnce)}</p>
    </section>
  );
};

const quiet = 4; // modules of margin (ISO/IEC 18004, section 5.3.8)

function Picture({ square }: { square: Square }) {
  const side = square.length + 2 * quiet;
  const path = square.flatMap((line, y) => line.flatMap((dark, x) => (dark ? [`M${x + quiet} ${y + quiet}h1v1h-1z`] : []))).join("");
  return (
    <svg class="qr" role="img" aria-label={say(serviceTexts.sheetQr)} viewBox={`0 0 ${side} ${side}`} shape-rendering="crispEdges">
      <path fill="#fff" d={`M0 0h${side}v${side}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}

export const Print = () => (
  <p class="actions">
    <button type="button" class="button secondary" onClick={() => print()}>
      {say(serviceTexts.print)}
    </button>
  </p>
);
