// SPDX-License-Identifier: Apache-2.0

// A ledger's head as its bodies co-sign it: a C2SP signed note whose text is a tlog-checkpoint, with cosignatures (cosignature/v1).

import { type Bytes, sha256, utf8 } from "../encoding.ts";

export type Head = { origin: string; size: bigint; root: Bytes };

// Cosignature is what a witness has signed, and when by its clock (Unix time).
export type Cosignature = { name: string; time: bigint };

// Witness is a body's key, as a trust file has it: name+hash+key.
type Witness = { name: string; id: number; key: Bytes };

const cosignature = 4; // the algorithm's number in keys and their ids
const most = 100; // signatures of a note

// open reads a note, and says which of the witnesses signed it. It throws an Error that says what is wrong with it; one that a witness
// named in it has not signed is wrong.
export async function open(note: string, vkeys: readonly string[]): Promise<{ head: Head; signed: Cosignature[] }> {
  const [text, lines] = split(note);
  const head = headOf(text);
  const witnesses = await Promise.all(vkeys.map(witnessOf));
  const signed: Cosignature[] = [];
  for (const { name, id, signature } of lines.map(lineOf)) {
    const witness = witnesses.find((w) => w.name === name && w.id === id);
    if (!witness || signed.some((s) => s.name === name)) {
      continue;
    }
    const time = await verified(text, signature, witness);
    if (time === null) {
      throw new Error(`${name} has not signed this head`);
    }
    signed.push({ name, time });
  }
  return { head, signed };
}

function split(note: string): [string, string[]] {
  const at = note.lastIndexOf("\n\n");
  const lines = note.slice(at + 2).split("\n");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a note has none but line breaks
  if (at < 0 || lines.pop() !== "" || lines.length === 0 || lines.length > most || /[\u0000-\u0009\u000b-\u001f]/.test(note)) {
    throw new Error("the head is no signed note");
  }
  return [note.slice(0, at + 1), lines];
}

function headOf(text: string): Head {
  const [origin = "", size = "", root = "", ...rest] = text.split("\n");
  if (rest.length !== 1 || rest[0] !== "" || !origin || !/^(0|[1-9][0-9]{0,18})$/.test(size)) {
    throw new Error("the head is no checkpoint");
  }
  const hash = fromBase64(root);
  if (hash?.length !== 32) {
    throw new Error("the head has no hash");
  }
  return { origin, size: BigInt(size), root: hash };
}

function lineOf(line: string): { name: string; id: number; signature: Bytes } {
  const [, name = "", base64 = ""] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
  const bytes = fromBase64(base64);
  if (!name || name.includes("+") || !bytes || bytes.length < 5) {
    throw new Error("a line of the head is no signature");
  }
  return { name, id: new DataView(bytes.buffer).getUint32(0), signature: bytes.slice(4) };
}

// witnessOf reads a key, whatever algorithm it names: what it signs here are cosignatures, which have an id of their own.
async function witnessOf(vkey: string): Promise<Witness> {
  const [, name = "", base64 = ""] = /^([^\s+]+)\+[0-9a-f]{8}\+(\S+)$/u.exec(vkey) ?? [];
  const bytes = fromBase64(base64);
  if (bytes?.length !== 33 || (bytes[0] !== 1 && bytes[0] !== cosignature)) {
    throw new Error("the trust file names a witness without a key");
  }
  const key = bytes.slice(1);
  const id = await sha256(utf8(`${name}\n`), Uint8Array.of(cosignature), key);
  return { name, id: new DataView(id.buffer).getUint32(0), key };
}

// verified is when the witness signed the text, or null.
async function verified(text: string, signature: Bytes, witness: Witness): Promise<bigint | null> {
  if (signature.length !== 8 + 64) {
    return null;
  }
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  const { verifyAsync } = await import("./ed25519-library.ts");
  const message = utf8(`cosignature/v1\ntime ${time}\n${text}`);
  // As Go verifies: no other encoding of a point or a scalar.
  const good = await verifyAsync(signature.slice(8), message, witness.key, { zip215: false });
  return good ? time : null;
}

// fromBase64 reads padded base64 in its one form, or gives null.
function fromBase64(text: string): Bytes | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
    return null;
  }
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return btoa(String.fromCharCode(...bytes)) === text ? bytes : null;
}
