// SPDX-License-Identifier: Apache-2.0

// A QR code that this browser draws, so that nobody else learns what it says.

import { squareOf } from "../../qr/qr.ts";

const quiet = 4; // modules of margin (ISO/IEC 18004, section 5.3.8)

// Qr is a text as a picture to be scanned; nothing, if the text is too long for one.
export function Qr({ text, label }: { text: string; label: string }) {
  const square = squareOf(text);
  if (!square) {
    return null;
  }
  const side = square.length + 2 * quiet;
  const path = square.flatMap((line, y) => line.flatMap((dark, x) => (dark ? [`M${x + quiet} ${y + quiet}h1v1h-1z`] : []))).join("");
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${side} ${side}`} shape-rendering="crispEdges">
      <path fill="#fff" d={`M0 0h${side}v${side}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}
