// SPDX-License-Identifier: Apache-2.0

// Held against what package checkpoint made (checkpoint/testdata/vectors.json).

import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { equal, fromHex, hex, utf8 } from "../encoding.ts";
import { leafHash } from "./merkle.ts";
import { open, witnessOf } from "./note.ts";
import { blockEntry, included, writeEntry } from "./tree.ts";

type Written = { tx: string; key: string; value: string; entry: string; leaf: string; path: string };
type Vectors = {
  genesis: string;
  blocks: { hash: string; writes: Written[]; root: string; entry: string; leaf: string }[];
  roots: string[];
  paths: { index: number; size: number; path: string }[];
  witnesses: { msp: string; witness: string }[];
  notes: { name: string; note: string; fail: boolean; size: number; root: string; by: { msp: string; at: number }[] }[];
};

const file = new URL("../../../checkpoint/testdata/vectors.json", import.meta.url);
const vectors: Vectors = JSON.parse(await readFile(file, "utf8"));

test("documents have their entries, and a way to the block", async () => {
  for (const { writes, root } of vectors.blocks) {
    for (const [i, w] of writes.entries()) {
      const entry = await writeEntry({ tx: w.tx, key: w.key, value: fromHex(w.value) });
      expect([hex(entry), hex(await leafHash(entry))]).toEqual([w.entry, w.leaf]);
      const at = (index: number, size: number) => included(entry, BigInt(index), BigInt(size), fromHex(w.path), fromHex(root));
      expect(await at(i, writes.length)).toBe(true);
      expect(await at(i + 1, writes.length)).toBe(false);
      expect(await at(i, 0)).toBe(false);
    }
  }
});

test("blocks have their entries, and a way to each later head", async () => {
  const entries = vectors.blocks.map((b, i) => blockEntry(BigInt(i), fromHex(b.hash), fromHex(b.root)));
  expect(entries.map((entry) => hex(entry))).toEqual(vectors.blocks.map((b) => b.entry));
  for (const { index, size, path } of vectors.paths) {
    const entry = entries[index] ?? utf8("");
    const root = fromHex(vectors.roots[size] ?? "");
    expect(await included(entry, BigInt(index), BigInt(size), fromHex(path), root)).toBe(true);
    expect(await included(entry, BigInt(index), BigInt(size), fromHex(`${path}${"00".repeat(32)}`), root)).toBe(false);
    expect(await included(entry, BigInt(index), BigInt(size), fromHex(`${path}00`), root)).toBe(false);
  }
});

describe("a note", () => {
  const vkeys = vectors.witnesses.map((w) => w.witness);
  test.each(vectors.notes)("$name", async ({ note, fail, size, root, by }) => {
    const witnesses = await Promise.all(vkeys.map(witnessOf));
    if (fail) {
      await expect(open(note, witnesses)).rejects.toThrow();
      return;
    }
    const { head, signed } = await open(note, witnesses);
    expect(head.genesis).toBe(vectors.genesis);
    expect(head.size).toBe(BigInt(size));
    expect(equal(head.root, fromHex(root))).toBe(true);
    expect(signed).toEqual(by.map(({ msp, at }) => ({ name: msp, time: BigInt(at) })));
  });
});
