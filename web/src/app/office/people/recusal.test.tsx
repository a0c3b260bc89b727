// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settled } from "../../../../test/settled.ts";
import type { Community, Me } from "../../shared/api.ts";
import { say } from "../../shared/language.ts";
import { pagesOf } from "../../shared/paged-list.ts";
import type { Person } from "../api.ts";
import { officeTexts } from "../texts.ts";
import { Recusal } from "./recusal.tsx";

const names = { owners: "业委会", residents: "居委会", property: "物业", street: "街道办" };
const bodies = Object.entries(names).map(([id, name]) => ({ id, name }));
const community = { community: "garden", bodies, rp: { id: "localhost" } } as unknown as Community;
const me = { session: { credential: "mine", body: "residents" }, seq: 3 } as unknown as Me;

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

test("what cannot be put on record says what to do; what can is shown, sorted, before it is signed", async () => {
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ items: [] })));
  const person = { person: "p", name: "业主0001", offices: ["owners"] } as unknown as Person;
  render(<Recusal community={community} me={me} reload={() => {}} person={person} changed={() => {}} />, place);
  await settled();
  expect(place.textContent).toContain(say(officeTexts.recusalOn, names.owners));
  const press = async (name: string) => {
    const label = [...place.querySelectorAll("label")].find((one) => one.textContent === name);
    label?.querySelector("input")?.click();
    await settled();
  };
  const check = async () => {
    place.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settled();
    return place.querySelector('[role="alert"]')?.textContent;
  };
  expect(await check()).toBe(officeTexts.recusalSame[0]);
  await press(names.street);
  await press(names.property);
  expect(await check()).toBe(say(officeTexts.recusalMost, 2, 2));
  await press(names.owners);
  expect(await check()).toBeUndefined();
  expect([...place.querySelectorAll("dd li")].map((one) => one.textContent)).toEqual([names.property, names.street]);
  expect([...place.querySelectorAll("button")].map((one) => one.textContent)).toEqual([
    officeTexts.sign[0],
    officeTexts.signHere[0],
    "修改",
  ]);
});

test("a list is read page by page, and no further than it is asked for", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    const page = Number(/cursor=(\d)/.exec(url)?.[1] ?? 0);
    return new Response(JSON.stringify({ items: [page], ...(page < 2 ? { next: String(page + 1) } : {}) }));
  });
  expect(await pagesOf("/x", 2)).toEqual({ items: [0, 1], more: true });
  expect(await pagesOf("/x")).toEqual({ items: [0, 1, 2], more: false });
  expect(asked.slice(0, 2)).toEqual(["/api/v1/x", "/api/v1/x?cursor=1"]);
  expect(asked.length).toBe(5);
});
