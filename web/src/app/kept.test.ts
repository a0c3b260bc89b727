// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { beforeEach, expect, test } from "vitest";
import { type Casting, dropCasting, forgetUnsigned, keepCasting, keepChoices, keepDraft, keptCasting } from "./kept.ts";

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

const casting = (right: string, act = right): Casting => ({
  signed: { act, signatures: [] },
  key: "k",
  election: "e",
  right,
});

test("ballots of several rights are kept beside each other", () => {
  keepCasting("garden", casting("a"));
  keepCasting("garden", casting("b"));
  dropCasting("garden", casting("a"));
  expect(keptCasting("garden")).toEqual(casting("b"));
  expect(keptCasting("gard")).toBeUndefined();
});

test("a ballot that was answered for takes no later one with it", () => {
  keepCasting("garden", casting("a", "first"));
  keepCasting("garden", casting("a", "second"));
  dropCasting("garden", casting("a", "first"));
  expect(keptCasting("garden")?.signed.act).toBe("second");
});

test("a ballot is offered to whom it concerns", () => {
  keepCasting("garden", casting("a"));
  expect(keptCasting("garden", [{ right: "b" }])).toBeUndefined();
  expect(keptCasting("garden", [{ right: "b" }, { right: "a" }])).toEqual(casting("a"));
});

test("signing out leaves signed ballots, and nothing else", () => {
  keepCasting("garden", casting("a"));
  keepChoices("garden", "e", "a", { m1: ["agree"] });
  keepDraft("objection/p", "the area is wrong");
  forgetUnsigned();
  expect(sessionStorage.length).toBe(0);
  expect(keptCasting("garden")).toEqual(casting("a"));
});
