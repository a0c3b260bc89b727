// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// Where a case stands, and for whom it waits until when, as each side and the mediator read it.

import { beforeEach, expect, test, vi } from "vitest";
import { agreed, caseOf, day, noon, one, open, paperOf, proposed, taken, two } from "../../../../test/case.ts";
import type { Community } from "../api.ts";
import { entriesOf } from "./entries.ts";
import { stagesOf, waitsText } from "./stages.ts";
import { type Case, expected, mediatorText, standText, stateText, titleText } from "./words.ts";

const community = { bodies: [{ id: "street", name: "street office (街道办)" }] } as unknown as Community;

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  vi.useFakeTimers({ toFake: ["Date"], now: (noon + 5 * day) * 1000 });
  return () => vi.useRealTimers();
});

const lineOf = (of: Case, papers = [] as Parameters<typeof stagesOf>[2]) =>
  stagesOf(community, of, papers).map(({ stand, text }) => `${stand[0]} ${text}`);

test("an open case has its whole line, and one place where it is", () => {
  expect(lineOf(taken())).toEqual(["d 申请", "d 调解员受理", "c 1-1-201同意调解", "a 调解", "a 签订协议", "a 双方履行"]);
  for (const of of [caseOf(), taken(), open(), proposed(["", ""]), agreed()]) {
    const current = stagesOf(community, of, []).filter(({ stand }) => stand === "current");
    expect(current.map(({ besides }) => besides)).toEqual([waitsText(community, of, [])]);
    expect(waitsText(community, of, [])).toContain("（含当天）");
  }
});

test("an ended case has what it came to, and how it ended", () => {
  expect(lineOf(taken({ state: "refused", closed: noon + 2 * day }))).toEqual(["d 申请", "d 调解员受理", "d 对方不同意调解"]);
  expect(lineOf(open({ state: "failed", closed: noon + 62 * day }))).toEqual([
    "d 申请",
    "d 调解员受理",
    "d 1-1-201同意调解",
    "d 调解",
    "d 未达成协议",
  ]);
  const performed = agreed({
    state: "performed",
    applied: noon + 5 * day,
    performed: [noon + 6 * day, noon + 7 * day],
    closed: noon + 7 * day,
  });
  expect(lineOf(performed).slice(3)).toEqual(["d 调解", "d 签订协议", "d 共同申请司法确认", "d 已履行"]);
});

test("it says for whom it waits: the last day is the one before it is too late", () => {
  expect(waitsText(community, taken(), [])).toBe("2026年12月11日（含当天）之前等1-1-201答复；不答复，就此结束。");
  expect(waitsText(community, taken({ sides: [one, { ...two, mine: true }] }), [])).toContain("等我家答复");
  expect(waitsText(community, proposed(["yes", ""]), [])).toContain("等1-1-201答复方案");
  expect(waitsText(community, proposed(["yes", "yes"]), [])).toContain("等调解员写协议");
  expect(waitsText(community, proposed(["yes", "yes"]), [paperOf("a", { missing: [one.name, two.name] })])).toContain(
    "等1-1-101、1-1-201签协议",
  );
  expect(waitsText(community, agreed({ performed: [noon, 0] }), [])).toContain("等1-1-201说明对方已履行");
});

test("a court can be asked until the thirty days are over, and once", () => {
  expect(waitsText(community, agreed(), [])).toContain("可以一起申请法院确认");
  expect(waitsText(community, agreed(), [paperOf("", { missing: [two.name] })])).toContain("等1-1-201签共同申请");
  for (const of of [agreed({ applied: noon + 5 * day }), agreed({ applyBy: noon + 5 * day })]) {
    expect(waitsText(community, of, [])).not.toContain("申请");
  }
});

test("each side reads its own name for it", () => {
  const asked = taken({ state: "refused", sides: [one, { ...two, mine: true }] });
  expect([stateText(asked), titleText(community, asked)]).toEqual(["您没有参加", "与1-1-101的调解"]);
  const asks = taken({ state: "refused", sides: [{ ...one, mine: true }, two] });
  expect([stateText(asks), titleText(community, asks)]).toEqual(["对方不同意调解", "与1-1-201的调解"]);
  expect(titleText(community, asks)).not.toContain("我家");
  expect(standText(proposed(["yes", "yes"], { about: "order" }))).toBe("双方都同意方案，待签协议 · 为一张工单");
});

test("the mediator is named where he is known, and otherwise by his body", () => {
  expect(mediatorText(community, taken())).toBe("街道办的一位经办人");
  expect(mediatorText(community, taken({ mediator: { body: "street", mine: false, name: "经办人0001" } }))).toBe("街道办的经办人0001");
});

test("what is expected is what may be done now; that the other side performed, not before its day or before the other says so", () => {
  expect(expected(taken({ next: ["join", "refuse", "withdraw"] }))).toBe("join");
  expect(expected(open({ next: ["say", "withdraw"] }))).toBeUndefined();
  const next: Case["next"] = ["apply", "perform"];
  expect(expected(agreed({ next }))).toBeUndefined();
  expect(expected(agreed({ next, performed: [noon, 0] }))).toBe("perform");
  expect(expected(agreed({ next, performBy: noon + 5 * day }))).toBe("perform");
});

test("the file has all that happened in its order; a session that was fixed and never held does not come after the end", () => {
  const session = { at: noon + 9 * day, text: { hash: "d", salt: "s", text: "二楼" } };
  const statement = { side: 1, at: noon + 3 * day, text: { hash: "f", salt: "", text: "" }, photos: [] };
  const texts = (of: Case) => entriesOf(community, of).map(({ text, said }) => [text, said].filter(Boolean).join("："));
  expect(texts(open({ sessions: [session], statements: [statement] }))).toEqual([
    "1-1-101申请调解：楼上漏水",
    "街道办的一位经办人受理，担任调解员",
    "1-1-201同意调解",
    "1-1-201说：（文字不在本服务器，可以去原单位看。）",
    "调解会（还没有开）：二楼",
  ]);
  expect(texts(open({ state: "withdrawn", closed: noon + 5 * day, sessions: [session] })).join()).not.toContain("还没有开");
});
