// SPDX-License-Identifier: Apache-2.0

// The number on a receipt: sixteen digits in groups of four, as on a bank card, which can be read out on the telephone.
// Fifteen come from the act's hash, the last one checks them.

import { type Bytes, hex } from "../encoding.ts";

const digits = 15;

// Damm's quasigroup of order 10: it finds every single wrong digit, and every swap of two neighbours.
const damm = [
  "0317598642",
  "7092154863",
  "4206871359",
  "1750983426",
  "6123045978",
  "3674209581",
  "5869720134",
  "8945362017",
  "9438617205",
  "2581436790",
];

// referenceOf returns the number of the act with this hash: the hash's first 8 bytes, modulo 10^15, and the check digit.
export function referenceOf(hash: Bytes): string {
  const number = (BigInt(`0x${hex(hash.subarray(0, 8))}`) % 10n ** BigInt(digits)).toString().padStart(digits, "0");
  return (number + remainder(number)).replace(/(.{4})(?=.)/g, "$1 ");
}

// readReference returns a typed number as referenceOf writes it; undefined if it was mistyped. Full-width digits, spaces
// and hyphens are understood.
export function readReference(typed: string): string | undefined {
  const number = typed.normalize("NFKC").replace(/[\s\p{Cf}-]/gu, "");
  if (!/^[0-9]{16}$/.test(number) || remainder(number) !== "0") {
    return undefined;
  }
  return number.replace(/(.{4})(?=.)/g, "$1 ");
}

// remainder of a number is its check digit; of a number with its check digit, zero.
const remainder = (number: string): string => [...number].reduce((interim, digit) => damm[Number(interim)]?.[Number(digit)] ?? "", "0");
