// SPDX-License-Identifier: Apache-2.0

// Every block in the head, every write in its block.

import { type Bytes, fromHex } from "../encoding.ts";
import { type Block, reason } from "./bundle.ts";
import type { Head } from "./note.ts";
import type { Report } from "./report.ts";
import { blockEntry, included, writeEntry } from "./tree.ts";

export async function checkInclusion(report: Report, blocks: readonly Block[], head: Head): Promise<void> {
  let shown = 0;
  for (const block of blocks) {
    shown += block.writes.length;
    try {
      await include(block, head);
    } catch (error) {
      report.fail("inclusion", `block ${block.number}: ${reason(error)}`);
    }
  }
  report.pass("inclusion", `${shown}`);
}

async function include({ hash, number, path, root, size, writes }: Block, head: Head): Promise<void> {
  const of = hashIn(root);
  if (!(await included(blockEntry(number, hashIn(hash), of), number, head.size, path, head.root))) {
    throw new Error("it is not shown to be in the head");
  }
  for (const write of writes) {
    if (!(await included(await writeEntry(write), write.index, size, write.path, of))) {
      throw new Error(`write ${write.index} is not shown to be in it`);
    }
  }
}

function hashIn(text: string): Bytes {
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new Error("it names what is no hash");
  }
  return fromHex(text);
}
