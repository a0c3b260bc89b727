// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hashOf } from "../../act/act.ts";
import { hex } from "../../encoding.ts";
import { ended, type Following, follow } from "./acts.ts";
import { api, type Election, Offline, sessionOver } from "./api.ts";
import { now } from "./clock.ts";

const signed = { act: "{}", signatures: [] };
const hash = hex(await hashOf(signed.act));
const receipt = { act: hash, code: "OK", tx: "t", block: 7, receipt: "1234567890123456" };
const unknown = () => json(202, { act: hash, status: "unknown" });
const lost = () => {
  throw new TypeError("no network");
};

const json =
  (status: number, body: unknown): (() => Response) =>
  () =>
    new Response(JSON.stringify(body), { status });

const answers: (() => Response)[] = [];
const asked: string[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
  answers.length = 0;
  asked.length = 0;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    asked.push(`${init.method} ${path}`);
    return (answers.shift() ?? lost)();
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

// followed follows an act for half an hour, at most.
async function followed(): Promise<{ end: Following; steps: string[] }> {
  const steps: string[] = [];
  const here = new AbortController();
  const end = follow(signed, (where) => steps.push(where.kind), here.signal, "key");
  await vi.waitUntil(() => asked.length > 0); // the hash takes no timer
  await vi.advanceTimersByTimeAsync(1_800_000);
  here.abort();
  await vi.runAllTimersAsync();
  return { end: await end, steps };
}

const post = "POST /api/v1/acts";
const get = `GET /api/v1/acts/${hash}/receipt`;

test("an act of unknown outcome is asked for until it is on the ledger, and never said to be there before", async () => {
  answers.push(unknown(), unknown(), json(200, receipt));
  const { end, steps } = await followed();
  expect(steps).toEqual(["sending", "unknown", "unknown", "on-ledger"]);
  expect(end).toMatchObject({ kind: "on-ledger", receipt: { block: 7 } });
  expect(asked).toEqual([post, get, get]);
});

test("an unanswered act is sent again, the very same", async () => {
  answers.push(lost, json(201, receipt));
  expect((await followed()).steps).toEqual(["sending", "unknown", "on-ledger"]);
  expect(asked).toEqual([post, post]);
});

test("an act that stays unknown is sent again, too: it may have got lost on its way to the ledger", async () => {
  answers.push(unknown(), unknown(), unknown(), unknown(), json(201, receipt));
  expect((await followed()).end.kind).toBe("on-ledger");
  expect(asked).toEqual([post, get, get, get, post]);
});

test("an act is refused by the server alone, and then at once", async () => {
  answers.push(json(422, { type: "urn:linli:problem:act-refused", title: "no", code: "CLOSED", tx: "t" }));
  expect((await followed()).end).toMatchObject({ kind: "refused", problem: { code: "CLOSED", tx: "t" } });
});

test("what no server of ours says is no refusal", async () => {
  answers.push(() => new Response("<h1>Sign in to this network</h1>", { status: 403 }), json(201, receipt));
  expect((await followed()).end.kind).toBe("on-ledger");
});

test("the receipt of another act is none", async () => {
  answers.push(json(201, { ...receipt, act: "0".repeat(64) }), json(201, receipt));
  expect((await followed()).steps).toEqual(["sending", "unknown", "on-ledger"]);
});

test("without an answer at all nothing is claimed, and it is sent as long as the page is there", async () => {
  const { end, steps } = await followed();
  expect(end.kind).toBe("unknown");
  expect(new Set(steps)).toEqual(new Set(["sending", "unknown"]));
  expect(asked.length).toBeGreaterThan(200);
});

test("an answer that breaks off, or is somebody else's, is none", async () => {
  const broken = new ReadableStream({ pull: (to) => to.error(new TypeError("connection lost")) });
  answers.push(
    () => new Response(broken),
    () => new Response("<h1>Sign in to this network</h1>"),
    () => new Response("bad gateway", { status: 502 }),
  );
  for (let i = 0; i < 3; i++) {
    await expect(api.communities()).rejects.toBeInstanceOf(Offline);
  }
});

test("a page is told when its session is over", async () => {
  const heard = vi.fn();
  addEventListener(sessionOver, heard);
  const problem = json(401, { type: "urn:linli:problem:no-session", title: "Log in first" });
  answers.push(problem, problem);
  await api.contact().catch(() => {});
  expect(heard).toHaveBeenCalledTimes(1);
  await api.me().catch(() => {}); // who asks that knows himself
  expect(heard).toHaveBeenCalledTimes(1);
});

test("online ballots end at the announced time; a clock that is a little fast ends nothing", () => {
  const endsIn = (seconds: number) => ended({ times: { closesAt: now() + seconds } } as unknown as Election);
  expect([60, -1, -3600].map(endsIn)).toEqual([false, true, true]);
  expect(ended({ times: {} } as unknown as Election)).toBe(false);
});
