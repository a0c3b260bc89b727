// SPDX-License-Identifier: Apache-2.0

// A voucher's code: 10 random bytes, which whoever redeems points makes and keeps. The ledger knows the voucher by its hash.

import { grouped, readBase32, writeBase32 } from "../base32.ts";
import { type Bytes, fromHex, hex, randomBytes, sha256 } from "../encoding.ts";

const size = 10; // bytes, as the ledger has it (contract/points)
const signs = 16;

export const newCode = (): Bytes => randomBytes(size);

// writeCode writes a code as people read it: four groups of four.
export const writeCode = (code: Bytes): string => grouped(writeBase32(BigInt(`0x${hex(code)}`), signs), 4);

// readCode reads a code as it was typed, or a link that ends with it; undefined if it is none.
export function readCode(text: string): Bytes | undefined {
  const read = readBase32(text.slice(text.lastIndexOf("/") + 1));
  return read?.size === signs ? fromHex(read.number.toString(16).padStart(2 * size, "0")) : undefined;
}

// voucherOf is the voucher with a code, as the ledger names it.
export const voucherOf = async (code: Bytes): Promise<string> => hex(await sha256(code));

// counterLink leads to a counter's page. The code stands in the fragment, which browsers never send, so that it reaches no server's log.
export const counterLink = (origin: string, community: string, code: Bytes): string =>
  `${origin}/c/${community}/office#/counter/${writeCode(code).replaceAll("-", "")}`;
