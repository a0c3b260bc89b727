// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { beforeEach, expect, test } from "vitest";
import type { Community } from "./api.ts";
import { bodyName } from "./names.ts";
import { optionOf, optionText } from "./option.ts";

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
});

test("a body's name is the reader's", () => {
  const names = { a: "owners' committee (业委会)", b: "花园（一期）业委会" };
  const community = { bodies: Object.entries(names).map(([id, name]) => ({ id, msp: id, name })) } as Community;
  expect(["a", "b", "c"].map((id) => bodyName(community, id))).toEqual(["业委会", names.b, "c"]);
  document.documentElement.lang = "en";
  expect(bodyName(community, "a")).toBe("owners' committee");
});

test("the usual options are written in either language, and are the same on the ledger", () => {
  expect(["同意", "Disagree", "王五"].map(optionOf)).toEqual(["agree", "disagree", "王五"]);
  expect(["agree", "王五"].map(optionText)).toEqual(["同意", "王五"]);
});
