// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What a resident sees of his orders, and what he signs.

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Authenticator } from "../../../../../test/authenticator.ts";
import { settled } from "../../../../../test/settled.ts";
import { hashOf, parse } from "../../../../act/act.ts";
import { hex, sha256, utf8 } from "../../../../encoding.ts";
import type { Community, Me } from "../../../shared/api.ts";
import { say } from "../../../shared/language.ts";
import type { Order } from "../../../shared/orders/order.ts";
import { kindText, levelText } from "../../../shared/orders/words.ts";
import { type Detail, mayDo } from "./api.ts";
import { OrderNews } from "./news.tsx";
import { Screen } from "./orders.tsx";
import { orderTexts } from "./texts.ts";

const key = new Authenticator("resident", "http://localhost");
const community = { community: "garden", net: "0".repeat(64), rp: { id: "localhost" }, bodies: [] } as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", person: "p" }, rights: [], seq: 5 } as unknown as Me;
const id = "a".repeat(64);
const unit = "b".repeat(32);
const order: Order = {
  order: id,
  kind: "repair.water",
  priority: "urgent",
  state: "done",
  level: 0,
  place: "3-2",
  grid: "g",
  raised: 1_800_000_000,
  since: 1_800_000_000,
  assigned: 1_800_000_010,
  accepted: 1_800_000_020,
  departed: 0,
  arrived: 1_800_000_040,
  done: Math.floor(Date.now() / 1000) - 60,
  closed: 0,
  next: { what: "confirm", at: 1_800_600_000, who: "household" },
  outcome: "solved",
  reopened: 0,
  affected: 1,
  alarm: false,
  where: "",
};
const none = { hash: "", state: "none" } as const;
const detail = {
  text: none,
  photos: [],
  note: none,
  workPhotos: [],
  ratings: [],
  mine: [unit],
  house: "3幢-2单元-501",
  reporter: true,
} as unknown as Detail;

let orders: Order[];
let open: object[];
let reasons: Detail["reasons"];
let kept: { path: string; salt: string; text: string }[];
let acts: { type: string; body: { [member: string]: unknown } }[];
let place: HTMLElement;

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  const end = path.replace("/api/v1", "");
  if (method === "PUT") {
    kept.push({ path: end, ...JSON.parse(String(body)) });
    return new Response(null, { status: 204 });
  }
  if (method === "POST" && end === "/acts") {
    const { act } = JSON.parse(String(body));
    acts.push(parse(act) as never);
    return json(201, { act: hex(await hashOf(act)), code: "OK", tx: "t", block: 7 });
  }
  const answers: { [path: string]: unknown } = {
    "/me": me,
    "/session": me.session,
    "/me/orders": { items: orders },
    "/me/orders/choices": {
      kinds: ["repair.water", "repair.lift", "smoke"].map((kind) => ({ kind, priority: "urgent" })),
      units: [{ unit, house: "3幢-2单元-501" }],
      places: ["3"],
    },
    [`/orders/${id}`]: { ...detail, reasons, order: orders[0] },
  };
  return json(200, end.startsWith("/me/orders/similar") ? { items: open } : answers[end]);
}

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app" data-community="garden"></main>';
  place = document.getElementById("app") as HTMLElement;
  sessionStorage.clear();
  [orders, open, reasons, kept, acts] = [[order], [], [], [], []];
  vi.stubGlobal("fetch", server);
  vi.stubGlobal("EventSource", undefined);
  vi.stubGlobal("scrollTo", () => {});
  vi.stubGlobal("PublicKeyCredential", () => {});
  vi.stubGlobal("navigator", { credentials: key.device().credentials, userAgent: "test", onLine: true });
});

afterEach(() => {
  render(null, place);
  vi.unstubAllGlobals();
});

const show = async (...parts: string[]) => {
  render(null, place);
  render(<Screen community={community} me={me} reload={() => {}} parts={parts} />, place);
  await settled();
};
const said = () => place.textContent ?? "";
const press = async (text: readonly [string, string]) => {
  const button = () => [...place.querySelectorAll("button")].find((one) => one.textContent === text[0]);
  await vi.waitFor(() => expect(button(), text[0]).toBeTruthy());
  button()?.click();
  await settled();
};
const choose = async (name: string, i: number) => {
  place.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)[i]?.click();
  await settled();
};
const type = async (field: string, value: string) => {
  const area = place.querySelector(field) as HTMLTextAreaElement;
  area.value = value;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  await settled();
};
// signed is the one act that was signed, as soon as it is there.
const signed = async () => {
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  await settled();
  return acts.map(({ type, body }) => [type, body]);
};
const links = () => [...place.querySelectorAll("a")].map((link) => link.getAttribute("href"));

test("a report takes three taps, and has a hash of what was said", async () => {
  await show("new");
  expect(links()).toContain("#/orders/new/repair.water");
  expect(links()).not.toContain("#/orders/new/smoke"); // which a device reports
  await show("new", "repair.water");
  expect(links()).toContain("#/orders/new/repair.water/0");
  await show("new", "repair.water", "0");
  await type("textarea", "厨房漏水");
  await press(orderTexts.send);
  const sent = await signed();
  const [text] = kept;
  const hash = hex(await sha256(utf8(`${text?.salt}\n厨房漏水`)));
  expect(text?.path.split("?")[0]).toBe(`/orders/texts/${hash}`);
  expect(sent).toEqual([["order.report", { kind: "repair.water", photos: [], place: "3-2", text: hash, unit }]]);
  await vi.waitFor(() => expect(said()).toContain(say(orderTexts.arrived)));
});

