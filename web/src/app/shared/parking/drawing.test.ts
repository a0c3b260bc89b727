// SPDX-License-Identifier: Apache-2.0

// The measures of a drawn plan.

import { expect, test } from "vitest";
import { byLabel, centre, emOf, emsOf } from "./drawing.ts";

const box = (x: number, y: number, width: number, height: number) => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];

test("words are in the middle of their space", () => {
  expect(centre(box(100, 200, 240, 560))).toEqual([220, 480]);
});

test("letters are so small that the smallest space has room for the longest words, and a finger", () => {
  const car = box(0, 0, 250, 500);
  expect(emOf([{ corners: car, words: ["A-1", "空"] }])).toBe(250 / 4);
  expect(emOf([{ corners: [...car].reverse(), words: ["A-1", "空"] }])).toBe(250 / 4);
  const long = "地下二层东区十二号";
  expect(emOf([{ corners: car, words: [long] }])).toBeCloseTo(250 / (9 + 0.8));
  expect(
    emOf([
      { corners: box(0, 0, 100, 200), words: ["A"] },
      { corners: car, words: [long] },
    ]),
  ).toBeCloseTo(100 / 9.8);
  const turned = [
    [0, 0],
    [150, 200],
    [-250, 500],
    [-400, 300],
  ]; // 2.5 m by 5 m
  expect(emOf([{ corners: turned, words: ["A-1"] }])).toBe(250 / 4);
});

test("a letter of Chinese is as wide as it is high, and others less", () => {
  expect(emsOf("部分空")).toBe(3);
  expect(emsOf("A-12")).toBeCloseTo(2.48);
});

test("spaces are in the order that people count", () => {
  const labels = ["A-10", "B-1", "A-2"].map((label) => ({ label }));
  expect(labels.sort(byLabel).map(({ label }) => label)).toEqual(["A-2", "A-10", "B-1"]);
});
