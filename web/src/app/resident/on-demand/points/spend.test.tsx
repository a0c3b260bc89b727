// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What a resident redeems points for, and the voucher that he has of it.

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Authenticator } from "../../../../../test/authenticator.ts";
import { settled } from "../../../../../test/settled.ts";
import { buttonOf, json, pressOn, stage, strike, take, typeInto } from "../../../../../test/stage.ts";
import { fromHex } from "../../../../encoding.ts";
import { readCode, voucherOf, writeCode } from "../../../../voucher/code.ts";
import type { Community, Me } from "../../../shared/api.ts";
import { now } from "../../../shared/clock.ts";
import type { Text } from "../../../shared/language.ts";
import { keepCode, keptCode } from "../../../shared/points/kept-code.ts";
import type { All, Mine } from "./api.ts";
import { Screen } from "./points.tsx";
import { spendTexts } from "./spend-texts.ts";

const key = new Authenticator("resident", "http://localhost");
const community = {
  community: "garden",
  net: "0".repeat(64),
  rp: { id: "localhost" },
  bodies: [{ id: "owners", name: "业委会" }],
} as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", person: "p" }, rights: [], seq: 5 } as unknown as Me;
const of = { community, me, reload: () => {} };
const unit = "b".repeat(32);
const code = fromHex("0001020304050607080f");
const haircut = {
  service: "haircut",
  title: "理发",
  body: "owners",
  bookable: "",
  points: 20,
  stock: 9,
  left: 4,
  from: 1,
  until: 2_000_000_000,
  hours: [{ days: [1, 2, 3, 4, 5], from: 480, to: 1080 }],
  open: true,
  retired: false,
};

let mine: Mine;
let all: All;
let acts: { type: string; body: { [member: string]: string } }[];
let failing: boolean;
let place: HTMLElement;

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  const end = path.replace("/api/v1", "");
  if (method === "POST" && end === "/acts") {
    if (failing) {
      return json(422, { type: "urn:linli:problem:act-refused", code: "SOLD_OUT", title: "已兑完" });
    }
    return take(acts, body);
  }
  const answers: { [path: string]: unknown } = { "/me": me, "/session": me.session, "/me/points": mine, "/communities/garden/points": all };
  return json(200, answers[end]);
}

beforeEach(() => {
  place = stage(server, key);
  localStorage.clear();
  [acts, failing] = [[], false];
  const lots = [
    { amount: 10, until: 1_800_000_000 },
    { amount: 40, until: 0 },
  ];
  mine = { homes: [{ unit, house: "3-2-501", usable: 50, held: 0, lots }], moves: [], vouchers: [], helped: [], toConfirm: [] };
  const plan = { version: 1, at: 1, election: "e", gifts: false, least: 30, lifeDays: 100, maxBalance: 0, rules: [] };
  all = { plan, services: [haircut], sheet: { issued: 50, accounts: 50, held: 0, spent: 0, expired: 0 } };
});

afterEach(() => strike(place));

const said = () => place.textContent ?? "";
const show = async (...parts: string[]) => {
  render(null, place);
  render(<Screen {...of} parts={parts} />, place);
  await settled();
  return said();
};
const button = (text: Text) => buttonOf(place, text);
const press = (text: Text) => pressOn(place, text);
const count = (value: string) => typeInto(place, "#count", value);
const way = () => place.querySelector('a[href="#/points/services/haircut"]');

test("what there is is said, with what one has for it and which points end first", async () => {
  const text = await show("services");
  for (const part of [
    "不是钱",
    "可用 50 分",
    "10 分最先到期：2027年1月15日",
    "每份 20 分",
    "在业委会 · 还剩 4 份",
    "周一至周五 8:00–18:00",
  ]) {
    expect(text).toContain(part);
  }
  expect(way()).not.toBeNull();
});

