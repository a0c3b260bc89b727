// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settled } from "../../../../test/settled.ts";
import type { Schema } from "../../shared/api.ts";
import { now } from "../../shared/clock.ts";
import { say } from "../../shared/language.ts";
import { AnalysisPage, monthsOf } from "./analysis.tsx";
import { reportTexts } from "./analysis-texts.ts";
import type { OrderReport } from "./api.ts";
import { duration } from "./charts.ts";

type Counts = Schema["OrderCounts"];

const never = { of: 0, median: 0, p90: 0 };
const none: Counts = {
  orders: 0,
  closed: 0,
  solved: 0,
  satisfied: 0,
  prompt: 0,
  unanswered: 0,
  reopened: 0,
  escalated: 0,
  breached: 0,
  hands: 0,
  accept: never,
  arrive: never,
  done: never,
};
const some: Counts = {
  orders: 20,
  closed: 20,
  solved: 16,
  satisfied: 14,
  prompt: 11,
  unanswered: 2,
  reopened: 3,
  escalated: 5,
  breached: 1,
  hands: 33,
  accept: { of: 20, median: 45, p90: 900 },
  arrive: { of: 19, median: 5400, p90: 200_000 },
  done: { of: 20, median: 86_400, p90: 259_200 },
};
const earlier: Counts = {
  ...some,
  orders: 10,
  closed: 9,
  solved: 5,
  satisfied: 4,
  prompt: 1,
  hands: 30,
  accept: { of: 10, median: 90, p90: 100 },
};

const day = 86_400;
const taught = (of: Partial<OrderReport> = {}): OrderReport => ({
  from: now() - 40 * day,
  to: now() - 10 * day,
  now: some,
  before: earlier,
  kinds: [
    { names: ["repair.water"], now: some, before: earlier },
    { names: ["noise", "parking"], now: none, before: none },
  ],
  places: [{ names: ["3-2", ""], now: some, before: earlier }],
  grids: [{ names: [""], now: some, before: earlier }],
  hours: [
    { names: ["00", "03", "07"], now: some, before: earlier },
    { names: ["23"], now: some, before: earlier },
  ],
  ...of,
});

let place: HTMLElement;
let asked: string[];

beforeEach(() => {
  document.body.innerHTML = '<main id="app"></main>';
  place = document.getElementById("app") as HTMLElement;
  vi.stubGlobal("scrollTo", () => {});
});

afterEach(() => {
  render(null, place);
  vi.unstubAllGlobals();
});

async function show(report: OrderReport, language = "zh-CN"): Promise<string> {
  document.documentElement.lang = language;
  asked = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return new Response(JSON.stringify(report));
  });
  render(<AnalysisPage />, place);
  await settled();
  return place.textContent ?? "";
}

const names = (chart: string) => [...place.querySelectorAll(`#${chart} tbody th`)].map((cell) => cell.textContent);
const rows = (chart: string) =>
  [...place.querySelectorAll(`#${chart} tbody tr`)].map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent));

test("closed stands beside solved and satisfied wherever it is told, in tables and pictures", async () => {
  await show(taught());
  const columns = [...place.querySelectorAll("thead tr")].map((row) => [...row.children].map((cell) => cell.textContent));
  const closed = columns.filter((row) => row.includes("已关闭"));
  expect(closed).toHaveLength(5); // all, kinds, places, grids, hours
  for (const row of closed) {
    expect(row.slice(row.indexOf("已关闭"), row.indexOf("已关闭") + 3)).toEqual(["已关闭", "已解决", "满意"]);
  }
  expect([...place.querySelectorAll("#became-all .bars .small")].map((bar) => bar.textContent)).toEqual(["已关闭", "已解决", "满意"]);
  const widths = [...place.querySelectorAll("#became-all .part")].map((bar) => Number(bar.getAttribute("width")));
  expect(widths).toEqual([300, 240, 210]);
});

