// SPDX-License-Identifier: Apache-2.0

// The documents that a bundle shows, and which of them something rests on.

import { type Block, json } from "./bundle.ts";
import type { Form } from "./text.ts";

export type Written = { block: bigint; index: bigint; key: string; tx: string; value: Uint8Array<ArrayBuffer> };

export const before = (a: Written, b: Written): boolean => a.block < b.block || (a.block === b.block && a.index < b.index);

// keyOf is the key of a document on the ledger: its kind and names, between characters that no text of an act has.
export const keyOf = (kind: string, ...names: readonly string[]): string => `\0${kind}\0${names.map((name) => `${name}\0`).join("")}`;

// partsOf are the kind and the names of a key; none of what is no document's.
export const partsOf = (key: string): string[] =>
  key.length > 2 && key.startsWith("\0") && key.endsWith("\0") ? key.slice(1, -1).split("\0") : [];

export class Shown {
  readonly all: readonly Written[];
  readonly #versions = new Map<string, Written[]>();
  readonly #used = new Set<Written>();

  constructor(blocks: readonly Block[]) {
    this.all = blocks.flatMap(({ number, writes }) =>
      writes.map(({ index, key, tx, value }) => ({ block: number, index, key, tx, value })),
    );
    for (const written of this.all) {
      const versions = this.#versions.get(written.key);
      if (versions) {
        versions.push(written);
      } else {
        this.#versions.set(written.key, [written]);
      }
    }
  }

  // last is a document as it was after a block, or after all that are shown. It counts as one that something rests on.
  last(key: string, block?: bigint): Written | undefined {
    const versions = this.#versions.get(key) ?? [];
    const found = versions.filter((version) => block === undefined || version.block <= block).pop();
    if (found) {
      this.#used.add(found);
    }
    return found;
  }

  // use reads it.
  use<T>(form: Form<T>, block: bigint | undefined, kind: string, ...names: readonly string[]): { at: Written; doc: T } {
    const at = this.last(keyOf(kind, ...names), block);
    if (!at) {
      throw new Error(`the document ${kind} ${names[names.length - 1]} is not shown as it was by then`);
    }
    return { at, doc: form(json(at.value)) };
  }

  // find is the first that is as wanted. It counts as one that something rests on.
  find(wanted: (written: Written) => boolean): Written | undefined {
    const found = this.all.find(wanted);
    if (found) {
      this.#used.add(found);
    }
    return found;
  }

  unused(): Written | undefined {
    return this.all.find((written) => !this.#used.has(written));
  }
}
