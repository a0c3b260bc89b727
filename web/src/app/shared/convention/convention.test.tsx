// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// A convention's text is shown whole, with what its rules do below them, and HTML in it is no HTML.

import { render } from "preact";
import { beforeEach, expect, test } from "vitest";
import { canonical } from "../../../act/canonical.ts";
import { type Article, partsOf, readRepeal } from "./convention.ts";
import { ConventionWords, RepealWords } from "./convention.tsx";
import { conventionTexts } from "./texts.ts";

const lines = ["# 公约", "", "## 1. 友善", "", "见 <b>这里</b>。", "## 2. 车", "```rule", "when: flag.ebike", "```", ""];
const text = lines.join("\n");
const kind: Article = { number: 1, heading: "友善", line: 3, lines: [] };
const does = { zh: "如果有电动自行车，就是违约。", en: "It is a breach if there is an e-bike." };
const example = { name: "婴儿车", line: 9, expect: "none", says: { zh: "不违约", en: "no breach" }, passes: true };
const rule = { when: "flag.ebike", does, ladder: [], cure: 3, appeal: 7, decay: 365, cost: 1, examples: [example] };
const car: Article = { number: 2, heading: "车", line: 6, lines: [], rule };

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app"></main>';
});

const place = () => document.getElementById("app") as HTMLElement;

test("no line is left out, whatever a server says of articles", () => {
  const whole = (articles: Article[]) =>
    partsOf(text, articles)
      .map((part) => part.text)
      .join("\n");
  for (const articles of [
    [],
    [kind, car],
    [car],
    [car, kind],
    [{ ...kind, line: 0 }],
    [
      { ...kind, line: -3 },
      { ...car, line: 99 },
    ],
  ]) {
    expect(whole(articles)).toBe(text);
  }
  expect(partsOf(text, [kind, car]).map((part) => part.article?.number)).toEqual([undefined, 1, 2]);
});

test("the text is shown as it is written, and rules as sentences", () => {
  render(<ConventionWords text={text} articles={[kind, car]} />, place());
  expect(place().querySelector("b")).toBeNull();
  const shown = [...place().querySelectorAll("pre")].flatMap((pre) => (pre.textContent ?? "").split("\n"));
  expect(shown.filter(Boolean)).toEqual(lines.filter(Boolean));
  const said = place().querySelector("pre:last-of-type + .note, section:last-child .note")?.textContent ?? "";
  expect(said).toContain(does.zh);
  expect(said).toContain("婴儿车 · 不违约");
  expect(place().querySelectorAll(".note")).toHaveLength(1);
  render(
    <ConventionWords text={text} articles={[car, { ...kind, rule: { ...rule, examples: [{ ...example, passes: false }] } }]} />,
    place(),
  );
  expect(place().textContent).not.toContain(conventionTexts.fails[0]);
  render(<ConventionWords text={text} articles={[{ ...car, rule: { ...rule, examples: [{ ...example, passes: false }] } }]} />, place());
  expect(place().textContent).toContain(conventionTexts.fails[0]);
});

test("a repeal says which convention ends, and when", () => {
  const repeal = { from: "0", repeal: "ab".repeat(32) };
  expect(readRepeal(canonical(repeal))).toEqual(repeal);
  for (const other of [
    "{}",
    "null",
    "[]",
    canonical({ ...repeal, repeal: "x" }),
    canonical({ ...repeal, more: "1" }),
    ` ${canonical(repeal)}`,
  ]) {
    expect(readRepeal(other)).toBeUndefined();
  }
  render(<RepealWords community="garden" text={canonical(repeal)} />, place());
  expect(place().textContent).toContain(conventionTexts.repealsOnce[0]);
  expect(place().querySelector("a")?.getAttribute("href")).toBe(`/c/garden/convention?hash=${repeal.repeal}`);
  render(<RepealWords community="garden" text={canonical({ ...repeal, from: "1798732800" })} />, place());
  expect(place().textContent).toContain("2027年1月1日");
});