test("what cannot be redeemed now is not offered", async () => {
  const cases: [change: Partial<typeof haircut>, text: string][] = [
    [{ open: false }, spendTexts.shut[0]],
    [{ left: 0 }, "已兑完"],
    [{ points: 51 }, spendTexts.dear[0]],
  ];
  for (const [change, text] of cases) {
    all.services = [{ ...haircut, ...change }];
    expect(await show("services")).toContain(text);
    expect(way()).toBeNull();
  }
  all.services = [{ ...haircut, retired: true }];
  expect(await show("services")).toContain(spendTexts.nothing[0]);
  mine.homes = mine.homes.map((home) => ({ ...home, usable: 29 }));
  all.services = [haircut];
  expect(await show("services")).toContain("满 30 分才能兑换");
  expect(way()).toBeNull();
});

test("one gesture redeems, and the code stays in this browser", async () => {
  await show("services", "haircut");
  await count("3");
  expect(said()).toContain("要 60 分，这套房可用 50 分，不够。");
  await press(spendTexts.sign);
  await count("2.5");
  await press(spendTexts.sign);
  expect(said()).toContain("1 到 4 之间");
  expect(acts).toHaveLength(0);
  await count("2");
  expect(said()).toContain("用 40 分，还剩 10 分可用。");
  await press(spendTexts.sign);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  const voucher = acts[0]?.body.voucher ?? "";
  expect(acts[0]).toMatchObject({ type: "points.redeem", body: { count: "2", service: "haircut", unit } });
  const kept = keptCode("garden", voucher);
  expect(kept && (await voucherOf(kept))).toBe(voucher);
  await vi.waitFor(() => expect(said()).toContain(spendTexts.done[0]));
});

test("who tries again redeems with the same code, which the ledger takes once", async () => {
  failing = true;
  await show("services", "haircut");
  await press(spendTexts.sign);
  await vi.waitFor(() => expect(said()).toContain("已兑完"));
  const codes = () => Object.keys(localStorage).filter((at) => at.startsWith("linli-voucher/"));
  expect(codes()).toHaveLength(1);
  failing = false;
  await press(spendTexts.sign);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(codes()).toEqual([`linli-voucher/garden/${acts[0]?.body.voucher}`]);
});

test("where a browser keeps nothing, nothing is redeemed", async () => {
  vi.stubGlobal("localStorage", undefined);
  await show("services", "haircut");
  await press(spendTexts.sign);
  await vi.waitFor(() => expect(said()).toContain(spendTexts.keepsNothing[0]));
  expect(acts).toHaveLength(0);
});

const held = async (state: "open" | "posted" | "released" = "open") => {
  const voucher = await voucherOf(code);
  mine.vouchers = [{ voucher, service: "理发", body: "owners", unit, count: 2, points: 40, ends: now() + 3600, state }];
  return voucher;
};

test("a voucher shows its code, to be scanned and to be typed, and is given back", async () => {
  const voucher = await held();
  keepCode("garden", voucher, code);
  const text = await show("voucher", voucher);
  expect(text).toContain("理发 × 2");
  expect(text).toContain("到业委会使用");
  expect(readCode(place.querySelector(".number")?.textContent ?? "")).toEqual(code);
  expect(place.querySelector("svg.qr path")).not.toBeNull();
  expect(text).toContain(spendTexts.onlyHere[0]);
  await press(spendTexts.giveBack);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]).toMatchObject({ type: "voucher.return", body: { voucher } });
});

test("who lost the code is told what to do", async () => {
  const voucher = await held();
  expect(await show("voucher", voucher)).toContain(spendTexts.lost[0]);
  expect(button(spendTexts.giveBack)).toBeDefined();
});

test("a voucher that was used shows no code, and this browser forgets it", async () => {
  const voucher = await held("posted");
  keepCode("garden", voucher, code);
  expect(await show("voucher", voucher)).toContain(spendTexts.used[0]);
  expect(said()).not.toContain(writeCode(code));
  expect(keptCode("garden", voucher)).toBeUndefined();
  expect(button(spendTexts.giveBack)).toBeUndefined();
});
