// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What officers see of points, and the plan that they write.

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settled } from "../../../../test/settled.ts";
import { canonical } from "../../../act/canonical.ts";
import type { Community, Me } from "../../shared/api.ts";
import { hashOfFile } from "../../shared/files.ts";
import { wordsOf } from "../signing/act-words.tsx";
import { type Duties, type PlanInForce, pointsApi, type VotedPlan } from "./api.ts";
import { emptyForm, newRule, type PlanForm, planOf, written, wrongLeast, wrongStream } from "./form.ts";
import { earningText } from "./household.tsx";
import { budgets } from "./overview.tsx";
import { Points } from "./points.tsx";
import { pointsTexts } from "./texts.ts";

const community = { community: "garden", bodies: [{ id: "owners", name: "业委会" }], rp: { id: "localhost" } } as unknown as Community;
const me = { session: { credential: "mine", body: "owners" }, seq: 3 } as unknown as Me;
const of = { community, me, reload: () => {} };
const rule = { rule: "v1-1", title: "邻里互助", way: "help", points: 60, dayCap: 240, stream: "", budget: 1000, issued: 250 } as const;
const inForce: PlanInForce = {
  version: 1,
  at: 1_800_000_000,
  election: "e",
  gifts: false,
  least: 10,
  lifeDays: 365,
  maxBalance: 1500,
  rules: [rule],
};
const sheet = { issued: 250, accounts: 250, held: 0, spent: 0, expired: 0 };

let place: HTMLElement;

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app"></main>';
  place = document.getElementById("app") as HTMLElement;
  vi.stubGlobal("scrollTo", () => {});
  vi.spyOn(pointsApi, "all").mockResolvedValue({ plan: inForce, services: [], sheet });
});

