// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What is asked for on the first page is what concerns who is here.

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Authenticator } from "../../../../test/authenticator.ts";
import { one, taken, two } from "../../../../test/case.ts";
import { called } from "../../../../test/order.ts";
import { settled } from "../../../../test/settled.ts";
import { json, stage, strike } from "../../../../test/stage.ts";
import type { Community, Me } from "../../shared/api.ts";
import { say } from "../../shared/language.ts";
import { News } from "./news.tsx";
import { orderTexts } from "./orders/texts.ts";

const community = { community: "garden", bodies: [] } as unknown as Community;
const paper = { act: "a", type: "voter.designate", missing: ["p"] };
const mine = taken({ sides: [two, { ...one, mine: true }], next: ["join", "refuse"] });

let asked: string[];
let place: HTMLElement;

async function server(path: string): Promise<Response> {
  const end = path.replace("/api/v1", "");
  asked.push(end);
  const answers: { [path: string]: unknown[] } = { "/pending-acts": [paper], "/me/cases": [mine], "/me/orders": [called] };
  return json(200, { items: answers[end] });
}

beforeEach(() => {
  place = stage(server, new Authenticator("resident", "http://localhost"));
  asked = [];
});

afterEach(() => strike(place));

async function show(me: Partial<Me>, shared: boolean): Promise<string> {
  const session = { session: { person: "p" }, orders: 0, ...me } as Me;
  render(<News community={community} me={session} shared={shared} />, place);
  await settled();
  return place.textContent ?? "";
}

test("co-owners' papers, cases and orders, each for whom they concern", async () => {
  expect(await show({}, true)).toContain("有 1 份共有人的文件等您签字");
  expect(asked).toEqual(["/pending-acts"]);
  render(null, place);
  expect(await show({ cases: 1 }, false)).toContain("有一件调解等您");
  render(null, place);
  asked = [];
  await show({ orders: 1 }, false);
  await vi.waitFor(() => expect(place.textContent).toContain(say(orderTexts.newsOpen, 1)));
  expect(asked).toEqual(["/me/orders"]);
});
