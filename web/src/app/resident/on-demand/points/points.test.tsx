// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What a resident sees of his points, and what he signs so that there are some.

import type { VNode } from "preact";
import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Authenticator } from "../../../../../test/authenticator.ts";
import { settled } from "../../../../../test/settled.ts";
import { buttonOf, json, pressOn, stage, strike, take, typeInto } from "../../../../../test/stage.ts";
import type { Community, Me } from "../../../shared/api.ts";
import { read, today, written } from "../../../shared/day.ts";
import type { Text } from "../../../shared/language.ts";
import type { Order } from "../../../shared/orders/order.ts";
import type { Ask } from "../help/api.ts";
import type { Deed, Mine, Plan } from "./api.ts";
import { Done } from "./done.tsx";
import { Screen } from "./points.tsx";
import { pointsTexts } from "./texts.ts";

const key = new Authenticator("resident", "http://localhost");
const community = { community: "garden", net: "0".repeat(64), rp: { id: "localhost" }, bodies: [] } as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", person: "p" }, rights: [], seq: 5 } as unknown as Me;
const of = { community, me, reload: () => {} };
const [home, theirs, help] = ["b".repeat(32), "c".repeat(32), "a".repeat(64)];
const rule = { rule: "help", title: "邻里互助", way: "help", points: 60, dayCap: 0, stream: "", budget: 1000, issued: 90 } as const;
const deed: Deed = {
  help,
  rule: "help",
  title: "邻里互助",
  points: 90,
  minutes: 90,
  day: 20_600,
  helper: theirs,
  helped: home,
  name: "业主0009",
  house: "3-2-501",
  paid: false,
};
const ask = { ask: "one", unit: theirs, house: "3-1-101", other: { name: "业主0008", phone: "" } } as unknown as Ask;

let mine: Mine;
let plan: Plan | undefined;
let told: string[];
let orders: Partial<Order>[];
let acts: { type: string; seq: string; body: unknown }[];
let place: HTMLElement;

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  const end = path.replace("/api/v1", "");
  if (method === "POST" && end === "/acts") {
    mine = { ...mine, toConfirm: [] };
    return take(acts, body);
  }
  const sheet = { issued: 90, accounts: 70, held: 0, spent: 20, expired: 0 };
  if (end.startsWith("/ledger/evidence")) {
    told.push(end);
    return new Response("{}", { status: 409 });
  }
  if (method === "PUT") {
    told.push(end);
    return new Response(null, { status: 204 });
  }
  const answers: { [path: string]: unknown } = {
    "/me": me,
    "/session": me.session,
    "/me/points": mine,
    "/me/orders": { items: orders },
    "/communities/garden/points": { plan, services: [], sheet },
  };
  return json(200, answers[end]);
}

beforeEach(() => {
  place = stage(server, key);
  acts = [];
  [orders, told] = [[], []];
  mine = { homes: [{ unit: home, house: "3-2-501", usable: 0, held: 0, lots: [] }], moves: [], vouchers: [], helped: [], toConfirm: [] };
  plan = { version: 1, at: 1, election: "e", gifts: false, least: 0, lifeDays: 100, maxBalance: 0, rules: [rule] };
});

afterEach(() => strike(place));

const show = async (page: VNode) => {
  render(page, place);
  await settled();
  return place.textContent ?? "";
};
const button = (text: Text) => buttonOf(place, text);
const press = (text: Text) => pressOn(place, text);
const type = (field: string, value: string) => typeInto(place, field, value);

test("points are shown with their ends, and are said to be no money", async () => {
  mine.homes = [
    {
      unit: home,
      house: "3-2-501",
      usable: 90,
      held: 20,
      lots: [
        { amount: 60, until: 1_800_000_000 },
        { amount: 30, until: 0 },
      ],
    },
  ];
  mine.helped = [deed, { ...deed, help: "d".repeat(64), paid: true }];
  const said = await show(<Screen {...of} parts={[]} />);
  for (const text of [
    "不是钱",
    "可用 90 分",
    "60 分，2027年1月15日",
    "30 分，长期有效",
    "另有 20 分",
    "等对方确认",
    "已到账",
    "每小时 60 分",
    "已用 20 分",
  ]) {
    expect(said).toContain(text);
  }
});

test("what moved is listed, each with its evidence", async () => {
  const move = { transfer: help, unit: home, at: 1_780_000_000, cause: "help", about: "邻里互助", change: 90, held: 0 } as const;
  mine.moves = [{ ...move, transfer: "e".repeat(64), cause: "use", about: "理发", change: 0, held: -20 }, move];
  const said = await show(<Screen {...of} parts={[]} />);
  for (const text of ["帮邻居 · 邻里互助 · +90 分", "已用 · 理发 · 待用的 20 分"]) {
    expect(said).toContain(text);
  }
  await press(["下载证据", "Download evidence"]);
  expect(told).toEqual([`/ledger/evidence?community=garden&of=transfer&id=${"e".repeat(64)}`]);
});

