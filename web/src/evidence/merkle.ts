// SPDX-License-Identifier: Apache-2.0

// Merkle trees of RFC 6962 (2.1), as the ledger's head is computed (docs/evidence.md).

import { type Bytes, sha256 } from "../encoding.ts";

export const leafHash = (entry: Uint8Array): Promise<Bytes> => sha256(Uint8Array.of(0), entry);

const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Bytes> => sha256(Uint8Array.of(1), left, right);

// rootOf is the root of the tree of a size in which the leaf has an index, from 0, if its path is the given one (RFC 9162, 2.1.3.2). It is
// null if no tree of that size has such a path.
export async function rootOf(leaf: Bytes, index: bigint, size: bigint, path: readonly Bytes[]): Promise<Bytes | null> {
  if (index >= size) {
    return null;
  }
  let [node, last, root] = [index, size - 1n, leaf];
  for (const step of path) {
    if (last === 0n) {
      return null;
    }
    if (node % 2n === 1n || node === last) {
      root = await nodeHash(step, root);
      while (node % 2n === 0n && node !== 0n) {
        // its parents up to here have no right child
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      root = await nodeHash(root, step);
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n ? root : null;
}

// hashesIn cuts joined hashes apart, or gives null if they are no whole number of them.
export function hashesIn(joined: Bytes): Bytes[] | null {
  if (joined.length % 32 !== 0) {
    return null;
  }
  return Array.from({ length: joined.length / 32 }, (_, i) => joined.slice(32 * i, 32 * i + 32));
}
