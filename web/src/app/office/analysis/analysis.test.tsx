// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Community, Me, Schema } from "../../shared/api.ts";
import { say } from "../../shared/language.ts";
import { Analysis } from "./analysis.tsx";
import { percent } from "./figures.ts";
import { analysisTexts } from "./texts.ts";

const at = 1_790_000_000; // 2026-09-21 22:13:20 in China
const hour = 3600;
const midnight = at - (22 * hour + 13 * 60 + 20);

const running: Schema["Analysis"] = {
  election: "budget",
  title: "年度预算",
  kind: "owners",
  stage: "open",
  body: "owners",
  voted: { heads: 1234, areaDm2: 1_000_000 },
  of: { heads: 2000, areaDm2: 2_000_000 },
  turnout: {
    buildings: { heads: 1230, groups: [{ names: ["1幢", ""], heads: 1230, of: 2000 }] },
    ways: { heads: 0, groups: [] },
    days: [{ from: midnight, to: midnight + 48 * hour, heads: 1234 }],
    hours: [{ from: 9 * hour, to: 10 * hour, heads: 1234 }],
    rounds: [
      { kind: "closing.48h", at, people: 0, spans: [{ from: at - 24 * hour, to: at, heads: 12 }] },
      { kind: "closing.24h", at, people: 7, spans: [{ from: at - 6 * hour, to: at + 6 * hour, heads: 6 }] },
    ],
  },
  contests: [],
  votes: [],
};

const published: Schema["Analysis"] = {
  ...running,
  stage: "published",
  contests: [
    {
      id: "roof",
      title: "屋顶",
      threshold: "three-quarters",
      passed: false,
      met: { heads: true, area: false },
      groups: [
        { names: ["agree"], heads: 926, areaDm2: 700_000 },
        { names: ["disagree", ""], heads: 308, areaDm2: 300_000 },
      ],
    },
  ],
  votes: [
    {
      election: "spring",
      title: "春季",
      kind: "owners",
      closed: at,
      voted: running.voted,
      of: running.of,
      quorum: { heads: false, area: false },
    },
  ],
};

let place: HTMLElement;

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app"></main>';
  place = document.getElementById("app") as HTMLElement;
});

afterEach(() => {
  render(null, place);
  vi.unstubAllGlobals();
});

async function show(report: Schema["Analysis"]): Promise<void> {
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(report)));
  const community = { community: "garden", bodies: [{ id: "owners", name: "业委会" }] } as unknown as Community;
  render(<Analysis community={community} me={{} as Me} reload={() => {}} election={report.election} />, place);
  await vi.waitFor(() => expect(place.querySelector("h1")).not.toBeNull());
}

const cells = (chart: string): string[] =>
  [...place.querySelectorAll(`#${chart} tbody tr`)].map((row) => [...row.children].map((cell) => cell.textContent).join(" | "));
const marks = (chart: string): number[] => [...place.querySelectorAll(`#${chart} .mark`)].map((mark) => Number(mark.getAttribute("x")));

test("while a vote runs there is who took part, as far as groups may be told, and whose word it is", async () => {
  await show(running);
  expect(place.textContent).toContain(say(analysisTexts.running));
  expect(place.textContent).toContain(say(analysisTexts.known, "业委会"));
  expect(cells("buildings")).toEqual(["1幢、其他 | 1\u202f230 | 2\u202f000 | 61.50 %"]);
  expect(place.textContent).toContain(say(analysisTexts.first, "1\u202f230", "1\u202f234"));
  expect(cells("ways")).toEqual([]);
  expect(place.textContent).toContain(say(analysisTexts.early));
  expect(cells("days")).toEqual(["2026年9月21日 至 2026年9月22日 | 1\u202f234"]);
  expect(marks("days")).toHaveLength(2);
  expect(cells("hours")).toEqual(["09:00–10:00 | 1\u202f234"]);
  expect(cells("rounds")).toEqual(["截止前48小时 | 之前 24 小时 | 12 | 0.5", "截止前24小时 | 之前 6 小时至之后 6 小时 | 6 | 0.5"]);
  expect(place.textContent).toContain("提醒了不足五人");
  expect(place.textContent).toContain("提醒了 7 人");
  expect(place.querySelector("#votes, [id^=contest]")).toBeNull();
  expect(place.querySelector('a[href="/c/garden/analysis/budget"]')).toBeNull();
});

test("a published vote shows how contests went, with the law's lines, and votes beside each other", async () => {
  await show(published);
  expect(place.textContent).not.toContain(say(analysisTexts.running));
  expect(cells("contest-roof")).toEqual([
    "同意 | 926 | 75.04 % | 7000.00 m² | 70.00 %",
    "反对、未选（空白） | 308 | 24.95 % | 3000.00 m² | 30.00 %",
  ]);
  expect(marks("contest-roof")).toEqual([225, 225]);
  expect(place.querySelectorAll("#contest-roof .met")).toHaveLength(1);
  expect(cells("votes")).toEqual(["春季 | 2026年9月21日 | 1\u202f234 / 2\u202f000 | 61.70 % | 10000.00 m² | 50.00 %"]);
  expect(marks("votes")).toEqual([200, 200]);
  expect(place.querySelector('a[href="/c/garden/analysis/budget"]')).not.toBeNull();
  expect(place.querySelector("a[download]")?.getAttribute("href")).toBe("/api/v1/elections/budget/analysis.csv");
});

test("a share never looks as if more had been reached", () => {
  expect(percent({ part: 199_999, whole: 300_000 })).toBe("66.66 %");
  expect(percent({ part: 0, whole: 0 })).toBe("0.00 %");
});
