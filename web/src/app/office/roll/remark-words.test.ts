// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { phrases, remarkText } from "./remark-words.ts";

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
});
afterEach(() => {
  document.documentElement.lang = "";
});

test("all that the check says has Chinese words", () => {
  const go = ["rollfile/finding.go", "alike.go"].map((file) => readFileSync(`../identity/${file}`, "utf8")).join("");
  const said = [...go.matchAll(/(?:\b(?:find|note)\w+|\w+Note) += "([^"]+)"/g)]
    .map((m) => m[1] ?? "")
    .filter((phrase) => phrase !== "%s co-owners");
  expect(said.length).toBeGreaterThan(40);
  for (const phrase of said) {
    expect(phrases[phrase], phrase).toBeTruthy();
  }
});

test("a remark is Chinese throughout", () => {
  expect(remarkText("unknown use; area missing")).toBe("用途不认识；没有面积");
  expect(remarkText("three co-owners, padded cells trimmed")).toBe("共有人 3 名，去掉了多余的空格");
  expect(remarkText("the same name written in several ways, read as one person: rows 2/3/4 and 7 more, padded cells trimmed")).toBe(
    "同一姓名有几种写法，按一人读入（第 2、3、4 行等，另有 7 行），去掉了多余的空格",
  );
  expect(remarkText("column F (产权人): an error value; correct its formula; area missing")).toBe(
    "F 列（产权人）：是错误值，请更正公式；没有面积",
  );
  expect(remarkText("read as a co-owner of the unit in row 5 of sheet 1幢, padded cells trimmed")).toBe(
    "读作工作表“1幢”第 5 行房屋的共有人，去掉了多余的空格",
  );
  expect(Object.keys(phrases).map((phrase) => remarkText(phrase.replace("%s", "8")))).not.toContainEqual(expect.stringMatching(/[a-z]{2}/));
});