test("nothing has to be said, and then nothing is kept", async () => {
  await show("new", "repair.lift", "1");
  await press(orderTexts.send);
  expect(await signed()).toEqual([["order.report", { kind: "repair.lift", photos: [], place: "3", text: "", unit }]]);
  expect(kept).toEqual([]);
});

test("who finds his trouble reported already joins it", async () => {
  open = [{ ...order, state: "accepted", affected: 2 }];
  orders = [];
  await show("new", "repair.water", "0");
  await vi.waitFor(() => expect(said()).toContain(say(orderTexts.already)));
  await press(orderTexts.join);
  expect(await signed()).toEqual([["order.join", { order: id, unit }]]);
  await vi.waitFor(() => expect(said()).toContain(say(orderTexts.joined)));
});

test("who has reported it himself is led to it, and has nothing to join", async () => {
  open = [{ ...order, state: "accepted" }];
  await show("new", "repair.water", "0");
  await vi.waitFor(() => expect(said()).toContain(say(orderTexts.alreadyYours)));
  expect(links()).toContain(`#/orders/${id}`);
  expect(said()).not.toContain(say(orderTexts.join));
});

test("why it did not go straight on is told, in words as far as they are here", async () => {
  const reason = { at: 1_800_000_500, step: "reopen", why: "", name: "", text: { hash: "0", state: "here", text: "还在漏" } } as const;
  reasons = [reason, { ...reason, step: "transfer", why: "shift-over", name: "网格员0001", text: none }];
  orders = [{ ...order, reopened: 1 }];
  await show(id);
  await vi.waitFor(() => expect(said()).toContain("还在漏"));
  expect(said()).toContain("网格员0001转出：下班了");
  expect(place.querySelector(".steps li")?.textContent).toContain("重新打开");
});

test("the end takes two ratings", async () => {
  await show(id);
  await press(orderTexts.confirm);
  expect(acts).toEqual([]);
  await vi.waitFor(() => expect(said()).toContain(say(orderTexts.unrated)));
  await choose("speed", 1);
  await choose("result", 4);
  await press(orderTexts.confirm);
  expect(await signed()).toEqual([["order.confirm", { order: id, result: "5", speed: "2", unit }]]);
});

test("what is not done is opened again with a reason", async () => {
  await show(id);
  await press(orderTexts.reopen);
  await vi.waitFor(() => expect(said()).toContain(say(orderTexts.reopenEmpty)));
  await type("#reason", "还在漏");
  await press(orderTexts.reopen);
  const sent = await signed();
  expect(sent).toEqual([["order.reopen", { order: id, reason: hex(await sha256(utf8(`${kept[0]?.salt}\n还在漏`))), unit }]]);
  expect(kept[0]?.path).toContain(`order=${id}`); // so that it goes when the order does
});

test("an order says where it is, who must act by when, and that it escalated; what cannot be done is not offered", async () => {
  const next = { what: "accept", at: 1_800_000_900, who: "worker" } as const;
  orders = [{ ...order, state: "assigned", accepted: 0, arrived: 0, done: 0, outcome: "", level: 2, next }];
  await show(id);
  const line = [...place.querySelectorAll(".steps li")].map((step) => [step.className, step.textContent?.slice(0, 2)]);
  expect(line.filter(([stand]) => stand === "current")).toEqual([["current", "派单"]]);
  expect(place.querySelector('[aria-current="step"]')?.textContent).toMatch(/之前，处理的人：接单/);
  await vi.waitFor(() => expect(said()).toContain(say(orderTexts.escalated, levelText(2))));
  await vi.waitFor(() => expect(said()).not.toContain(say(orderTexts.confirmTitle)));
  await vi.waitFor(() => expect(said()).toContain(say(orderTexts.withdrawTitle)));
});

test("nothing is offered that must fail", () => {
  const of = (more: Partial<Order>, besides: Partial<Detail> = {}) => mayDo({ ...detail, ...besides, order: { ...order, ...more } });
  expect(of({ state: "on-site" })).toEqual({ confirm: false, reopen: 0, withdraw: false });
  expect(of({}, { mine: [] })).toEqual({ confirm: false, reopen: 0, withdraw: false });
  expect(of({ state: "assigned" }, { reporter: false }).withdraw).toBe(false);
  expect(of({ done: 1_000_000 }).reopen).toBe(0); // the days for it are over
  expect(of({ state: "confirmed" }, { ratings: [{ speed: 1, result: 1, at: 1, mine: true }] }).confirm).toBe(false);
});

test("what waits for me is on the first page; nothing is where it cannot be had", async () => {
  render(<OrderNews />, place);
  await settled();
  await vi.waitFor(() => expect(said()).toContain(say(orderTexts.newsOne)));
  await vi.waitFor(() => expect(said()).toContain(kindText("repair.water")));
  render(null, place);
  vi.stubGlobal("fetch", async () => json(503, {}));
  render(<OrderNews />, place);
  await settled();
  await vi.waitFor(() => expect(said()).toBe(""));
});
