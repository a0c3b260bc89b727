// SPDX-License-Identifier: Apache-2.0

// Held against the ledger's own sets of signers (testdata/signed-by.json, which the declarations' test writes).

import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { SignedBy } from "../act/signed-by.ts";
import { type Signer, sets } from "./signer.ts";

const taken: { [set: string]: string } = JSON.parse(await readFile(new URL("../../testdata/signed-by.json", import.meta.url), "utf8"));

const signer = (kind: string, body: string): Signer => ({
  id: `${kind} ${body}`,
  kind,
  body,
  person: "",
  made: "",
  passkey: { be: false, spki: "" },
  program: new Uint8Array(0),
  at: { block: 0n, index: 0n, key: "", tx: "", value: new Uint8Array(0) },
  by: "",
});

const known: { [sign: string]: Signer } = {
  a: signer("officer", "a"),
  b: signer("officer", "b"),
  o: signer("owner", ""),
  w: signer("worker", "a"),
  p: signer("oracle", "a"),
};

const longer = (rows: readonly string[]): string[] => rows.flatMap((row) => Array.from("abowp", (sign) => row + sign));
const rows = [...longer([""]), ...longer(longer([""])), ...longer(longer(longer([""])))];

test("every set takes whom the ledger takes, and of programs one alone where one is asked for", () => {
  expect(Object.keys(sets).sort()).toEqual(Object.keys(taken).sort());
  for (const [name, set] of Object.entries(sets) as [SignedBy, (by: readonly Signer[]) => boolean][]) {
    const ledger = name === "oracle" ? [] : (taken[name] as string).split(" ");
    const expected = rows.filter((row) => ledger.includes(row) || (row === "p" && name.startsWith("oracle")));
    expect(
      rows.filter((row) => set(Array.from(row, (sign) => known[sign] as Signer))),
      name,
    ).toEqual(expected);
  }
});
