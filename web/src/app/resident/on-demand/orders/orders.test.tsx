// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What a resident sees of his orders, and what he signs.

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Authenticator } from "../../../../../test/authenticator.ts";
import { settled } from "../../../../../test/settled.ts";
import { hashOf, parse } from "../../../../act/act.ts";
import { hex } from "../../../../encoding.ts";
import type { Community, Me } from "../../../shared/api.ts";
import { say } from "../../../shared/language.ts";
import { hashOfText } from "../../../shared/orders/enclosed.ts";
import { kindText, levelText } from "../../../shared/orders/words.ts";
import type { MyOrder } from "./api.ts";
import { OrderNews } from "./news.tsx";
import { Screen } from "./orders.tsx";
import { orderTexts } from "./texts.ts";

const key = new Authenticator("resident", "http://localhost");
const community = { community: "garden", net: "0".repeat(64), rp: { id: "localhost" }, bodies: [] } as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", person: "p" }, rights: [], seq: 5 } as unknown as Me;
const id = "a".repeat(64);
const unit = "b".repeat(32);
const order: MyOrder = {
  order: id,
  kind: "repair.water",
  priority: "urgent",
  state: "done",
  level: 0,
  place: "3-2",
  since: 1_800_000_000,
  assigned: 1_800_000_010,
  accepted: 1_800_000_020,
  departed: 0,
  arrived: 1_800_000_040,
  done: 1_800_000_050,
  closed: 0,
  next: { what: "confirm", at: 1_800_600_000 },
  outcome: "solved",
  reopened: 0,
  house: "3幢-2单元-501",
  text: "厨房漏水",
  photos: [],
  note: "换了阀门",
  workPhotos: [],
  worker: "维修工甲",
  can: ["confirm", "reopen"],
  until: 1_800_600_000,
};

let orders: MyOrder[];
let open: object[];
let kept: { salt: string; text: string }[];
let acts: { type: string; body: { [member: string]: unknown } }[];
let place: HTMLElement;

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  const end = path.replace("/api/v1", "");
  if (method === "POST" && end === "/me/texts") {
    const text = JSON.parse(String(body));
    kept.push(text);
    return json(201, { hash: await hashOfText(text.salt, text.text) });
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
    "/me/places": {
      items: [
        { place: "3-2", name: "3幢-2单元-501", unit },
        { place: "3", name: "3幢", unit: "" },
      ],
    },
  };
  return json(200, end.startsWith("/me/orders/open") ? { items: open } : answers[end]);
}

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app" data-community="garden"></main>';
  place = document.getElementById("app") as HTMLElement;
  sessionStorage.clear();
  [orders, open, kept, acts] = [[order], [], [], []];
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
  const button = [...place.querySelectorAll("button")].find((one) => one.textContent === text[0]);
  expect(button, text[0]).toBeTruthy();
  button?.click();
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
  expect(sent).toEqual([
    ["order.report", { kind: "repair.water", photos: [], place: "3-2", text: await hashOfText(text?.salt ?? "", "厨房漏水"), unit }],
  ]);
  expect(said()).toContain(say(orderTexts.arrived));
});

test("nothing has to be said, and then nothing is kept", async () => {
  await show("new", "repair.lift", "1");
  await press(orderTexts.send);
  expect(await signed()).toEqual([["order.report", { kind: "repair.lift", photos: [], place: "3", text: "", unit: "" }]]);
  expect(kept).toEqual([]);
});

test("who finds his trouble reported already joins it", async () => {
  open = [{ order: id, kind: "repair.water", place: "3-2", state: "accepted", since: 1_800_000_000, homes: 2 }];
  await show("new", "repair.water", "0");
  expect(said()).toContain(say(orderTexts.already));
  await press(orderTexts.join);
  expect(await signed()).toEqual([["order.join", { order: id, unit }]]);
  expect(said()).toContain(say(orderTexts.joined));
});

test("the end takes two ratings", async () => {
  await show(id);
  await press(orderTexts.confirm);
  expect(acts).toEqual([]);
  expect(said()).toContain(say(orderTexts.unrated));
  await choose("speed", 1);
  await choose("result", 4);
  await press(orderTexts.confirm);
  expect(await signed()).toEqual([["order.confirm", { order: id, result: "5", speed: "2" }]]);
});

test("what is not done is opened again with a reason", async () => {
  await show(id);
  await press(orderTexts.reopen);
  expect(said()).toContain(say(orderTexts.reopenEmpty));
  await type("#reason", "还在漏");
  await press(orderTexts.reopen);
  const sent = await signed();
  expect(sent).toEqual([["order.reopen", { order: id, reason: await hashOfText(kept[0]?.salt ?? "", "还在漏") }]]);
});

test("an order says where it is, who must act by when, and that it escalated; what cannot be done is not offered", async () => {
  const { outcome: _, until: __, ...running } = order;
  orders = [
    { ...running, state: "assigned", accepted: 0, arrived: 0, done: 0, level: 2, next: { what: "accept", at: 1_800_000_900 }, can: [] },
  ];
  await show(id);
  const line = [...place.querySelectorAll(".steps li")].map((step) => [step.className, step.textContent?.slice(0, 2)]);
  expect(line.filter(([stand]) => stand === "current")).toEqual([["current", "派单"]]);
  expect(place.querySelector('[aria-current="step"]')?.textContent).toMatch(/之前：接单/);
  expect(said()).toContain(say(orderTexts.escalated, levelText(2)));
  expect(said()).not.toContain(say(orderTexts.confirmTitle));
  expect(said()).not.toContain(say(orderTexts.withdrawTitle));
});

test("what waits for me is on the first page; nothing is where it cannot be had", async () => {
  render(<OrderNews />, place);
  await settled();
  expect(said()).toContain(say(orderTexts.newsOne));
  expect(said()).toContain(kindText("repair.water"));
  render(null, place);
  vi.stubGlobal("fetch", async () => json(503, {}));
  render(<OrderNews />, place);
  await settled();
  expect(said()).toBe(say(orderTexts.report));
});
