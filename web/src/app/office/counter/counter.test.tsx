// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// The counter: what it takes, what it does not, and what it keeps where there is no network.

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Authenticator } from "../../../../test/authenticator.ts";
import { settled } from "../../../../test/settled.ts";
import { buttonOf, json, pressOn, stage, strike, take } from "../../../../test/stage.ts";
import { base64url, fromHex } from "../../../encoding.ts";
import { voucherOf, writeCode } from "../../../voucher/code.ts";
import type { Community, Me } from "../../shared/api.ts";
import { now } from "../../shared/clock.ts";
import type { Text } from "../../shared/language.ts";
import type { Found, Open } from "./api.ts";
import { Counter } from "./counter.tsx";
import { put, taken } from "./shelf.ts";
import { counterTexts } from "./texts.ts";

const key = new Authenticator("officer", "http://localhost");
const community = {
  community: "garden",
  net: "0".repeat(64),
  rp: { id: "localhost" },
  bodies: [
    { id: "owners", name: "业委会" },
    { id: "residents", name: "居委会" },
  ],
} as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", body: "owners" }, seq: 5 } as unknown as Me;
const of = { community, me, reload: () => {}, link: "" };
const code = fromHex("0001020304050607080f");
const good: Found = {
  voucher: "",
  service: "理发",
  body: "owners",
  house: "3-2-501",
  count: 2,
  begins: now() - 60,
  ends: now() + 3600,
  state: "open",
  used: 0,
};

let found: Found | undefined;
let open: Open[];
let online: boolean;
let refuses: boolean;
let acts: { type: string; seq: string; body: { at: string; code: string } }[];
let place: HTMLElement;

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  if (!online) {
    throw new TypeError("no network");
  }
  const end = path.replace("/api/v1", "");
  if (end === "/acts") {
    return refuses ? json(422, { type: "urn:linli:problem:act-refused", code: "VOUCHER_OVER", title: "已使用" }) : take(acts, body);
  }
  if (end === "/vouchers/find") {
    expect(method).toBe("POST"); // its code is in no address
    return found ? json(200, found) : json(404, { type: "urn:linli:problem:not-found", title: "没有" });
  }
  return json(200, end === "/vouchers" ? { items: open } : me.session);
}

beforeEach(async () => {
  place = stage(server, key);
  localStorage.clear();
  [acts, online, refuses, found] = [[], true, false, { ...good }];
  open = [{ voucher: await voucherOf(code), service: "理发", count: 2, ends: good.ends }];
});

afterEach(() => strike(place));

const show = async (link = "") => {
  render(<Counter {...of} link={link} />, place);
  await settled();
};
const again = async () => {
  render(null, place);
  await show();
};
const button = (text: Text) => buttonOf(place, text);
const press = (text: Text) => pressOn(place, text);
const type = async (text: string) => {
  const input = place.querySelector("#code") as HTMLInputElement;
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  await settled();
  await press(counterTexts.look);
};
const said = () => place.textContent ?? "";
const looked = (text: string) => vi.waitFor(() => expect(said()).toContain(text));

test("a voucher is looked at, and taken by one signature with the counter's time", async () => {
  await show();
  await type(writeCode(code).toLowerCase());
  await looked("理发 × 2");
  expect(said()).toContain("3-2-501");
  await press(counterTexts.take);
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]).toMatchObject({ type: "voucher.use", seq: "1", body: { code: base64url(code) } });
  expect(Math.abs(Number(acts[0]?.body.at) - now())).toBeLessThan(60);
  await looked("已记上账：理发 × 2");
  expect(taken("garden")).toEqual([]);
});

test("what is no good is not taken, and why is said", async () => {
  const cases: [change: Partial<Found> | undefined, text: string][] = [
    [undefined, counterTexts.unknown[0]],
    [{ body: "residents", house: "" }, "这张券由居委会收"],
    [
      { state: "posted", used: 1_800_000_000, by: { credential: "c", body: "owners", name: "张三丰" } },
      "2027年1月15日 16:00 已经收过，经手人：张三丰 · 业委会",
    ],
    [{ state: "released" }, counterTexts.returned[0]],
    [{ ends: now() - 1 }, "已经过期"],
  ];
  for (const [change, text] of cases) {
    found = change && { ...good, ...change };
    await again();
    await type(writeCode(code));
    await looked(text);
    expect(button(counterTexts.take), text).toBeUndefined();
  }
});

test("what is no code is asked nobody", async () => {
  await show();
  await type("ABC");
  expect(said()).toContain(counterTexts.noCode[0]);
  await type(`${writeCode(code)}U`);
  expect(said()).toContain(counterTexts.noCode[0]);
});

test("a link with a code shows the voucher, and the code does not stay in the address", async () => {
  location.hash = "#/counter/0001";
  await show(writeCode(code));
  await looked("理发 × 2");
  expect(location.hash).toBe("#/counter");
});

test("without a network only what is known is taken, and nothing of it is lost", async () => {
  await show();
  online = false;
  await type("0000 0000 0000 0000");
  await looked("分不出来");
  expect(button(counterTexts.take)).toBeUndefined();
  await press(counterTexts.next);
  await type(writeCode(code));
  await looked(counterTexts.mayLose[0]);
  await press(counterTexts.take);
  await looked(counterTexts.waitingLead[0]);
  expect(taken("garden")).toHaveLength(1);
  await type(writeCode(code));
  await looked("这台设备在");
  expect(button(counterTexts.take)).toBeUndefined();

  render(null, place); // the page is closed
  online = true;
  await show();
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  await looked("已记上账");
  expect(taken("garden")).toEqual([]);
});

test("without a list nothing is taken without a network", async () => {
  online = false;
  await show();
  await type(writeCode(code));
  await looked(counterTexts.noList[0]);
});

test("who comes second is told when and by whom it was taken, until he has read it", async () => {
  refuses = true;
  await show();
  await type(writeCode(code));
  await looked("理发 × 2");
  found = { ...good, state: "posted", used: 1_800_000_000, by: { credential: "c", body: "owners", name: "李四光" } };
  await press(counterTexts.take);
  await looked("李四光");
  await again();
  await looked("2027年1月15日 16:00 已经收过");
  await press(counterTexts.putAway);
  expect(said()).not.toContain("李四光");
  expect(taken("garden")).toEqual([]);
});

test("what was taken for another community is not this one's", () => {
  const one = { voucher: "v", code: "", service: "", count: 1, at: 1, signed: { act: "", signatures: [] }, key: "" };
  put("garden-2", one);
  expect(taken("garden")).toEqual([]);
  expect(taken("garden-2")).toEqual([one]);
});
