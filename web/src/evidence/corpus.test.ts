// SPDX-License-Identifier: Apache-2.0

// Held against package evidence, on all files of its corpus: the same verdict, and each line says the same.

import { expect, test } from "vitest";
import { files, now, trust, verdicts } from "../../test/corpus.ts";
import type { Status } from "./report.ts";
import { verify } from "./verify.ts";

const good = verdicts.filter(({ accepted }) => accepted);
const bytesOf = (file: string) => files.get(file) ?? new Uint8Array(0);

test("both verifiers come to the same verdict on every file, by the same lines", async () => {
  let same = 0;
  for (const { file, accepted, fails, unproven, why } of verdicts) {
    const report = await verify(bytesOf(file), trust, now);
    const all = (status: Status) => report.checks.filter((c) => c.status === status).map((c) => c.id);
    const found = { accepted: report.verdict() === "ACCEPTED", fails: all("FAIL"), unproven: all("NOT PROVEN") };
    const expected = { accepted, fails, unproven };
    const told = report.checks.map((c) => `${c.id}: ${c.status} ${c.detail}`).join("\n");
    expect.soft(found, `${file}: ${why}\n${told}`).toEqual(expected);
    same += JSON.stringify(found) === JSON.stringify(expected) ? 1 : 0;
  }
  process.stdout.write(`evidence: agreement with package evidence on ${same} of ${verdicts.length} files, ${good.length} of them good\n`);
  expect(files.size).toBe(verdicts.length);
  expect(verdicts.length).toBeGreaterThanOrEqual(300);
  expect(good.length).toBeGreaterThanOrEqual(20);
  expect(good.filter(({ file, unproven }) => file.startsWith("stamped") && unproven.length === 0).length).toBeGreaterThanOrEqual(5);
});

test("without a trust file a good bundle is unanchored, and its head alone is not proven, nor its stamps", async () => {
  for (const { file } of good) {
    const report = await verify(bytesOf(file), null, now);
    expect([report.verdict(), report.anchored]).toEqual(["UNANCHORED", false]);
    const expected = (id: string): Status => (id === "head" || id.startsWith("stamp-") ? "NOT PROVEN" : "PASS");
    expect(report.checks.map(({ id, status }) => [id, status])).toEqual(report.checks.map(({ id }) => [id, expected(id)]));
  }
});
