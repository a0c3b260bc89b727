// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What officers' pages offer, and what they check before anything is signed.

import { render, type VNode } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { encode } from "../../act/act.ts";
import { type Community, type Election, type Me, Problem } from "../shared/api.ts";
import { say } from "../shared/language.ts";
import type { Letter, PendingAct, Waiting } from "./api.ts";
import { Close } from "./election/close.tsx";
import { wrongOptions } from "./election/draft.tsx";
import { wrongTimes } from "./election/notice.tsx";
import { readyOf } from "./people/enrolments.tsx";
import { byBatch } from "./people/letters.tsx";
import { notesOf, rowsText } from "./roll/remark-words.ts";
import { JoinWaiting, type Pending } from "./signing/pending.tsx";
import { refusedText } from "./signing/signing.tsx";
import { officeTexts } from "./texts.ts";

const community = { community: "garden", bodies: [], rp: { id: "localhost" } } as unknown as Community;
const me = { session: { credential: "mine", body: "residents" }, seq: 3 } as unknown as Me;
const of = { community, me, reload: () => {} };

let place: HTMLElement;

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app"></main>';
  place = document.getElementById("app") as HTMLElement;
  vi.useFakeTimers();
  vi.setSystemTime(new Date("2026-11-22T12:00:00Z"));
});

afterEach(() => {
  render(null, place);
  vi.useRealTimers();
});

const show = async (what: VNode) => {
  render(what, place);
  await vi.advanceTimersByTimeAsync(50);
};
const visible = (text: string) =>
  [...place.querySelectorAll("summary, button, p")].some((one) => one.textContent === text && !one.closest("[hidden]"));

const act = (election: string) =>
  encode(
    "election.close",
    { election },
    {
      by: "theirs0123456789",
      community: "garden",
      disp: "0".repeat(64),
      exp: "2",
      nbf: "1",
      net: "0".repeat(64),
      seq: "1",
    },
  );

const waiting = (more: Partial<PendingAct>): PendingAct => ({
  act: "a",
  type: "election.close",
  text: act("spring"),
  body: "owners",
  by: "theirs0123456789",
  created: 1,
  expires: 2,
  mine: false,
  missing: [],
  signed: [],
  ...more,
});

const joined = (items: PendingAct[]) => (
  <JoinWaiting
    {...of}
    list={{ value: items, reload: () => {} } as Pending}
    type="election.close"
    same={({ election }) => election === "spring"}
    done={() => {}}
  >
    <button type="button">anew</button>
  </JoinWaiting>
);

test("what waits for a second body is offered instead of the same thing anew", async () => {
  const look = say(officeTexts.pendingLook);
  await show(joined([waiting({})]));
  expect([visible(look), visible("anew")]).toEqual([true, false]);
  [...place.querySelectorAll("button")].find((one) => one.textContent === say(officeTexts.signAnew))?.click();
  await vi.advanceTimersByTimeAsync(50);
  expect([visible(look), visible("anew")]).toEqual([true, true]);
  await show(joined([]));
  await show(joined([waiting({ mine: true, by: "mine" })]));
  expect([visible(say(officeTexts.pendingMine)), visible("anew")]).toEqual([true, false]);
  for (const other of [{ refused: "too late" }, { overtaken: true }, { text: act("autumn") }, { type: "election.open" }]) {
    await show(joined([waiting(other)]));
    expect([visible(look), visible("anew")], JSON.stringify(other)).toEqual([false, true]);
  }
});

test("a vote that may not end early is closed once its end has come, a rehearsal before", async () => {
  const at = Date.parse("2026-11-22T13:00:00Z") / 1000;
  const close = (endsEarly: boolean) => {
    const election = {
      election: "spring",
      bodies: [],
      times: { closesAt: at },
      profile: { endsEarly },
    } as unknown as Election;
    const detail = { election, keys: [] } as never;
    return <Close {...of} detail={detail} pending={{ value: [], reload: () => {} } as Pending} />;
  };
  await show(close(true));
  expect(visible(say(officeTexts.sign))).toBe(true);
  expect(place.textContent).toContain("这是演练");
  await show(close(false));
  expect(visible(say(officeTexts.sign))).toBe(false);
  expect(place.textContent).toContain("在那之前不能截止");
  await vi.advanceTimersByTimeAsync(3600_000 + 1000);
  expect(visible(say(officeTexts.sign))).toBe(true);
  expect(place.textContent).toContain("线上投票已在");
});

