// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// Nobody signs an agreement that he has not read: what is shown is the very text whose hash the act has.

import { afterEach, expect, test, vi } from "vitest";
import { caseOf, paperOf, parts } from "../../../../test/case.ts";
import { json } from "../../../../test/stage.ts";
import { hashText } from "../text-hash.ts";
import { daysOf, isOf, partsOf, toSign } from "./agreement.ts";

const text = JSON.stringify(parts);

afterEach(() => vi.unstubAllGlobals());

const answers = (about: unknown) => vi.stubGlobal("fetch", async () => json(200, about));

test("an agreement is read from the text that was hashed, and from no other", async () => {
  const paper = paperOf(await hashText("salt", text));
  answers({ agreement: { hash: "anything", salt: "salt", text }, parts: { ...parts, agreed: "另一件事" } });
  expect(await toSign(caseOf(), paper)).toEqual(parts);
  answers({ agreement: { hash: "anything", salt: "salt", text: text.replace("三百", "三千") }, parts });
  expect(await toSign(caseOf(), paper)).toBeUndefined();
  answers({ parts });
  expect(await toSign(caseOf(), paper)).toBeUndefined();
  const other = JSON.stringify({ ...parts, case: "b".repeat(64) });
  answers({ agreement: { hash: "", salt: "salt", text: other } });
  expect(await toSign(caseOf(), paperOf(await hashText("salt", other)))).toBeUndefined();
  expect(daysOf(paper)).toBe(30);
});

test("a paper is shown at its own case, and as what it is", () => {
  const paper = paperOf("a".repeat(64));
  expect(isOf(caseOf(), paper)).toBe(true);
  expect(isOf(caseOf({ case: "b".repeat(64) }), paper)).toBe(false);
  expect(isOf(caseOf(), { ...paper, type: "case.apply" })).toBe(false);
});

test("what is no agreement is none", () => {
  expect(partsOf(text)).toEqual(parts);
  for (const other of ["", "各出三百元", "null", "{}", JSON.stringify({ ...parts, responsibility: ["没有"] })]) {
    expect(partsOf(other)).toBeUndefined();
  }
});
