// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settled } from "../../../../../test/settled.ts";
import type { Deed } from "../points/api.ts";
import type { Ask, Help } from "./api.ts";
import { Screen } from "./help.tsx";
import { timesText } from "./week.tsx";

let place: HTMLElement;
let help: Help;
let toConfirm: Deed[];
let sent: [string, string, unknown][];

const ask: Ask = {
  ask: "a",
  skill: "clinic",
  times: [4],
  until: 1,
  words: "陪我去",
  house: "3",
  unit: "u",
  could: 0,
  together: [4],
  near: true,
  given: 0,
};

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app"></main>';
  place = document.getElementById("app") as HTMLElement;
  help = { asks: [], suggested: [], agreed: [] };
  [sent, toConfirm] = [[], []];
  vi.stubGlobal("scrollTo", () => {});
  vi.stubGlobal("fetch", async (path: string, { method, body }: RequestInit) => {
    if (method !== "GET") {
      sent.push([method ?? "", path, body && JSON.parse(String(body))]);
    }
    if (path.endsWith("/me/points")) {
      return new Response(JSON.stringify({ homes: [], vouchers: [], helped: [], toConfirm }));
    }
    return method === "DELETE" ? new Response(null, { status: 204 }) : new Response(JSON.stringify(help));
  });
});

afterEach(() => {
  render(null, place);
  vi.unstubAllGlobals();
});

async function shown(...parts: string[]): Promise<string> {
  render(<Screen {...({} as Parameters<typeof Screen>[0])} parts={parts} />, place);
  await settled();
  return place.textContent ?? "";
}

async function press(label: string): Promise<void> {
  [...place.querySelectorAll("button")].find(({ textContent }) => textContent === label)?.click();
  await settled();
}

test("who offers nothing is told why he sees nobody", async () => {
  expect(await shown()).toContain("先说说您能帮什么");
});

test("a suggestion says why, and one press agrees", async () => {
  help = { ...help, offer: { skills: ["clinic"], times: [4] }, suggested: [{ ...ask, other: { name: "业主0008", phone: "" } }] };
  const text = await shown();
  expect(text).toContain("业主0008 · 和您同一栋楼");
  expect(text).toContain("都有空：周二下午");
  expect(text).not.toContain("电话");
  await press("我来帮");
  expect(sent).toEqual([["PUT", "/api/v1/me/help/asks/a/agreement", undefined]]);
});

test("help that the helper has signed for is taken down by who asked for it", async () => {
  help = { ...help, asks: [{ ...ask, given: 1, other: { name: "业主0009", phone: "" } }] };
  expect(await shown()).toContain("业主0009说帮完了");
  await press("撤下");
  expect(sent).toEqual([["DELETE", "/api/v1/me/help/asks/a", undefined]]);
});

test("what I have agreed to has the house and a number that can be called", async () => {
  help = { ...help, agreed: [{ ...ask, house: "3幢1单元", other: { name: "业主0008", phone: "139 0000 0008" } }] };
  expect(await shown()).toContain("业主0008 · 3幢1单元");
  expect(place.querySelector("a[href^='tel:']")?.getAttribute("href")).toBe("tel:13900000008");
  expect(place.querySelector("a[href='#/help/done/a']")?.textContent).toBe("帮完了，签字");
  await press("我去不了了");
  expect(sent).toEqual([["DELETE", "/api/v1/me/help/asks/a/agreement", undefined]]);
});

test("who was helped can confirm it here as well", async () => {
  toConfirm = [{ help: "h", title: "邻里互助", name: "业主0009", day: 20_600, minutes: 90, points: 90 } as Deed];
  expect(await shown()).toContain("业主0009说：2026年5月27日帮了您家 90 分钟");
  expect(place.textContent).toContain("确实帮了，签字");
});

test("an offer without a skill or a time is not sent", async () => {
  await shown("offer");
  await press("保存");
  expect(place.textContent).toContain("至少选一样。");
  place.querySelector<HTMLInputElement>("input")?.click();
  await settled();
  await press("保存");
  expect(place.textContent).toContain("至少选一个时间。");
  place.querySelector<HTMLInputElement>("[aria-label=周二下午]")?.click();
  await settled();
  await press("保存");
  expect(sent).toEqual([["PUT", "/api/v1/me/help/offer", { skills: ["repair"], times: [4] }]]);
});

test("times are named, and the whole week is any time", () => {
  expect(timesText([0, 20])).toBe("周一上午、周日晚上");
  expect(timesText([...Array(21).keys()])).toBe("随时");
});