test("a notice's end is after its beginning, not past, and leaves as many days as the place asks for", () => {
  const days = { noticeDays: 0, windowMinDays: 1, windowMaxDays: 60 } as Election["profile"];
  const wrong = (opens: string, closes: string, timing = days) => wrongTimes(opens, closes, timing);
  expect(wrong("2026-11-22T21:00", "2026-11-22T20:30")).toBe(say(officeTexts.noticeOrder));
  expect(wrong("2026-11-20T08:00", "2026-11-21T20:30")).toBe(say(officeTexts.noticePast));
  expect(wrong("2026-11-22T21:00", "2026-11-23T20:00")).toBe("投票期应为 1 至 60 天。");
  expect(wrong("2026-11-22T21:00", "2026-11-23T21:00")).toBe(say(officeTexts.noticeLate, 1));
  expect(wrong("2026-11-22T21:00", "2026-11-24T21:00")).toBe("");
  const noticed = { ...days, noticeDays: 15 };
  expect(wrong("2026-12-07T19:59", "2026-12-20T21:00", noticed)).toBe(say(officeTexts.noticeSoon, 15));
  expect(wrong("2026-12-07T20:00", "2026-12-20T21:00", noticed)).toBe("");
  expect(wrong("2026-11-22T21:00", "")).toBe("");
});

test("a matter's options are there, each once, and an owners' vote has one to agree", () => {
  expect(wrongOptions(" \n", "poll")).toBe(say(officeTexts.optionsNone));
  expect(wrongOptions("同意\nagree\n反对", "owners")).toBe("选项“同意”写了两次。");
  expect(wrongOptions("王伟\n王 伟", "committee")).toBe(say(officeTexts.optionsAlike, "王伟", "王 伟"));
  expect(wrongOptions("阿依·古丽\n李四\n阿依.古丽", "poll")).toBe(say(officeTexts.optionsAlike, "阿依·古丽", "阿依.古丽"));
  expect(wrongOptions("王伟\n王伟\u200b\n\u200b", "committee")).toBe(say(officeTexts.optionsTwice, "王伟"));
  expect(wrongOptions("同意\nAGREE", "owners")).toBe(say(officeTexts.optionsAlike, "同意", "AGREE"));
  expect(wrongOptions("赞成\n反对", "owners")).toBe(say(officeTexts.optionsAgree));
  expect(wrongOptions("张三\n李四", "committee")).toBe("");
  expect(wrongOptions("同意\n反对", "owners")).toBe("");
});

test("everybody who is ready is chosen at once, but for the officer's own cases and those on their way", () => {
  const one = (credential: string, more: Partial<Waiting> = {}) => ({ credential, ready: true, ...more }) as Waiting;
  const items = [one("a"), one("b", { ready: false }), one("c", { ownCase: true }), one("d"), one("e")];
  expect(readyOf(items, new Set(["d"]))).toEqual(["a", "e"]);
  expect(
    readyOf(
      Array.from({ length: 1950 }, (_, i) => one(String(i))),
      new Set(),
    ).length,
  ).toBe(100);
});

test("letters are listed batch by batch, the latest first", () => {
  const letter = (batch: string, number: number, printed: number) => ({ batch, number, printed }) as Letter;
  const letters = [letter("x", 1, 100), letter("x", 2, 100), letter("y", 1, 200)];
  expect(byBatch(letters).map(([batch, members]) => [batch, ...members.map(({ number }) => number)])).toEqual([
    ["y", 1],
    ["x", 1, 2],
  ]);
});

test("equal notes on a roll are one line", () => {
  const remarks = [
    { row: 2, note: "n" },
    { row: 3, finding: "f", note: "n" },
    { row: 4, note: "m" },
    { row: 5, finding: "g" },
  ];
  expect(notesOf(remarks)).toEqual([
    ["n", ["2", "3"]],
    ["m", ["4"]],
  ]);
  expect(rowsText(["2", "3"])).toBe("第 2、3 行");
  expect(rowsText(["1", "2", "3", "4", "5", "6", "7"])).toBe("第 1、2、3、4、5 行等 7 行");
});

test("that the ledger did not take an act is said once, and only if it was the ledger", () => {
  const refused = (kind: string, more = {}) =>
    refusedText(new Problem(422, { type: `urn:linli:problem:${kind}`, title: "账本没有接受", ...more }));
  expect(refused("act-refused", { code: "BAD_ELECTION", detail: "没有议题" })).toBe("账本没有接受：没有议题");
  expect(refused("act-refused", { code: "CLOSED" })).toBe("账本没有接受：投票已经截止");
  expect(refused("own-case", { title: "不能处理与自己有关的事项" })).toBe("不能处理与自己有关的事项");
});
