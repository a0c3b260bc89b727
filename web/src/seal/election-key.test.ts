// SPDX-License-Identifier: Apache-2.0

import fc from "fast-check";
import { expect, test } from "vitest";
import { base64url, randomBytes } from "../encoding.ts";
import {
  electionKeyOf,
  isKeyOf,
  keyFileSeedSize,
  newElectionKey,
  readKeyFile,
  readSheet,
  recoverySheet,
  sheetCode,
  writeKeyFile,
} from "./election-key.ts";

const label = { community: "garden", election: "e-1", body: "owners" };
const key = await newElectionKey(randomBytes(32));
const file = await writeKeyFile(key, label, "正确的 passphrase", randomBytes(keyFileSeedSize));

test("a key file opens with its passphrase, however it was typed", async () => {
  expect(await readKeyFile(`${file}\n`, "正确的 ｐassphrase")).toEqual({ key, label });
  expect(file).not.toContain(base64url(key.private));
});

test("a key file opens with no other passphrase, and for no other election", async () => {
  expect(await readKeyFile(file, "正确的 Passphrase")).toBe("wrong-passphrase");
  expect(await readKeyFile(file.replace("e-1", "e-2"), "正确的 passphrase")).toBe("wrong-passphrase");
});

test.each(["", "{}", "[]", "key", file.replace('"v":"1"', '"v":"2"'), file.replace("600000", "1"), file.slice(1)])(
  "%j is no key file",
  async (text) => {
    expect(await readKeyFile(text, "正确的 passphrase")).toBe("not-a-key-file");
  },
);

test("a sheet gives the key back", async () => {
  const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((b) => new Uint8Array(b));
  await fc.assert(
    fc.asyncProperty(seeds, async (priv) => {
      const lines = await sheetCode(priv);
      const typed = lines.map((line) => line.toLowerCase().replaceAll("-", " ").replaceAll("1", "l").replaceAll("0", "o"));
      expect(await readSheet(typed)).toEqual(await electionKeyOf(priv));
    }),
    { numRuns: 25 },
  );
});

test("a mistyped line is named", async () => {
  const lines = await sheetCode(key.private);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const wrong = [`${line.slice(0, -1)}${line.endsWith("A") ? "B" : "A"}`, line.slice(1), `${line}0`, "", "U"];
    for (const bad of wrong) {
      expect(await readSheet(lines.map((other, j) => (j === i ? bad : other)))).toEqual({ badLine: i + 1 });
    }
  }
  expect(await readSheet([lines[1]!, lines[0]!, lines[2]!, lines[3]!])).toEqual({ badLine: 1 });
});

test("the printed sheet has the lines, and says for what they are", async () => {
  const sheet = await recoverySheet(key, label, "预算", "2030-01-02");
  for (const text of [...(await sheetCode(key.private)), "garden", "e-1", "owners", "预算", "2030-01-02"]) {
    expect(sheet).toContain(text);
  }
  expect(isKeyOf(key, base64url(key.public))).toBe(true);
  expect(isKeyOf(key, base64url(randomBytes(32)))).toBe(false);
});
