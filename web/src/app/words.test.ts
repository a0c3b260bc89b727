// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Bodies } from "../act/body.ts";
import { follow } from "./acts.ts";
import { Problem } from "./api.ts";
import { explain } from "./faults.ts";
import { kiosk } from "./kiosk/texts.ts";
import { say } from "./language.ts";
import { more } from "./more/texts.ts";
import { members, office, types, values } from "./office-texts.ts";
import { sessions } from "./sessions.tsx";
import { texts } from "./texts.ts";
import { wordsOf } from "./words.tsx";

const hash = "0".repeat(64);

test("both languages take the same values", () => {
  for (const [name, [zh, en]] of [texts, more, office, sessions, kiosk, types, members, values].flatMap((of) =>
    Object.entries(of),
  )) {
    const places = (text: string) => [...text.matchAll(/\{\d\}/g)].map(String).sort();
    expect(places(zh), name).toEqual(places(en));
    expect(zh && en, name).toBeTruthy();
  }
});

test("an officer reads every member of what he signs", () => {
  const body: Bodies["election.create"] = {
    contests: [{ id: "m1", options: ["agree", "disagree"], seats: "1", threshold: "three-quarters", title: "屋顶" }],
    election: "e1",
    roll: "1",
    rules: {
      barred: [],
      collision: "last",
      countParking: false,
      kind: "owners",
      proxyCap: "3",
      proxyMustOwn: true,
      revote: true,
    },
    threshold: "3",
    title: "年会",
  };
  document.documentElement.lang = "zh-CN";
  expect(wordsOf("election.create", body)).toMatchInlineSnapshot(`
    "起草表决
    议题
      1
        编号: m1
        选项
          1: 同意
          2: 反对
        名额: 1
        门槛: 四分之三以上
        名称: 屋顶
    表决: e1
    名册版本: 1
    规则
      不得受托的人
      线上与纸质冲突时: 最后一张
      车位计入: 否
      类型: 业主共同决定
      受托上限: 3
      受托人须是业主: 是
      可以改票: 是
    门槛: 3
    名称: 年会"
  `);
  document.documentElement.lang = "en";
  expect(wordsOf("election.notice", { closesAt: "1900000000", election: "e1", opensAt: "1890000000" })).toContain(
    "2030",
  );
});

test("problems of the ledger are said in the reader's words, others in the server's", () => {
  document.documentElement.lang = "zh-CN";
  expect(explain(new Problem(422, { code: "CLOSED", title: "refused" }))).toBe(say(texts.codeClosed));
  expect(explain(new Problem(422, { code: "OTHER_NET", title: "拒绝", detail: "别的账本" }))).toBe("拒绝 · 别的账本");
});

const answers: (() => Response)[] = [];
const asked: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    asked.push(`${init.method} ${path}`);
    const answer = answers.shift();
    if (!answer) {
      throw new TypeError("no network");
    }
    return answer();
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const json = (status: number, body: unknown) => () => new Response(JSON.stringify(body), { status });
const signed = { act: "{}", signatures: [] };
const receipt = { act: hash, code: "OK", tx: "t", block: 7, receipt: "1234567890123456" };

async function followed() {
  const told: string[] = [];
  const end = follow(signed, (where) => told.push(where.kind), "key");
  await vi.runAllTimersAsync();
  return { end: await end, told };
}

test("an act of unknown outcome is asked for until it is on the ledger, and never said to be there before", async () => {
  answers.push(
    json(202, { act: hash, status: "unknown" }),
    json(202, { act: hash, status: "unknown" }),
    json(200, receipt),
  );
  const { end, told } = await followed();
  expect(told).toEqual(["sending", "unknown", "unknown", "on-ledger"]);
  expect(end).toMatchObject({ kind: "on-ledger", receipt: { block: 7 } });
  expect(asked).toEqual(["POST /api/v1/acts", `GET /api/v1/acts/${hash}/receipt`, `GET /api/v1/acts/${hash}/receipt`]);
});

test("an unanswered act is sent again, the very same", async () => {
  answers.push(
    () => {
      throw new TypeError("no network");
    },
    json(201, receipt),
  );
  const { told } = await followed();
  expect(told).toEqual(["sending", "unknown", "on-ledger"]);
  expect(asked).toEqual(["POST /api/v1/acts", "POST /api/v1/acts"]);
});

test("a refused act is refused at once", async () => {
  answers.push(json(422, { type: "urn:linli:problem:act-refused", title: "no", code: "CLOSED" }));
  const { end } = await followed();
  expect(end).toMatchObject({ kind: "refused", problem: { code: "CLOSED" } });
});

test("without an answer at all nothing is claimed", async () => {
  const { end } = await followed();
  expect(end.kind).toBe("unknown");
});