test("without a plan there are no points", async () => {
  plan = undefined;
  expect(await show(<Screen {...of} parts={[]} />)).toContain(pointsTexts.noPlan[0]);
  expect(await show(<Done {...of} ask={ask} />)).toContain(pointsTexts.noPlan[0]);
  expect(button(pointsTexts.sign)).toBeUndefined();
});

test("one gesture confirms help, numbered by what it confirms", async () => {
  mine.toConfirm = [deed];
  expect(await show(<Screen {...of} parts={[]} />)).toContain("业主0009说：2026年5月27日帮了您家 90 分钟");
  await press(pointsTexts.confirm);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]).toMatchObject({ type: "help.confirm", seq: "1", body: { help, helper: theirs, rule: "help" } });
  await vi.waitFor(() => expect(button(pointsTexts.confirm)).toBeUndefined());
  expect(place.textContent).toContain("已确认：业主0009得 90 分。");
});

test("who confirms names the report that the help has ended, if it is over", async () => {
  mine.toConfirm = [deed];
  const order = { order: "e".repeat(64), kind: "water", place: "3-2", where: "" };
  const noon = deed.day * 24 * 3600;
  orders = [
    { ...order, closed: 0 },
    { ...order, order: "d".repeat(64), closed: noon - 24 * 3600 },
    { ...order, order: "f".repeat(64), closed: noon },
  ];
  expect(await show(<Screen {...of} parts={[]} />)).toContain(pointsTexts.endedOpen[0]);
  const choice = place.querySelector("select[id^=order]") as HTMLSelectElement;
  expect([...choice.options].map(({ value }) => value)).toEqual(["", "f".repeat(64)]);
  choice.value = "f".repeat(64);
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  await settled();
  await press(pointsTexts.confirm);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]).toMatchObject({ body: { order: "f".repeat(64) } });
});

test("what no rule pays any more is not signed", async () => {
  mine.toConfirm = [{ ...deed, title: "" }];
  expect(await show(<Screen {...of} parts={[]} />)).toContain(pointsTexts.noRule[0]);
  expect(button(pointsTexts.confirm)).toBeUndefined();
});

test("who has helped says how long and when, of the home that asked", async () => {
  expect(await show(<Done {...of} ask={ask} />)).toContain("业主0008 · 3-1-101");
  await type("#minutes", "1.5");
  await press(pointsTexts.sign);
  await vi.waitFor(() => expect(place.textContent).toContain(pointsTexts.wrongMinutes[0]));
  await type("#minutes", "45");
  await type("#day", written(today() + 1));
  await press(pointsTexts.sign);
  await vi.waitFor(() => expect(place.textContent).toContain(pointsTexts.wrongDay[0]));
  expect(acts).toHaveLength(0);
  await type("#day", written(today() - 1));
  await press(pointsTexts.sign);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  const body = { day: String(today() - 1), helped: theirs, helper: home, minutes: "45", rule: "help" };
  expect(acts[0]).toMatchObject({ type: "help.done", seq: "5", body });
  await vi.waitFor(() => expect(place.textContent).toContain("业主0008确认之后，积分到账"));
  expect(told).toEqual(["/me/help/asks/one/given"]);
});

test("who has signed for a home before is told so", async () => {
  mine.helped = [{ ...deed, helper: home, helped: theirs }];
  expect(await show(<Done {...of} ask={ask} />)).toContain("您已经为这一家签过 2026年5月27日（90 分钟）");
});

test("a day is written as fields have it", () => {
  expect(written(0)).toBe("1970-01-01");
  expect(read(written(20_600))).toBe(20_600);
  expect(read("")).toBeNaN();
});

test("a statement is of this year, another one, or of all time, in the language of the page", async () => {
  document.documentElement.lang = "en";
  await show(<Screen {...of} parts={[]} />);
  const link = (text: readonly [string, string]) =>
    [...place.querySelectorAll("a")].find(({ textContent }) => textContent === text[1])?.getAttribute("href") ?? "";
  const year = new Date().getFullYear();
  const from = Date.UTC(year, 0, 1) / 1000 - 8 * 3600;
  expect(link(pointsTexts.statementPdf)).toContain(`/api/v1/me/points/statement.pdf?lang=en&from=${from}&until=`);
  const select = place.querySelector("select") as HTMLSelectElement;
  select.value = "0";
  select.dispatchEvent(new Event("change", { bubbles: true }));
  await settled();
  expect(link(pointsTexts.statementCsv)).toBe("/api/v1/me/points/statement.csv?lang=en");
  expect(link(pointsTexts.everybody)).toBe("/c/garden/points");
});
