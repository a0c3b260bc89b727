// SPDX-License-Identifier: Apache-2.0

// The ledger as a tree (docs/evidence.md): what its leaves are, and the way from a document to a head.

import { type Bytes, concat, equal, sha256, utf8 } from "../encoding.ts";
import { hashesIn, leafHash, rootOf } from "./merkle.ts";

// Write is a document as a transaction wrote it.
export type Write = { tx: string; key: string; value: Bytes };

// writeEntry is what the tree of a block's writes has of one. An empty value deletes.
export async function writeEntry({ tx, key, value }: Write): Promise<Bytes> {
  const named = concat(measured(tx), measured(key));
  return value.length === 0 ? concat(named, Uint8Array.of(0)) : concat(named, Uint8Array.of(1), await sha256(value));
}

function measured(text: string): Bytes {
  const bytes = utf8(text);
  return concat(number(BigInt(bytes.length), 4), bytes);
}

// blockEntry is what the ledger's tree has of a block.
export const blockEntry = (block: bigint, header: Bytes, writes: Bytes): Bytes => concat(number(block, 8), header, writes);

function number(value: bigint, bytes: 4 | 8): Bytes {
  const all = new DataView(new ArrayBuffer(8));
  all.setBigUint64(0, value);
  return new Uint8Array(all.buffer.slice(8 - bytes));
}

// included says that an entry is at its place in the tree with a size and a root.
export async function included(entry: Bytes, index: bigint, size: bigint, path: Bytes, root: Bytes): Promise<boolean> {
  const hashes = hashesIn(path);
  const reached = hashes && (await rootOf(await leafHash(entry), index, size, hashes));
  return reached !== null && equal(reached, root);
}
