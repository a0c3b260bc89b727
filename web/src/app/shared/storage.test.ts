// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { beforeEach, expect, test } from "vitest";
import type { Me } from "./api.ts";
import { type Casting, dropCasting, forgetUnsigned, keepCasting, keepChoices, keepDraft, keptCasting, keptChoices } from "./storage.ts";

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

const meOf = (person: string) => ({ session: { community: "garden", person }, credentials: [{ id: `key of ${person}` }] }) as unknown as Me;
const casting = (right: string, act = right, by = "p"): Casting => ({
  signed: { act, signatures: [{ by: `key of ${by}`, signature: "" }] },
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

test("a ballot is offered to whoever has signed it, and to nobody else who has the same right", () => {
  keepCasting("garden", casting("a"));
  keepCasting("garden", casting("a", "another", "q"));
  expect(keptCasting("garden", meOf("p"))).toEqual(casting("a"));
  expect(keptCasting("garden", meOf("q"), { election: "e", right: "a" })?.signed.act).toBe("another");
  expect(keptCasting("garden", meOf("q"), { election: "e", right: "b" })).toBeUndefined();
  expect(keptCasting("garden", meOf("somebody"))).toBeUndefined();
});

test("choices are shown to whoever chose, and to nobody else who has the same right", () => {
  keepChoices(meOf("p"), "e", "a", { m1: ["agree"] });
  expect(keptChoices(meOf("q"), "e", "a")).toEqual({});
  expect(keptChoices(meOf("p"), "e", "a")).toEqual({ m1: ["agree"] });
});

test("signing out leaves signed ballots, and nothing else", () => {
  keepCasting("garden", casting("a"));
  keepChoices(meOf("p"), "e", "a", { m1: ["agree"] });
  keepDraft("objection/p", "the area is wrong");
  forgetUnsigned();
  expect(sessionStorage.length).toBe(0);
  expect(keptCasting("garden")).toEqual(casting("a"));
});
