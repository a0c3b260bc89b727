// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { files, now, trust, verdicts } from "../../../test/corpus.ts";
import type { Report } from "../../evidence/report.ts";
import { verify } from "../../evidence/verify.ts";
import { actsIn, partsOf, sentenceText, titleText, trustText, verdictText } from "./evidence-words.ts";

const report = (file: string): Promise<Report> => verify(files.get(file) ?? new Uint8Array(0), trust, now);
const good = await Promise.all(verdicts.filter(({ accepted }) => accepted).map(({ file }) => report(file)));
const source = (file: string): Promise<string> => readFile(`../evidence/${file}`, "utf8");

// told is all that a reader is told of a bundle.
const told = (of: Report): string[] => [
  verdictText(of),
  ...Object.values(partsOf(of)).flat(),
  ...(of.claim?.not ?? []).map((sentence) => sentenceText(of, sentence)),
  ...actsIn(of).flatMap(({ text, by }) => [text, ...by]),
  ...trustText(of).bodies,
  ...trustText(of).believe,
];

test.each(["zh-CN", "en"])("of every good bundle a whole story is told in %s", (lang) => {
  document.documentElement.lang = lang;
  for (const of of good) {
    const all = told(of);
    expect(all.filter((text) => text === "" || /\{\d\}|undefined|NaN/.test(text) || /^[A-Z_]+$/.test(text))).toEqual([]);
    expect(all.filter((text) => /\p{Script=Han}/u.test(text) !== (lang === "zh-CN") && !/[(（]|opened|commitment/.test(text))).toEqual([]);
    expect(actsIn(of).every(({ by }) => by.length > 0)).toBe(true);
    expect(trustText(of).bodies.length).toBeGreaterThanOrEqual(3);
    const sentences = (of.claim?.says ?? []).filter(({ code }) => code !== "ACT" && code !== "SIGNED");
    expect(Object.values(partsOf(of)).flat().length, "each is told once").toBe(sentences.length);
  }
});

test("of a time stamp it is told what it shows, and whom to believe for it", async () => {
  document.documentElement.lang = "en";
  const of = await report(verdicts.find(({ why }) => why === "a stamp")?.file ?? "");
  expect(trustText(of).believe.slice(-1)[0]).toMatch(/“Test Stamps” has put a time stamp on it.* by 2027-01-02|Jan.* at the latest/);
  expect(told(of).some((text) => text.startsWith("A time stamp says"))).toBe(true);
  const strange = await report(verdicts.find(({ why }) => why === "a stamp under another root")?.file ?? "");
  expect(strange.verdict()).toBe("ACCEPTED");
  expect(trustText(strange).believe.join()).not.toContain("time stamp");
  expect(titleText(strange.check("stamp-1"))).toContain("Time stamp 1");
});

test("every code of a claim and every check has its words", async () => {
  document.documentElement.lang = "zh-CN";
  const codes = [...(await source("claim.go")).matchAll(/^\t(?:Says|Not)\w+ += "(\w+)"/gm)].map(([, code]) => code as string);
  expect(codes.length).toBeGreaterThanOrEqual(14);
  for (const code of codes.filter((code) => code !== "ACT" && code !== "SIGNED")) {
    expect(sentenceText(good[0] as Report, { code, args: {} }), code).toMatch(/\p{Script=Han}/u);
  }
  const lines = [...(await source("report.go")).matchAll(/^\tcheck\w+ += "(\w+)"/gm)].map(([, line]) => line as never);
  expect(lines.length).toBeGreaterThanOrEqual(8);
  for (const id of lines) {
    expect(titleText({ id, status: "PASS", detail: "" }), id).toMatch(/\p{Script=Han}/u);
  }
});

test("a refused file is said to prove nothing", async () => {
  document.documentElement.lang = "en";
  const bad = verdicts.find(({ accepted, fails }) => !accepted && fails.includes("inclusion"));
  expect(verdictText(await report(bad?.file ?? ""))).toContain("proves nothing");
});

test("what a stranger wrote can pretend to be nothing else", async () => {
  const of = await report(verdicts.find(({ accepted }) => accepted)?.file ?? "");
  const turned = { ...of, claim: { ...of.claim, id: "a\u202eb\nc" } } as Report;
  expect(sentenceText(turned, { code: "DOCUMENT", args: {} })).toContain("a\ufffdb\ufffdc");
});

test("times that no calendar has break nothing", () => {
  const of = good[0] as Report;
  for (const happened of ["9223372036854775807", "", "x"]) {
    expect(sentenceText(of, { code: "EVENT", args: { happened } })).not.toBe("");
  }
});
