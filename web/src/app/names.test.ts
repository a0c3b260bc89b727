// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { beforeEach, expect, test } from "vitest";
import type { Reminder } from "./office/api.ts";
import { byBuilding, ownersText } from "./office/election/houses.ts";
import type { Community } from "./shared/api.ts";
import { bodyName } from "./shared/names.ts";
import { optionOf, optionText } from "./shared/option.ts";

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
});

const head = (house: string, ...names: string[]): Reminder => ({
  right: house,
  areaDm2: 1,
  owners: names.map((name) => ({ person: "0".repeat(32), name, house })),
});

test("owners are listed building by building, as people look for them", () => {
  const heads = [head("10幢-1单元-101", "庚"), head("2幢-10", "己"), head("2幢-9", "戊", "丁"), head("商铺3", "丙")];
  expect(byBuilding(heads).map(([name, members]) => [name, ...members.map(ownersText)])).toEqual([
    ["2幢", "2幢-9 戊、丁", "2幢-10 己"],
    ["10幢", "10幢-1单元-101 庚"],
    ["", "商铺3 丙"],
  ]);
});

test("who is not in the store is named by what the ledger has", () => {
  const owners = [{ person: "developer" }, { person: "abcdef0123456789" }];
  expect(ownersText({ right: "r", areaDm2: 1, owners })).toBe("建设单位、abcdef01…");
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
