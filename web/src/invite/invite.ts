// SPDX-License-Identifier: Apache-2.0

// The code in an invitation letter: 16 random bytes, which are a key. It never leaves the resident's device; the
// enrolment is signed with it. Ed25519 is the library's, as many browsers have none. Only the enrolment needs this file.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { message, type Signature } from "../act/act.ts";
import { grouped, readBase32, writeBase32 } from "../base32.ts";
import { type Bytes, base64url, concat, fromHex, hex, utf8 } from "../encoding.ts";

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
export const invitePublic = (code: InviteCode): string => base64url(ed25519.getPublicKey(seedOf(code)));

// signWithCode signs an act's text. It is the second signature of an enrolment, after the new passkey's.
export const signWithCode = (code: InviteCode, text: string): Signature => ({
  by: "invite",
  signature: base64url(ed25519.sign(message(text), seedOf(code))),
});

const seedOf = (code: InviteCode): Uint8Array => sha256(concat(utf8("linli/invite/v1\0"), code));

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
