// SPDX-License-Identifier: Apache-2.0

// A ledger's head as its bodies co-sign it: a C2SP signed note whose text is a tlog-checkpoint, with cosignatures (cosignature/v1).

import { type Bytes, sha256, utf8 } from "../encoding.ts";
import { verifies } from "./ed25519.ts";

export type Head = { genesis: string; size: bigint; root: Bytes };

// Cosignature is what a witness has signed, and when by its clock (Unix time).
export type Cosignature = { name: string; time: bigint };

// Witness is a body's key, as a trust file has it: name+hash+key.
export type Witness = { name: string; id: number; key: Bytes };

const cosignature = 4; // the algorithm's number in keys and their ids
const most = { bytes: 16 << 10, signatures: 100 };

// open reads a note, and says which of the witnesses signed it. It throws an Error that says what is wrong with it. A line that no witness
// has signed counts for nothing, whatever name and id it bears: two keys can have one id.
export async function open(note: string, witnesses: readonly Witness[]): Promise<{ head: Head; signed: Cosignature[] }> {
  const [text, lines] = split(note);
  const head = headOf(text);
  const signed: Cosignature[] = [];
  for (const { name, id, base64 } of lines.map(lineOf)) {
    for (const witness of witnesses.filter((w) => w.name === name && w.id === id)) {
      const time = signed.some((s) => s.name === name) ? null : await verified(text, base64, witness);
      if (time !== null) {
        signed.push({ name, time });
      }
    }
  }
  return { head, signed: signed.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

function split(note: string): [string, string[]] {
  const at = note.lastIndexOf("\n\n");
  const lines = note.slice(at + 2).split("\n");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a note has none but line breaks
  const control = /[\u0000-\u0009\u000b-\u001f]/;
  if (utf8(note).length > most.bytes || at < 0 || lines.pop() !== "" || lines.length === 0 || control.test(note)) {
    throw new Error("the head is no signed note");
  }
  if (lines.length > most.signatures) {
    throw new Error("the head has too many signatures");
  }
  return [note.slice(0, at + 1), lines];
}

function headOf(text: string): Head {
  const [, genesis = "", size = "", root = ""] = /^linli\/([0-9a-f]{64})\n(0|[1-9][0-9]{0,19})\n([^\n]+)\n$/.exec(text) ?? [];
  const hash = fromBase64(root);
  if (!genesis || BigInt(size) >= 1n << 64n || hash?.length !== 32 || toBase64(hash) !== root) {
    throw new Error("the head is no checkpoint of a ledger");
  }
  return { genesis, size: BigInt(size), root: hash };
}

type Line = { name: string; id: number; base64: string };

function lineOf(line: string): Line {
  const at = line.indexOf(" ", 2);
  const [name, base64] = [line.slice(2, at), line.slice(at + 1)];
  const bytes = fromBase64(base64);
  if (!line.startsWith("— ") || at < 0 || !isName(name) || !bytes || bytes.length < 5) {
    throw new Error("a line of the head is no signature");
  }
  return { name, id: idIn(bytes), base64 };
}

const idIn = (bytes: Bytes): number => new DataView(bytes.buffer).getUint32(0);

const isName = (text: string): boolean => /^[^\p{White_Space}+]+$/u.test(text);

// witnessOf reads a key in its one text.
export async function witnessOf(vkey: string): Promise<Witness> {
  const [name = "", id = "", ...rest] = vkey.split("+");
  const base64 = rest.join("+"); // which has pluses of its own
  const bytes = fromBase64(base64);
  if (
    !isName(name) ||
    /\p{Cc}/u.test(name) ||
    utf8(name).length > 128 ||
    bytes?.length !== 33 ||
    bytes[0] !== cosignature ||
    toBase64(bytes) !== base64
  ) {
    throw new Error("the trust file names a witness without a key");
  }
  const sum = await sha256(utf8(`${name}\n`), bytes);
  if (idIn(sum).toString(16).padStart(8, "0") !== id) {
    throw new Error(`the trust file has another key of ${name} than it says`);
  }
  return { name, id: idIn(sum), key: bytes.slice(1) };
}

// verified is when the witness signed the text, or null.
async function verified(text: string, base64: string, witness: Witness): Promise<bigint | null> {
  const bytes = fromBase64(base64);
  if (bytes?.length !== 4 + 8 + 64 || toBase64(bytes) !== base64) {
    return null;
  }
  const time = new DataView(bytes.buffer).getBigUint64(4);
  const good = await verifies(bytes.slice(12), utf8(`cosignature/v1\ntime ${time}\n${text}`), witness.key);
  return good && time < 1n << 63n ? time : null;
}

// fromBase64 reads padded base64, or gives null.
function fromBase64(text: string): Bytes | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) {
    return null;
  }
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

const toBase64 = (bytes: Bytes): string => btoa(String.fromCharCode(...bytes));
