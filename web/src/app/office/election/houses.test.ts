// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { beforeEach, expect, test } from "vitest";
import type { Reminder } from "../api.ts";
import { byBuilding, ownersText } from "./houses.ts";

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
