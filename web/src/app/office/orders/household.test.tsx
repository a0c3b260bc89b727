// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settled } from "../../../../test/settled.ts";
import type { Community, Me } from "../../shared/api.ts";
import { say } from "../../shared/language.ts";
import type { Order } from "../../shared/orders/order.ts";
import type { Found } from "../api.ts";
import { Take } from "./take.tsx";
import { dispatchTexts } from "./texts.ts";
import { Triage } from "./triage.tsx";

const community = { community: "garden", bodies: [{ id: "owners", name: "业委会" }], rp: { id: "localhost" } } as unknown as Community;
const me = { session: { credential: "mine", body: "owners" }, seq: 3 } as unknown as Me;
const of = { community, me, reload: () => {} };

const [flat, shop] = ["a".repeat(32), "b".repeat(32)];
const one = { person: "1".repeat(32), name: "业主0001", passkeys: 1, recoveries: 0, ownCase: false };
const atHome: Found = { ...one, houses: ["3幢-2-501"], units: [{ unit: flat, house: "3幢-2-501" }] };
const withShop: Found = {
  ...atHome,
  houses: [...atHome.houses, "9幢-1-101"],
  units: [...atHome.units, { unit: shop, house: "9幢-1-101" }],
};
const sold: Found = { ...one, houses: [], units: [] };

let place: HTMLElement;
let asked: { url: string; method: string; body: unknown }[];

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app"></main>';
  place = document.getElementById("app") as HTMLElement;
  vi.stubGlobal("scrollTo", () => {});
});

afterEach(() => {
  render(null, place);
  vi.unstubAllGlobals();
});

// server answers what the two pages ask.
function server(found: Found): void {
  asked = [];
  vi.stubGlobal("fetch", async (url: string, { method = "GET", body }: RequestInit = {}) => {
    asked.push({ url, method, body: typeof body === "string" ? JSON.parse(body) : undefined });
    if (url.includes("/orders/texts/")) {
      return new Response(null, { status: 204 });
    }
    const items = url.endsWith("/people/search") ? [found] : [{ grid: "east" }];
    return new Response(JSON.stringify({ items }), { headers: { "Content-Type": "application/json" } });
  });
}

const take = (found: Found) => {
  server(found);
  render(<Take {...of} />, place);
  return settled();
};

const triage = (order: Partial<Order>) => {
  server(atHome);
  const raised = { order: "x".repeat(64), kind: "noise", priority: "ordinary", grid: "", state: "raised", affected: 0, ...order } as Order;
  render(<Triage {...of} order={raised} changed={() => {}} />, place);
  return settled();
};

async function write(id: string, text: string): Promise<void> {
  const field = place.querySelector<HTMLInputElement>(`#${id}`);
  if (!field) {
    throw new Error(`no field ${id}`);
  }
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await settled();
}

async function press(text: string): Promise<void> {
  const called = ({ textContent }: Element) => textContent === text;
  const button = [...place.querySelectorAll("button")].find((one) => called(one) || [...one.children].some(called));
  if (!button) {
    throw new Error(`no button ${text} in ${place.textContent}`);
  }
  button.click();
  await settled();
}

async function submit(last: "search" | "check"): Promise<void> {
  const forms = [...place.querySelectorAll("form")];
  (last === "search" ? forms[0] : forms[forms.length - 1])?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await settled();
}

async function find(): Promise<void> {
  await write("query", "3幢");
  await submit("search");
  await press("业主0001");
}

// toSign is a member of the act as the officer reads it before he signs.
const toSign = (member: string): string | null | undefined =>
  [...place.querySelectorAll(".words > div")].find((row) => row.querySelector("dt")?.textContent === member)?.querySelector("dd")
    ?.textContent;
const unit = "专有部分（代号）";

test("an order of who telephones is of his home: its place is known, and what he says is kept as his", async () => {
  await take(atHome);
  expect(place.textContent).toContain(say(dispatchTexts.callerNone));
  await find();
  expect(place.textContent).toContain("业主0001 · 3幢-2-501");
  expect(place.textContent).not.toContain(say(dispatchTexts.callerNone));
  expect(place.querySelector<HTMLInputElement>("#place")?.value).toBe("3-2");
  await write("words", "厨房漏水");
  await submit("check");
  expect(toSign(unit)).toBe(flat);
  expect(place.textContent).toContain("业主0001 · 3幢-2-501");
  expect(asked.find(({ url }) => url.endsWith("/people/search"))).toMatchObject({ method: "POST", body: { q: "3幢" } });
  expect(asked.find(({ method }) => method === "PUT")?.url).toContain(`?person=${one.person}`);
});

test("of several homes one is chosen, and it can be chosen anew", async () => {
  await take(withShop);
  await find();
  expect(place.querySelector("legend")?.textContent).toBe(say(dispatchTexts.callerWhich, "业主0001"));
  await press("9幢-1-101");
  expect(place.querySelector<HTMLInputElement>("#place")?.value).toBe("9-1");
  await press("修改");
  expect(place.querySelector<HTMLInputElement>("#place")?.value).toBe("");
  await find();
  await press("3幢-2-501");
  await submit("check");
  expect(toSign(unit)).toBe(flat);
});

test("of whoever has no home here, the officer is told that nobody can confirm it", async () => {
  await take(sold);
  await find();
  expect(place.textContent).toContain(say(dispatchTexts.callerNone));
  expect(place.querySelector("fieldset")?.textContent).toContain("名册上没有他的房子");
  await write("words", "楼道灯坏了");
  await submit("check");
  expect(toSign(unit)).toBe("");
  expect(asked.find(({ method }) => method === "PUT")?.url).not.toContain("person=");
});

test("who gives an order to a grid says whose home it is about, if nobody has", async () => {
  await triage({});
  await find();
  await submit("check");
  expect(toSign(unit)).toBe(flat);
  expect(place.textContent).toContain("业主0001 · 3幢-2-501");
});

test("of an order that has a household already, nobody is looked for", async () => {
  await triage({ affected: 1 });
  expect(place.querySelector("#query")).toBeNull();
  await submit("check");
  expect(toSign(unit)).toBe("");
});
