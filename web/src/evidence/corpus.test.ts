// SPDX-License-Identifier: Apache-2.0

// Held against package evidence, on all files of its corpus: the same verdict, and the same lines that say FAIL.

import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type Bytes, fromUtf8 } from "../encoding.ts";
import { readTrust } from "./trust.ts";
import { verify } from "./verify.ts";

type Verdict = { file: string; accepted: boolean; fails: string[]; why: string };

const folder = new URL("../../../evidence/testdata/", import.meta.url);
const verdicts: Verdict[] = (await readFile(new URL("corpus.json", folder), "utf8"))
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
const files = filesIn(new Uint8Array(gunzipSync(await readFile(new URL("corpus.tar.gz", folder)))));
const trust = await readTrust(await readFile(new URL("garden.witnessed.json", folder), "utf8"));

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

test("both verifiers come to the same verdict on every file, by the same lines", async () => {
  let same = 0;
  for (const { file, accepted, fails, why } of verdicts) {
    const report = await verify(files.get(file) ?? new Uint8Array(0), trust);
    const found = { accepted: report.verdict() === "ACCEPTED", fails: report.checks.filter((c) => c.status === "FAIL").map((c) => c.id) };
    const told = report.checks.map((c) => `${c.id}: ${c.status} ${c.detail}`).join("\n");
    expect.soft(found, `${file}: ${why}\n${told}`).toEqual({ accepted, fails });
    same += JSON.stringify(found) === JSON.stringify({ accepted, fails }) ? 1 : 0;
  }
  const good = verdicts.filter(({ accepted }) => accepted).length;
  process.stdout.write(`evidence: agreement with package evidence on ${same} of ${verdicts.length} files, ${good} of them good\n`);
  expect(files.size).toBe(verdicts.length);
  expect(verdicts.length).toBeGreaterThanOrEqual(300);
  expect(good).toBeGreaterThanOrEqual(20);
});
