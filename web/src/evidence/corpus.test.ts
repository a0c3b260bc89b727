// SPDX-License-Identifier: Apache-2.0

// Held against package evidence, on all files of its corpus: the same verdict, and the same lines that say FAIL.

import { expect, test } from "vitest";
import { files, trust, verdicts } from "../../test/corpus.ts";
import type { Status } from "./report.ts";
import { verify } from "./verify.ts";

const good = verdicts.filter(({ accepted }) => accepted);
const bytesOf = (file: string) => files.get(file) ?? new Uint8Array(0);

test("both verifiers come to the same verdict on every file, by the same lines", async () => {
  let same = 0;
  for (const { file, accepted, fails, why } of verdicts) {
    const report = await verify(bytesOf(file), trust);
    const found = { accepted: report.verdict() === "ACCEPTED", fails: report.checks.filter((c) => c.status === "FAIL").map((c) => c.id) };
    const told = report.checks.map((c) => `${c.id}: ${c.status} ${c.detail}`).join("\n");
    expect.soft(found, `${file}: ${why}\n${told}`).toEqual({ accepted, fails });
    same += JSON.stringify(found) === JSON.stringify({ accepted, fails }) ? 1 : 0;
  }
  process.stdout.write(`evidence: agreement with package evidence on ${same} of ${verdicts.length} files, ${good.length} of them good\n`);
  expect(files.size).toBe(verdicts.length);
  expect(verdicts.length).toBeGreaterThanOrEqual(300);
  expect(good.length).toBeGreaterThanOrEqual(20);
});

test("without a trust file a good bundle is unanchored, and its head alone is not proven", async () => {
  for (const { file } of good) {
    const report = await verify(bytesOf(file), null);
    expect([report.verdict(), report.anchored]).toEqual(["UNANCHORED", false]);
    const expected = (id: string): Status => (id === "head" ? "NOT PROVEN" : "PASS");
    expect(report.checks.map(({ id, status }) => [id, status])).toEqual(report.checks.map(({ id }) => [id, expected(id)]));
  }
});
