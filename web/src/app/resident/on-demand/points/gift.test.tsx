// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// Points that are given away, and work for the community: what a resident signs of them.

import { render, type VNode } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Authenticator } from "../../../../../test/authenticator.ts";
import { settled } from "../../../../../test/settled.ts";
import { buttonOf, json, stage, strike, take, typeInto } from "../../../../../test/stage.ts";
import type { Community, Me } from "../../../shared/api.ts";
import { today } from "../../../shared/day.ts";
import { Screen } from "./points.tsx";
import { pointsTexts } from "./texts.ts";

const key = new Authenticator("resident", "http://localhost");
const community = { community: "garden", net: "0".repeat(64), rp: { id: "localhost" }, bodies: [] } as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", person: "p" }, rights: [], seq: 5 } as unknown as Me;
const of = { community, me, reload: () => {} };
const [home, theirs] = ["b".repeat(32), "c".repeat(32)];
const rules = [
  { rule: "help", title: "邻里互助", way: "help", points: 60, dayCap: 0, stream: "", budget: 1000, issued: 0 },
  { rule: "green", title: "护绿", way: "volunteer", points: 60, dayCap: 0, stream: "", budget: 1000, issued: 0 },
];

let gifts: boolean;
let neighbours: { unit: string; house: string }[];
let acts: { type: string; body: unknown }[];
let place: HTMLElement;

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  const end = path.replace("/api/v1", "");
  if (method === "POST" && end === "/acts") {
    return take(acts, body);
  }
  const plan = { version: 1, at: 1, election: "e", gifts, least: 0, lifeDays: 100, maxBalance: 0, rules };
  const homes = [{ unit: home, house: "3-2-501", usable: 90, held: 0, lots: [] }];
  const answers: { [path: string]: unknown } = {
    "/me": me,
    "/session": me.session,
    "/me/points": { homes, moves: [], vouchers: [], helped: [], toConfirm: [] },
    "/me/points/neighbours": { items: neighbours },
    "/communities/garden/points": { plan, services: [], sheet: { issued: 0, accounts: 0, held: 0, spent: 0, expired: 0 } },
  };
  return json(200, answers[end]);
}

beforeEach(() => {
  place = stage(server, key);
  [acts, gifts, neighbours] = [[], true, [{ unit: theirs, house: "3-1-101" }]];
});

afterEach(() => strike(place));

const show = async (page: VNode) => {
  render(page, place);
  await settled();
  return place.textContent ?? "";
};
const signButton = () => buttonOf(place, pointsTexts.sign);
const type = (field: string, value: string) => typeInto(place, field, value);

test("points are given to a neighbour by his door, as many as there are at most", async () => {
  expect(await show(<Screen {...of} parts={["gift"]} />)).toContain("3-1-101");
  for (const wrong of ["91", "0", "1.5", ""]) {
    await type("#amount", wrong);
    signButton()?.click();
    await vi.waitFor(() => expect(place.textContent).toContain("请写 1 到 90 之间的整数。"));
  }
  expect(acts).toHaveLength(0);
  await type("#amount", "40");
  signButton()?.click();
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  expect(acts[0]).toMatchObject({ type: "points.gift", body: { amount: "40", from: home, to: theirs } });
  await vi.waitFor(() => expect(place.textContent).toContain("已送给3-1-101 40 分。"));
});

test("without neighbours, or where the plan has no gifts, there is nothing to sign", async () => {
  neighbours = [];
  expect(await show(<Screen {...of} parts={["gift"]} />)).toContain(pointsTexts.giftNobody[0]);
  expect(signButton()).toBeUndefined();
  render(null, place);
  gifts = false;
  expect(await show(<Screen {...of} parts={["gift"]} />)).toContain(pointsTexts.giftsOff[0]);
  render(null, place);
  const ours = await show(<Screen {...of} parts={[]} />);
  expect(ours).toContain(pointsTexts.work[0]);
  expect(ours).not.toContain(pointsTexts.gift[0]);
});

test("work for the community names nobody's home, and waits for an officer", async () => {
  await show(<Screen {...of} parts={["work"]} />);
  await type("#minutes", "45");
  signButton()?.click();
  await vi.waitFor(() => expect(acts).toHaveLength(1));
  const body = { day: String(today()), helped: "", helper: home, minutes: "45", rule: "green" };
  expect(acts[0]).toMatchObject({ type: "help.done", body });
  await vi.waitFor(() => expect(place.textContent).toContain("经办人确认之后，积分到账"));
});