afterEach(() => {
  render(null, place);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function show(...at: string[]): Promise<string> {
  render(<Points {...of} at={at} />, place);
  await settled();
  return place.textContent ?? "";
}

test("budgets are told as issued, left and whole", () => {
  expect(budgets(inForce).rows[0]).toMatchObject({ name: "邻里互助", cells: ["250", "750", "1000"], bars: [{ part: 250, whole: 1000 }] });
});

test("what waits has a door and a name, and an odd pair says how often, with minutes and points", async () => {
  const duties: Duties = {
    days: 90,
    deeds: [
      {
        help: "a".repeat(64),
        rule: "v1-2",
        title: "护绿",
        points: 45,
        minutes: 45,
        day: 20_600,
        helper: "c",
        name: "业主0003",
        house: "3-1-301",
      },
    ],
    pairs: [
      {
        one: { unit: "one", house: "3-1-101", times: 2, minutes: 120, points: 120 },
        other: { unit: "two", house: "", times: 1, minutes: 60, points: 60 },
      },
    ],
  };
  vi.spyOn(pointsApi, "duties").mockResolvedValue(duties);
  const said = await show();
  expect(said).toContain("3-1-301（业主0003）说：2026年5月27日出力 45 分钟 · 护绿");
  expect(said).toContain("最近 90 天");
  const rows = place.querySelectorAll("section:last-of-type tbody tr");
  expect([...rows].map((row) => [...row.children].map((cell) => cell.textContent))).toEqual([
    ["3-1-101", "two", "2", "120", "120"],
    ["two", "3-1-101", "1", "60", "60"],
  ]);
});

const voted = (waits: VotedPlan["waits"], points = "90"): VotedPlan => ({
  election: "e2",
  title: "积分办法",
  contest: "m1",
  question: "通过积分办法",
  stage: "published",
  hash: "0".repeat(64),
  text: waits === "text" ? "" : canonical({ ...planOf(inForce), rules: planOf(inForce).rules.map((one) => ({ ...one, points })) }),
  waits,
});

test("a plan can be put in force only if nothing is in the way, and what is in the way is said", async () => {
  const plans = vi.spyOn(pointsApi, "plans");
  for (const waits of ["", "stage", "result", "older", "in-force", "text"] as const) {
    plans.mockResolvedValue([voted(waits)]);
    const said = await show("plan");
    const adopt = [...place.querySelectorAll("button")].some((one) => one.textContent === pointsTexts.adopt[0]);
    expect([waits, adopt]).toEqual([waits, waits === ""]);
    const why = { "": "ready", text: "textGone" }[waits as ""] ?? waits;
    expect(said).toContain(pointsTexts[why as "ready"][0].split("{0}")[0]);
    expect([waits, said.includes("帮邻居一小时得 90 分")]).toEqual([waits, waits !== "text"]);
    expect([waits, place.querySelector("del")?.textContent]).toEqual([
      waits,
      waits === "in-force" || waits === "text" ? undefined : "帮邻居一小时得 60 分，由邻居确认。",
    ]);
    render(null, place);
  }
});

test("a text that is on another body's server is handed in, and no other one", async () => {
  const file = (text: string) => new File([text], "plan.json");
  const text = voted("").text;
  const hash = await hashOfFile(file(text));
  vi.spyOn(pointsApi, "plans").mockResolvedValue([{ ...voted("text"), hash }]);
  const left = vi.spyOn(pointsApi, "leaveText").mockResolvedValue({ hash, kind: "plan", text, at: 1 });
  await show("plan");
  const input = place.querySelector("input[type=file]") as HTMLInputElement;
  const hand = async (content: string) => {
    Object.defineProperty(input, "files", { value: [file(content)], configurable: true });
    input.dispatchEvent(new Event("change"));
    await settled();
  };
  await hand(`${text} `);
  await vi.waitFor(() => expect(place.textContent).toContain(pointsTexts.handInWrong[0]));
  expect(left).not.toHaveBeenCalled();
  await hand(text);
  await vi.waitFor(() => expect(left).toHaveBeenCalledWith("plan", text));
});

const form = (change: Partial<PlanForm> = {}): PlanForm => ({ ...emptyForm(inForce), ...change });

test("a form that nobody has changed is the plan in force, and rules keep their ids", () => {
  expect(written(form())).toEqual(planOf(inForce));
  const added = newRule(form().rules, 2);
  expect(added.rule).toBe("v2-1");
  expect(newRule([...form().rules, added], 2).rule).toBe("v2-2");
});

test("rules stand by id, and only a rule of bins has a stream", () => {
  const rules = [
    { ...newRule([], 2), title: " 厨余 ", way: "bin" as const, stream: "kitchen" },
    { ...newRule([], 1), title: "互助", stream: "kitchen" },
  ];
  expect(written(form({ rules })).rules.map(({ rule, title, stream }) => [rule, title, stream])).toEqual([
    ["v1-1", "互助", ""],
    ["v2-1", "厨余", "kitchen"],
  ]);
});

test("what no field sees by itself is found", () => {
  expect(wrongLeast(form({ least: "1501" }))).toBe(pointsTexts.wrongLeast[0]);
  expect(wrongLeast(form({ least: "1501", maxBalance: "0" }))).toBe("");
  const bin = (stream: string) => ({ ...newRule([], 1), way: "bin" as const, stream });
  expect(wrongStream(bin("kitchen"), [bin("kitchen")])).toBe(pointsTexts.wrongStream[0]);
  expect(wrongStream(bin("kitchen"), [bin("")])).toBe(pointsTexts.wrongStream[0]);
  expect(wrongStream(bin(""), [bin("kitchen")])).toBe(pointsTexts.wrongStream[0]);
  expect(wrongStream(bin("kitchen"), [bin("other"), { ...bin(""), way: "help" }])).toBe("");
});

test("an earning says who confirmed it, and how long it was", () => {
  const earning = { earning: "e", rule: "r", title: "护绿", at: 1_800_000_000, amount: 45, reversed: 0, minutes: 45, helped: "" };
  expect(earningText(earning)).toContain("得 45 分 · 护绿 · 经办人确认，45 分钟");
  expect(earningText({ ...earning, helped: "3-1-101" })).toContain("3-1-101确认，45 分钟");
  expect(earningText({ ...earning, minutes: 0, title: "" })).toMatch(/得 45 分 · 这条规则已取消$/);
});

test("who signs a plan has every word of it, in his language", () => {
  const words = wordsOf("points.adopt", { contest: "m1", election: "e2", plan: planOf(inForce) }, community);
  expect(words).not.toMatch(/budget|dayCap|lifeDays|maxBalance|least|gifts|way|stream|help(?!er)/);
  for (const part of ["全小区一共最多发: 1000", "怎样得分: 帮邻居", "规则: v1-1", "名称: 邻里互助"]) {
    expect(words).toContain(part);
  }
});
