// SPDX-License-Identifier: Apache-2.0

import { expect, test } from "vitest";
import type { Grid } from "./api.ts";
import { readDuties, readLanguages, readShifts, writeDuties, writeShifts } from "./lines.ts";

const workers = ["w1", "w2"];

test("shifts are read as they are written, over midnight too", () => {
  expect(readShifts("1 1-5 08:00 20:00\n2 0,6 20:00 08:00\n", workers)).toEqual({
    all: [
      { days: ["1", "2", "3", "4", "5"], from: "480", to: "1200", worker: "w1" },
      { days: ["0", "6"], from: "1200", to: "480", worker: "w2" },
    ],
    bad: [],
  });
  const grid = {
    workers: workers.map((worker) => ({ worker })),
    shifts: [{ worker: "w2", days: [0, 6], from: 1200, to: 480 }],
  } as unknown as Grid;
  expect(readShifts(writeShifts(grid), workers).all).toEqual([{ days: ["0", "6"], from: "1200", to: "480", worker: "w2" }]);
});

test("a line that is not understood is told, and none of it is guessed", () => {
  const bad = [
    "3 1-5 08:00 20:00",
    "1 5-1 08:00 20:00",
    "1 7 08:00 20:00",
    "1 1 25:00 26:00",
    "1 1 24:00 08:00",
    "1 1 08:60 20:00",
    "1 1 08:00",
  ];
  expect(readShifts(bad.join("\n"), workers)).toEqual({ all: [], bad });
});

test("languages are tags, each once", () => {
  expect(readLanguages("2 yue en en", workers).all).toEqual([{ languages: ["en", "yue"], worker: "w2" }]);
  expect(readLanguages("2 广东话\n1", workers).bad).toEqual(["2 广东话", "1"]);
});

test("duties are read and written alike; a star is for all", () => {
  const text = "repair.water 3- g1 3 urgent\n* * g1 2 ordinary";
  const { all, bad } = readDuties(text, ["g1"]);
  expect(all).toEqual([
    { grid: "g1", hands: "3", kind: "repair.water", place: "3-", priority: "urgent" },
    { grid: "g1", hands: "2", kind: "", place: "", priority: "ordinary" },
  ]);
  expect(bad).toEqual([]);
  expect(writeDuties(all.map((duty) => ({ ...duty, hands: Number(duty.hands) })) as never)).toBe(text);
  const wrong = ["repair.roof * g1 3 urgent", "* * g2 3 urgent", "* * g1 0 urgent", "* * g1 3 soon", "* * g1 3"];
  expect(readDuties(wrong.join("\n"), ["g1"]).bad).toEqual(wrong);
});