test("each number has that of the time before beside it, and pictures have a line", async () => {
  const text = await show(taught());
  expect(text).toContain(say(reportTexts.compared));
  expect(rows("became-all")).toEqual([
    [
      "20（10）",
      "20 · 100.00 %（9 · 90.00 %）",
      "16 · 80.00 %（5 · 50.00 %）",
      "14 · 70.00 %（4 · 40.00 %）",
      "11 · 55.00 %（1 · 10.00 %）",
      "2（2）",
      "3（3）",
      "5（5）",
      "1（1）",
      "1.6（3.0）",
    ],
  ]);
  expect(rows("took-all")).toEqual([
    [
      "20（10）",
      "45 秒（1 分）",
      "15 分（1 分）",
      "19（19）",
      "1 小时 30 分（1 小时 30 分）",
      "2 天 7 小时（2 天 7 小时）",
      "20（20）",
      "24 小时 0 分（24 小时 0 分）",
      "3 天 0 小时（3 天 0 小时）",
    ],
  ]);
  const marks = [...place.querySelectorAll("#became-all .mark")].map((mark) => Number(mark.getAttribute("x")));
  expect(marks).toEqual([270, 150, 120]);
});

test("groups that were joined say so, and what nobody came to has no time", async () => {
  const text = await show(taught());
  expect(text).toContain(say(reportTexts.merged));
  expect(names("became-kinds")).toEqual(["水管、下水", "噪音、停车（合并）"]);
  expect(names("became-places")).toEqual(["3 号楼 2 单元、地点不明（合并）"]);
  expect(names("became-grids")).toEqual(["没有交给网格"]);
  expect(names("took-hours")).toEqual(["00:00–08:00（合并）", "23:00–24:00"]);
  expect(rows("took-kinds")[1]?.slice(0, 3)).toEqual(["0（0）", "–（–）", "–（–）"]);
});

test("another month is asked for, and its table is what is downloaded", async () => {
  await show(taught());
  const [month, last] = monthsOf(now());
  expect(asked).toEqual([`/api/v1/orders/analysis?month=${month}`]);
  const choice = place.querySelector("select") as HTMLSelectElement;
  choice.value = last as string;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  await settled();
  expect(asked[1]).toBe(`/api/v1/orders/analysis?month=${last}`);
  expect(place.querySelector("a[download]")?.getAttribute("href")).toBe(`/api/v1/orders/analysis.csv?month=${last}`);
});

test("a month that is not over says so; one without orders has no tables", async () => {
  expect(await show(taught())).not.toContain(say(reportTexts.unfinished));
  render(null, place);
  expect(await show(taught({ to: now() + day }))).toContain(say(reportTexts.unfinished));
  render(null, place);
  expect(await show(taught({ now: none, before: none, kinds: [], places: [], grids: [], hours: [] }))).toContain(say(reportTexts.none));
  expect(place.querySelector("table")).toBeNull();
});

test("it speaks English", async () => {
  const text = await show(taught(), "en");
  expect(text).not.toMatch(/\p{Script=Han}/u);
  expect(rows("became-all")[0]?.[1]).toBe("20 · 100.00 % (9 · 90.00 %)");
  expect(names("became-places")).toEqual(["house 3, stairs 2, no place known (joined)"]);
});

test("a month begins at China's midnight, and a year before January", () => {
  const newYear = Date.UTC(2026, 11, 31, 16) / 1000;
  expect(monthsOf(newYear).slice(0, 2)).toEqual(["2027-01", "2026-12"]);
  expect(monthsOf(newYear - 1)[0]).toBe("2026-12");
});

test("how long something took is never rounded up", () => {
  document.documentElement.lang = "en";
  expect([0, 59, 60, 3599, 3600, 2 * day - 1, 2 * day].map(duration)).toEqual([
    "0 s",
    "59 s",
    "1 min",
    "59 min",
    "1 h 0 min",
    "47 h 59 min",
    "2 d 0 h",
  ]);
});
