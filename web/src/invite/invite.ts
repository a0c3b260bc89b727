// SPDX-License-Identifier: Apache-2.0

// The code in an invitation letter: 16 random bytes, which are a key. It never leaves the resident's device; the
// enrolment is signed with it. Only the enrolment needs this file.

import { message, type Signature } from "../act/act.ts";
import { grouped, readBase32, writeBase32 } from "../base32.ts";
import { type Bytes, base64url, fromHex, hex, sha256, utf8 } from "../encoding.ts";
import { ed25519 } from "./ed25519.ts";

export type InviteCode = Bytes; // 16 bytes

// Why a text is no code, for the page to explain.
export type CodeFault = "empty" | "bad-character" | "wrong-length" | "mistyped"; // well-formed, but its check characters do not fit

const textSize = 28; // 128 bits of code, 12 bits of check
const checkBits = 12n;

// writeCode writes a code as letters have it: seven groups of four.
export const writeCode = (code: InviteCode): string =>
  grouped(writeBase32((BigInt(`0x${hex(code)}`) << checkBits) | checkOf(code), textSize), 4);

// readCode reads a code as it was typed, or a whole link whose fragment it is: https://…#ABCD-… or …#code=ABCD-….
export function readCode(text: string): InviteCode | CodeFault {
  const typed = text.slice(text.lastIndexOf("#") + 1).replace(/^code=/, "");
  const read = readBase32(typed);
  if (!read) {
    return "bad-character";
  }
  if (read.size !== textSize) {
    return read.size === 0 ? "empty" : "wrong-length";
  }
  const code = fromHex((read.number >> checkBits).toString(16).padStart(32, "0"));
  return (read.number & 0xfffn) === checkOf(code) ? code : "mistyped";
}

// invitePublic is the key that the ledger knows a code by, for the body of credential.enrol.
export async function invitePublic(code: InviteCode): Promise<string> {
  return base64url(await (await ed25519()).publicOf(await seedOf(code)));
}

// signWithCode signs an act's text. It is the second signature of an enrolment, after the new passkey's.
export async function signWithCode(code: InviteCode, text: string): Promise<Signature> {
  const curve = await ed25519();
  return { by: "invite", signature: base64url(await curve.sign(message(text), await seedOf(code))) };
}

const seedOf = (code: InviteCode): Promise<Bytes> => sha256(utf8("linli/invite/v1\0"), code);

// checkOf is CRC-12/DECT (polynomial 0x80F), as the letters have it: it finds every wrong character, and two exchanged ones.
function checkOf(code: InviteCode): bigint {
  let crc = 0;
  for (const byte of code) {
    crc ^= byte << 4;
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1;
      if (crc & 0x1000) {
        crc ^= 0x180f;
      }
    }
  }
  return BigInt(crc);
}
