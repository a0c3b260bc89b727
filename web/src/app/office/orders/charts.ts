// SPDX-License-Identifier: Apache-2.0

// The charts of what a month's orders teach: of each division, what became of them and how long it took.

import type { Schema } from "../../shared/api.ts";
import { say, type Text } from "../../shared/language.ts";
import { placeText } from "../../shared/orders/order.ts";
import { kindText } from "../../shared/orders/words.ts";
import type { Bar, Chart } from "../analysis/chart.tsx";
import { count, percent } from "../analysis/figures.ts";
import { reportTexts } from "./analysis-texts.ts";
import type { OrderReport } from "./api.ts";
import { dispatchTexts } from "./texts.ts";

type Group = Schema["OrderGroup"];
type Counts = Schema["OrderCounts"];

// Division is the orders divided by something; name is what a group is called.
type Division = { id: string; title: string; groups: readonly Group[]; name: (names: readonly string[]) => string };

// Measure is a column: what it is called, and what it says of some orders.
type Measure = readonly [column: string, of: (counts: Counts) => string];

export const orderCharts = (report: OrderReport): Chart[] =>
  divisionsOf(report).flatMap((division) => [becameChart(division), tookChart(division)]);

function divisionsOf({ now, before, kinds, places, grids, hours }: OrderReport): Division[] {
  const { all, byKind, byPlace, byGrid, byHour, noPlace, noGrid } = reportTexts;
  return [
    { id: "all", title: say(all), groups: [{ names: [""], now, before }], name: () => say(all) },
    { id: "kinds", title: say(byKind), groups: kinds, name: called(kindText) },
    { id: "places", title: say(byPlace), groups: places, name: called((place) => (place ? placeText(place) : say(noPlace))) },
    { id: "grids", title: say(byGrid), groups: grids, name: called((grid) => grid || say(noGrid)) },
    { id: "hours", title: say(byHour), groups: hours, name: hoursOf },
  ];
}

// called names a group, and says so if it is several that were too small to stand alone.
const called =
  (word: (name: string) => string) =>
  (names: readonly string[]): string => {
    const all = names.map(word).join(say(dispatchTexts.and));
    return names.length > 1 ? say(reportTexts.joined, all) : all;
  };

// hoursOf is from the first hour of a group to the end of its last one: those that are left out between them had no orders.
function hoursOf(names: readonly string[]): string {
  const clock = (hour: number) => `${String(hour).padStart(2, "0")}:00`;
  const span = `${clock(Number(names[0]))}–${clock(Number(names[names.length - 1]) + 1)}`;
  return names.length > 1 ? say(reportTexts.joined, span) : span;
}

// tableOf is a division as a table, in which each number stands beside that of the time before.
const tableOf = (
  { groups, name }: Division,
  measures: readonly Measure[],
  barsOf: (group: Group) => Bar[],
): Pick<Chart, "columns" | "rows"> => ({
  columns: [say(reportTexts.group), ...measures.map(([column]) => column)],
  rows: groups.map((group) => ({
    name: name(group.names),
    cells: measures.map(([, of]) => say(reportTexts.pair, of(group.now), of(group.before))),
    bars: barsOf(group),
  })),
});

const counted = ["unanswered", "reopened", "escalated", "breached"] as const satisfies readonly (keyof Counts)[];

// How many are closed is never told without how many are solved and satisfied.
const shared = ["closed", "solved", "satisfied"] as const satisfies readonly (keyof Counts)[];

const becameChart = (division: Division): Chart => ({
  id: `became-${division.id}`,
  title: say(reportTexts.became, division.title),
  notes: [],
  ...tableOf(
    division,
    [
      [say(reportTexts.orders), ({ orders }) => count(orders)],
      ...[...shared, "prompt" as const].map(
        (name): Measure => [
          say(reportTexts[name]),
          (counts) => `${count(counts[name])} · ${percent({ part: counts[name], whole: counts.orders })}`,
        ],
      ),
      ...counted.map((name): Measure => [say(reportTexts[name]), (counts) => count(counts[name])]),
      [say(reportTexts.hands), ({ hands, orders }) => (hands / Math.max(orders, 1)).toFixed(1)],
    ],
    ({ now, before }) =>
      shared.map((name) => ({
        name: say(reportTexts[name]),
        part: now[name],
        whole: now.orders,
        mark: before[name] / Math.max(before.orders, 1) || undefined,
      })),
  ),
});

const steps = ["accept", "arrive", "done"] as const satisfies readonly (keyof Counts)[];

function tookChart(division: Division): Chart {
  const longest = (name: (typeof steps)[number]) =>
    Math.max(1, ...division.groups.flatMap(({ now, before }) => [now[name].median, before[name].median]));
  return {
    id: `took-${division.id}`,
    title: say(reportTexts.took, division.title),
    notes: [],
    ...tableOf(division, steps.flatMap(stepMeasures), ({ now, before }) =>
      steps.map((name) => ({
        name: say(reportTexts.median, say(reportTexts[name])),
        part: now[name].median,
        whole: longest(name),
        mark: before[name].median / longest(name) || undefined,
      })),
    ),
  };
}

function stepMeasures(name: (typeof steps)[number]): Measure[] {
  const step = say(reportTexts[name]);
  const spent = (of: number, seconds: number) => (of > 0 ? duration(seconds) : "–");
  return [
    [step, (counts) => count(counts[name].of)],
    [say(reportTexts.median, step), (counts) => spent(counts[name].of, counts[name].median)],
    [say(reportTexts.p90, step), (counts) => spent(counts[name].of, counts[name].p90)],
  ];
}

// duration writes seconds in the two largest units that matter, rounded down.
export function duration(seconds: number): string {
  const [minute, hour, day] = [60, 3600, 86_400];
  const units: readonly (readonly [from: number, text: Text, unit: number, rest: number])[] = [
    [2 * day, reportTexts.days, day, hour],
    [hour, reportTexts.hours, hour, minute],
    [minute, reportTexts.minutes, minute, 1],
    [0, reportTexts.seconds, 1, 1],
  ];
  const [, text, unit, rest] = units.find(([from]) => seconds >= from) ?? [0, reportTexts.seconds, 1, 1];
  return say(text, Math.floor(seconds / unit), Math.floor((seconds % unit) / rest));
}
