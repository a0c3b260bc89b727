// SPDX-License-Identifier: Apache-2.0

// The one form of a bundle's archive (docs/evidence.md): whoever reads one writes it anew from its entries, and compares. So every byte
// counts, and nothing unpacks to more than it has.

import { type Bytes, concat, equal, fromUtf8, utf8 } from "../encoding.ts";

export type Entry = { name: string; content: Bytes };

const local = 0x04034b50;
const central = 0x02014b50;
const end = 0x06054b50;
const firstDay = 0x0021; // 1980-01-01

export const bounds = { entries: 64, bytes: 4 << 20 };

// read gives an archive's entries, or throws an Error that says why it is none.
export function read(archive: Bytes): Entry[] {
  if (archive.length > bounds.bytes) {
    throw new Error(`a bundle has ${bounds.bytes} bytes at most`);
  }
  const entries = entriesOf(archive);
  if (!equal(write(entries), archive)) {
    throw new Error("the archive is not written as a bundle is");
  }
  return entries;
}

function entriesOf(archive: Bytes): Entry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.length);
  const tail = archive.length - 22;
  if (tail < 0 || view.getUint32(tail, true) !== end) {
    throw new Error("no archive, or one that is cut short");
  }
  const count = view.getUint16(tail + 10, true);
  if (count > bounds.entries) {
    throw new Error(`a bundle has ${bounds.entries} entries at most`);
  }
  const entries: Entry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 30 > tail || view.getUint32(at, true) !== local) {
      throw new Error("an entry of the archive is missing");
    }
    const size = view.getUint32(at + 22, true);
    const name = view.getUint16(at + 26, true);
    const begin = at + 30 + name;
    at = begin + size;
    if (at > tail) {
      throw new Error("an entry of the archive is longer than the archive");
    }
    entries.push({ name: fromUtf8(archive.slice(begin - name, begin)), content: archive.slice(begin, at) });
  }
  return entries;
}

// write is the one archive of entries.
export function write(entries: readonly Entry[]): Bytes {
  const parts: Bytes[] = [];
  const directory: Bytes[] = [];
  let at = 0;
  for (const { name, content } of entries) {
    const title = utf8(name);
    const common = fields(
      [20, 2],
      [0, 2],
      [0, 2],
      [0, 2],
      [firstDay, 2],
      [crc32(content), 4],
      [content.length, 4],
      [content.length, 4],
      [title.length, 2],
      [0, 2],
    );
    directory.push(fields([central, 4], [20, 2]), common, fields([0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), title);
    const header = concat(fields([local, 4]), common, title);
    parts.push(header, content);
    at += header.length + content.length;
  }
  const listed = concat(...directory);
  const last = fields([end, 4], [0, 2], [0, 2], [entries.length, 2], [entries.length, 2], [listed.length, 4], [at, 4], [0, 2]);
  return concat(...parts, listed, last);
}

// fields are numbers of so many bytes each, the last byte first.
function fields(...numbers: readonly (readonly [value: number, bytes: number])[]): Bytes {
  return Uint8Array.from(numbers.flatMap(([value, bytes]) => Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 0xff)));
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) {
    c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  }
  return c;
});

function crc32(content: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of content) {
    c = (table[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8);
  }
  return (c ^ 0xffffffff) >>> 0;
}
