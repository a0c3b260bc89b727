// SPDX-License-Identifier: Apache-2.0

// Good and bad bundles of evidence, with the verdicts of package evidence, which makes them (evidence/corpus_test.go).

import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { type Bytes, fromUtf8 } from "../src/encoding.ts";
import { readTrust } from "../src/evidence/trust.ts";

export type Verdict = { file: string; accepted: boolean; fails: string[]; unproven: string[]; why: string };

const folder = "../evidence/testdata"; // vitest runs in web
export const verdicts: Verdict[] = (await readFile(`${folder}/corpus.json`, "utf8"))
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
export const now = 1830297600n; // when they are checked
export const files = filesIn(new Uint8Array(gunzipSync(await readFile(`${folder}/corpus.tar.gz`))));
export const trust = await readTrust(await readFile(`${folder}/garden.witnessed.json`, "utf8"));

// filesIn reads a tar archive of plain files (POSIX ustar).
function filesIn(tar: Bytes): Map<string, Bytes> {
  const found = new Map<string, Bytes>();
  const text = (from: number, size: number) => fromUtf8(tar.slice(from, from + size)).replace(/\0.*$/s, "");
  for (let at = 0; at < tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    found.set(text(at, 100), tar.slice(at + 512, at + 512 + size));
    at += 512 + 512 * Math.ceil(size / 512);
  }
  return found;
}
