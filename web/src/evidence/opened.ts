// SPDX-License-Identifier: Apache-2.0

// What commitments on the ledger are of: words, or a name. Who has the salt can show it, until the salt is erased.

import { type Bytes, fromHex, hex, sha256, utf8 } from "../encoding.ts";
import type { Acts } from "./acts.ts";
import { json, type Opened, type Opening, type Sentence } from "./bundle.ts";
import { say } from "./says.ts";
import type { Shown } from "./shown.ts";

// checkOpened says of each opening that its commitment stands on the ledger, and refuses one that is of something else.
export async function saysOpened(opened: Opened | null, acts: Acts, shown: Shown): Promise<Sentence[]> {
  if (!opened) {
    return [];
  }
  if (opened.v !== "1" || opened.openings.length === 0) {
    throw new Error("nothing is opened that could be read here");
  }
  const stands = new Set<string>();
  for (const value of [...acts.good().map(({ text }) => utf8(text)), ...shown.all.map(({ value }) => value)]) {
    note(json(value), stands);
  }
  for (const [i, opening] of opened.openings.entries()) {
    const before = opened.openings[i - 1]?.hash ?? "";
    if (before >= opening.hash || !stands.has(opening.hash)) {
      throw new Error(`${opening.hash} stands in nothing that is shown, or not in its order`);
    }
    if ((await commitment(opening)) !== opening.hash) {
      throw new Error(`${opening.hash} is a commitment to something else than is shown`);
    }
  }
  return opened.openings.map(({ hash }) => say("OPENED", { hash }));
}

function note(value: unknown, into: Set<string>): void {
  if (typeof value === "string") {
    into.add(value);
  } else if (typeof value === "object" && value !== null) {
    for (const one of Object.values(value)) {
      note(one, into);
    }
  }
}

// commitment is what the ledger has of a name, 32 digits, or of words.
async function commitment({ hash, salt, text }: Opening): Promise<string> {
  if (salt.includes("\n")) {
    throw new Error("a salt has a line break, so that its words could be shown in part");
  }
  return hash.length === 32
    ? hex(await hmac(fromHex(salt.toLowerCase()), utf8(text))).slice(0, 32)
    : hex(await sha256(utf8(`${salt}\n${text}`)));
}

// hmac is HMAC-SHA256 (RFC 2104), which browsers do not make with an empty key.
async function hmac(key: Bytes, message: Bytes): Promise<Bytes> {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? await sha256(key) : key);
  const padded = (pad: number) => block.map((byte) => byte ^ pad);
  return sha256(padded(0x5c), await sha256(padded(0x36), message));
}
