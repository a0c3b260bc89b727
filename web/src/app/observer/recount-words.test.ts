// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Check, detailOf, titleOf, unprovenText, verdictOf } from "./recount-words.ts";

const check = (id: string, status: Check["status"], required = true): Check => ({
  id,
  title: "in English",
  status,
  required,
  block: 0,
});

test("every check of the verifier has its Chinese name", () => {
  document.documentElement.lang = "zh-CN";
  const source = ["../verify/report.go", "../verify/fabric/finding.go"].map((file) => readFileSync(file, "utf8")).join("\n");
  const ids = [...source.matchAll(/^\t(?:check\w+|\w+ +Check) += "(\w+)"$/gm)].map(([, id]) => id as string);
  expect(ids.length).toBeGreaterThan(16);
  for (const id of ids) {
    expect(titleOf(check(id, "PASS")), id).toMatch(/\p{Script=Han}/u);
  }
});

test("what cannot be proven is not said to have passed", () => {
  document.documentElement.lang = "zh-CN";
  const checks = [check("chain", "PASS"), check("complete", "NOT PROVEN", false)];
  expect(verdictOf(true, checks)).toBe("✓ 必须通过的 1 项全部通过");
  expect(unprovenText(checks)).toContain("1 项在这里无法证明");
  expect(unprovenText([check("chain", "PASS")])).toBe("");
  expect(verdictOf(false, checks)).toBe("✗ 没有通过");
  expect(detailOf({ ...check("chain", "FAIL"), detail: "hash", located: true, block: 7 })).toBe("区块 7：hash");
  document.documentElement.lang = "en";
  expect(titleOf(check("chain", "PASS"))).toBe("in English");
});
