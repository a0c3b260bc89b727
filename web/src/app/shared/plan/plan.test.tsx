// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// A plan in sentences, what one changes in another, and a text that is held against its hash.

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settled } from "../../../../test/settled.ts";
import { canonical } from "../../../act/canonical.ts";
import { hex, sha256, utf8 } from "../../../encoding.ts";
import { differences, type Plan, partsOf, readPlan } from "./plan.ts";
import { planTexts } from "./texts.ts";
import { VoteText } from "./vote-text.tsx";

const rule = { budget: "1000", dayCap: "240", points: "60", rule: "v1-1", stream: "", title: "邻里互助", way: "help" } as const;
const plan: Plan = { gifts: false, least: "10", lifeDays: "365", maxBalance: "1500", rules: [rule] };
const text = canonical(plan);

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app"></main>';
});
afterEach(() => vi.unstubAllGlobals());

test("a plan says everything that is in it, and 0 is no number", () => {
  const said = partsOf(plan).flatMap(({ title, sentences }) => [title, ...sentences]);
  expect(said).toEqual([
    "总则",
    "积分 365 天内有效，到期作废。",
    "每户最多可有 1500 分。",
    "满 10 分才能兑换。",
    "邻居之间不能互赠积分。",
    "邻里互助",
    "帮邻居一小时得 60 分，由邻居确认。",
    "每户每天最多 240 分。",
    "全小区一共最多发 1000 分，发完为止。",
  ]);
  const free: Plan = { ...plan, gifts: true, least: "0", lifeDays: "0", maxBalance: "0", rules: [{ ...rule, dayCap: "0" }] };
  for (const { sentences } of partsOf(free)) {
    expect(sentences.join("")).not.toMatch(/(^|\D)0 /);
  }
  const bin: Plan = { ...plan, rules: [{ ...rule, way: "bin", stream: "kitchen" }] };
  expect(partsOf(bin)[1]?.sentences[1]).toBe("只限：厨余垃圾。");
});

test("what a plan changes is told rule by rule, old and new", () => {
  expect(differences(plan, plan)).toEqual([]);
  const added = { ...rule, rule: "v2-1", title: "护绿", way: "volunteer" } as const;
  const after: Plan = { ...plan, gifts: true, rules: [{ ...rule, title: "互助", points: "90" }, added] };
  expect(differences(plan, after)).toEqual([
    { id: "", title: "总则", before: ["邻居之间不能互赠积分。"], after: ["邻居之间可以互赠积分。"] },
    {
      id: "v1-1",
      title: "互助",
      before: ["邻里互助", "帮邻居一小时得 60 分，由邻居确认。"],
      after: ["互助", "帮邻居一小时得 90 分，由邻居确认。"],
    },
    { id: "v2-1", title: "护绿", before: [], after: partsOf(after)[2]?.sentences },
  ]);
  expect(differences(after, plan).find(({ id }) => id === "v2-1")).toMatchObject({ title: "护绿", after: [] });
  expect(differences(undefined, plan)).toHaveLength(2);
});

test("only a plan's canonical text is a plan", () => {
  expect(readPlan(text)).toEqual(plan);
  for (const other of [` ${text}`, "{}", '"plan"', "[]", "null", "管理规约"]) {
    expect(readPlan(other)).toBeUndefined();
  }
});

// shownFor is what somebody sees of a text with a hash, when the server answers so.
async function shownFor(hash: string, status: number, body: unknown): Promise<string> {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    return new Response(JSON.stringify(body), { status });
  });
  const place = document.getElementById("app") as HTMLElement;
  render(<VoteText community="garden" hash={hash} />, place);
  await settled();
  const said = place.textContent ?? "";
  render(null, place);
  expect(asked).toEqual([`/api/v1/communities/garden/texts/${hash}`]);
  expect(said).toContain(hash);
  return said;
}

test("a text is shown only if it is the one that the ledger names", async () => {
  const hash = hex(await sha256(utf8(text)));
  const right = { hash, kind: "plan", text, at: 1 };
  expect(await shownFor(hash, 200, right)).toMatch(new RegExp(`${planTexts.checked[0]}.*帮邻居一小时得 60 分`));
  const lie = await shownFor(hash, 200, { ...right, text: text.replace('"60"', '"90"') });
  expect(lie).toContain(planTexts.wrong[0]);
  expect(lie).not.toContain("90 分");
  expect(await shownFor(hash, 404, { type: "urn:linli:problem:not-found", status: 404, title: "没有找到" })).toContain(planTexts.none[0]);
});
