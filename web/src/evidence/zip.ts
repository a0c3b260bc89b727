// SPDX-License-Identifier: Apache-2.0

// The one form of a bundle's archive (docs/evidence.md): whoever reads one writes it anew from its entries, and compares. So every byte
// counts, and nothing unpacks to more than it has.

import { type Bytes, concat, equal, utf8 } from "../encoding.ts";

export type Entry = { name: string; content: Bytes };

const [local, central, end] = [0x04034b50, 0x02014b50, 0x06054b50];
const firstDay = 0x0021; // 1980-01-01
const headerSize = 30;

export const bounds = { entries: 64, bytes: 4 << 20 };

// No path leads anywhere: an archive has these names, or is none.
const known =
  /^((manifest|claim|evidence|event|opened)\.json|stamp-[1-4]\.tst|block\.pb|(config|definition)-(0|[1-9][0-9]{0,11})\.pb|report\.(zh|en)\.html)$/;

// isArchive says whether a file can be a bundle, by its first four bytes.
export const isArchive = (file: Bytes): boolean => file.length >= 4 && viewOf(file).getUint32(0, true) === local;

// read gives an archive's entries, or throws an Error that says why it is none. What it gives are parts of the archive: nothing is copied.
export function read(archive: Bytes): Entry[] {
  if (archive.length > bounds.bytes) {
    throw new Error(`it has ${archive.length} bytes, more than ${bounds.bytes}`);
  }
  const entries: Entry[] = [];
  let rest = archive;
  while (isArchive(rest)) {
    if (entries.length === bounds.entries) {
      throw new Error(`it has more than ${bounds.entries} entries`);
    }
    const entry = first(rest);
    if (entries.some(({ name }) => name === entry.name)) {
      throw new Error(`there are two entries ${entry.name}`);
    }
    entries.push(entry);
    rest = rest.subarray(headerSize + entry.name.length + entry.content.length);
  }
  if (!equal(write(entries), archive)) {
    throw new Error("the archive is not written as a bundle's is");
  }
  return entries;
}

const viewOf = (bytes: Bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

function first(archive: Bytes): Entry {
  if (archive.length < headerSize) {
    throw new Error("an entry is cut short");
  }
  const view = viewOf(archive);
  const method = view.getUint16(8, true);
  if (method !== 0) {
    throw new Error(`an entry is compressed (method ${method})`);
  }
  const begin = headerSize + view.getUint16(26, true);
  const after = begin + view.getUint32(18, true);
  if (after > archive.length) {
    throw new Error("an entry claims more bytes than there are");
  }
  const name = new TextDecoder().decode(archive.subarray(headerSize, begin));
  if (!known.test(name)) {
    throw new Error(`no bundle has an entry ${JSON.stringify(name)}`);
  }
  return { name, content: archive.subarray(begin, after) };
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
