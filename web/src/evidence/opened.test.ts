// SPDX-License-Identifier: Apache-2.0

// Who opens words cannot leave off their first lines: they would pass for part of the salt. The same cases are in evidence/opening_test.go.

import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { utf8 } from "../encoding.ts";
import type { Acts } from "./acts.ts";
import { saysOpened } from "./opened.ts";
import type { Shown } from "./shown.ts";

const salt = "c2FsdHNhbHRzYWx0c2FsdA";
const committed = (words: string) => createHash("sha256").update(words).digest("hex");

// opens says of what stands on the ledger what somebody shows it to be.
function opens(hash: string, salt: string, text: string) {
  const acts = { good: () => [{ text: JSON.stringify({ hash }) }] } as unknown as Acts;
  const shown = { all: [{ value: utf8("{}") }] } as unknown as Shown;
  return saysOpened({ openings: [{ hash, salt, text }], v: "1" }, acts, shown);
}

const good: { [name: string]: [salt: string, text: string] } = {
  "two lines": [salt, "I never agreed.\nI was there."],
  "words that begin with a line feed": [salt, "\nI was there."],
  "no salt": ["", "I was there."],
  "another end of line": [`${salt}\r`, "I was there."],
};

test.each(Object.entries(good))("%s are opened", async (_, [salt, text]) => {
  const hash = committed(`${salt}\n${text}`);
  expect(await opens(hash, salt, text)).toEqual([{ args: { hash }, code: "OPENED" }]);
});

const bad: { [name: string]: [salt: string, text: string] } = {
  "a line of the words": [`${salt}\nI never agreed.`, "I was there."],
  "a line feed at its end": [`${salt}\n`, "I was there."],
  "a line feed at its beginning": [`\n${salt}`, "I was there."],
  "a line feed alone": ["\n", "I was there."],
};

test.each(Object.entries(bad))("a salt with %s is refused", async (_, [salt, text]) => {
  await expect(opens(committed(`${salt}\n${text}`), salt, text)).rejects.toThrow("line break");
});

test("so is that of a name", async () => {
  const hash = createHmac("sha256", Buffer.from("00ff", "hex")).update("A").digest("hex").slice(0, 32);
  expect(await opens(hash, "00ff", "A")).toHaveLength(1);
  await expect(opens(hash, "00ff\n", "A")).rejects.toThrow("line break");
});
